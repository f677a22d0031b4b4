// A file may be dropped on the field; it stays an ordinary file field.
export function dropzone(box) {
  const input = box.querySelector('input[type="file"]');
  if (!input) return;
  const over = (on) => box.classList.toggle("dropzone--over", on);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  box.addEventListener("dragleave", (event) => {
    if (!box.contains(event.relatedTarget)) over(false);
  });
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (box.dataset.submit !== undefined) input.form?.requestSubmit?.();
  });
}
