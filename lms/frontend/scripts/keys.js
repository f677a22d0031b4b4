// Alt+Shift+← and → go to the previous and the next lesson.
export function keys(nav) {
  const go = (rel) => nav.querySelector(`a[rel="${rel}"]`)?.click();
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "ArrowRight") go("next");
    else if (event.key === "ArrowLeft") go("prev");
    else return;
    event.preventDefault();
  });
}
