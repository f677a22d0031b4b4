// Says how many characters are left, as a reader counts them (code points).
import { say } from "./words.js";

export function counter(input) {
  const most = Number(input.getAttribute("maxlength"));
  const line = input.parentElement.querySelector("[data-count]");
  if (!most || !line) return;
  const show = () => {
    const rest = most - [...input.value].length;
    line.textContent = rest < 0 ? say("charactersOver", { n: -rest }) : say("charactersLeft", { n: rest });
    line.setAttribute("aria-live", rest <= most / 10 ? "polite" : "off");
  };
  // The server refuses what is too long and keeps it; cutting a pasted text silently would lose words.
  input.removeAttribute("maxlength");
  input.addEventListener("input", show);
  show();
}
