// The choices of a preview take effect as they are made; the frame's own way through the room is kept.
export function preview(form) {
  const button = form.querySelector("[data-show]");
  const frame = document.querySelector("iframe[name=preview]");
  if (button) button.hidden = true;
  frame?.addEventListener("load", () => follow(form, frame));
  form.addEventListener("change", () => form.requestSubmit());
}

function follow(form, frame) {
  let path;
  try {
    path = frame.contentWindow.location.pathname;
  } catch {
    return; // a page that is not ours
  }
  const slug = path.split("/preview/")[1]?.split("/")[0];
  const choice = form.elements.slug;
  if (slug && [...choice.options].some((option) => option.value === slug)) choice.value = slug;
}
