// A title becomes an input where it stands: Enter saves, Escape leaves it, so does going elsewhere.
import { fill } from "../words.js";
import { change } from "./swap.js";

export function rename(shown, { words, language, took, say }) {
  if (shown.hidden) return;
  const before = shown.dataset[language] || shown.textContent.trim();
  const input = document.createElement("input");
  input.className = "form-control tree__input";
  input.maxLength = 200;
  input.value = before;
  input.lang = language;
  input.setAttribute("aria-label", fill(words.rename, { title: before }));
  shown.hidden = true;
  shown.after(input);
  input.focus();
  input.select();
  let done = false;

  const close = (focus) => {
    if (done) return;
    done = true;
    input.nextElementSibling?.matches(".field__error") && input.nextElementSibling.remove();
    input.remove();
    shown.hidden = false;
    if (focus) shown.focus();
  };

  const save = async (focus) => {
    const text = input.value.trim();
    if (done || text === before) return close(focus);
    try {
      const said = await change(shown.dataset.action, new URLSearchParams({ [`title_${language}`]: text }));
      shown.dataset[language] = text;
      shown.textContent = text;
      took(said);
      close(focus);
      say(fill(words.saved, { at: said.saved_at }));
    } catch (failure) {
      complain(failure.message || words.failed);
    }
  };

  const complain = (text) => {
    const line = input.nextElementSibling?.matches(".field__error") ? input.nextElementSibling : document.createElement("p");
    line.className = "field__error";
    line.setAttribute("role", "alert");
    line.textContent = text;
    input.setAttribute("aria-invalid", "true");
    input.after(line);
  };

  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") {
      event.preventDefault();
      save(true);
    }
    if (event.key === "Escape") close(true);
  });
  input.addEventListener("blur", () => save(false));
}
