// Copies the text, or hands it to the phone's share sheet.
import { say } from "./words.js";

export function copy(box) {
  const input = box.querySelector("input");
  const button = box.querySelector("[data-copy]");
  const words = button.querySelector("span");
  const status = box.querySelector('[role="status"]');
  const shares = box.dataset.share !== undefined && navigator.share;

  button.addEventListener("click", async () => {
    if (shares) {
      await navigator.share({ title: box.dataset.title ?? document.title, url: input.value }).catch(() => {});
      return;
    }
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      document.execCommand("copy");
    }
    words.textContent = say("copied");
    status.textContent = say("copied");
  });
}
