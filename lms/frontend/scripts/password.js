// A button that shows what was typed.
import { say } from "./words.js";

export function password(input) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small field__show";
  const set = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = say(shown ? "hide" : "show");
    button.setAttribute("aria-label", say(shown ? "hidePassword" : "showPassword"));
  };
  button.addEventListener("click", () => set(input.type === "password"));
  input.form?.addEventListener("submit", () => set(false));
  set(false);
  input.after(button);
}
