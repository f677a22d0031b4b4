// Whether a code is free, said while it is typed.
import { fill } from "../words.js";
import { change } from "./swap.js";

export function courseCode(box) {
  const input = box.querySelector("input");
  const answer = box.querySelector("[data-answer]");
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    answer.textContent = "";
    if (input.value.trim().length > 2) timer = setTimeout(ask, 400);
  });

  async function ask() {
    const typed = input.value;
    const said = await change(box.dataset.check, new URLSearchParams({ code: typed })).catch(() => ({}));
    if (input.value !== typed) return;
    answer.classList.toggle("is-wrong", Boolean(said.error));
    answer.textContent = said.error ?? (said.code ? fill(box.dataset.free, { code: said.code }) : "");
  }
}
