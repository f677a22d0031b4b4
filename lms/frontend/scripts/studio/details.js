// Details save themselves, one at a time, as they are left; the button below still saves them all.
import { fill } from "../words.js";
import { change } from "./swap.js";

export function details(form) {
  const words = JSON.parse(form.dataset.words);
  const status = form.querySelector("[data-saved]");
  let last = Promise.resolve();

  form.addEventListener("change", (event) => {
    const part = event.target.closest("[data-part]");
    if (part) last = last.then(() => save(part));
  });

  async function save(part) {
    const data = new FormData(form);
    data.set("only", part.dataset.part);
    try {
      const said = await change(form.action, new URLSearchParams(data));
      complain(part, "");
      status.textContent = fill(words.saved, { at: said.saved_at });
    } catch (failure) {
      if (failure.message && failure.status === 400) complain(part, failure.message);
      else status.textContent = failure.message || words.failed;
    }
  }

  function complain(part, text) {
    const field = part.querySelector(".field");
    const input = field.querySelector("input, textarea, select");
    field.classList.toggle("field--wrong", Boolean(text));
    field.querySelector(".field__error[data-own]")?.remove();
    if (!text) {
      input.removeAttribute("aria-invalid");
      return;
    }
    const line = document.createElement("p");
    line.className = "field__error";
    line.dataset.own = "";
    line.setAttribute("role", "alert");
    line.textContent = text;
    input.setAttribute("aria-invalid", "true");
    input.before(line);
  }
}
