// A link to a <dialog> opens it; a <details> question can be taken back.
export function dialog(link) {
  const box = document.querySelector(link.hash);
  if (!box?.showModal) return;
  link.setAttribute("role", "button");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    box.showModal();
  });
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
}

export function confirm(details) {
  const summary = details.querySelector("summary");
  details.addEventListener("toggle", () => {
    if (details.open) details.querySelector("form button").focus();
  });
  const close = () => {
    details.open = false;
    summary.focus();
  };
  details.querySelector("[data-close]")?.addEventListener("click", close);
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) close();
  });
}
