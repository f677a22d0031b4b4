// A field that holds a file of the course: its button opens the picker, its select is for everybody else.
import { choose } from "./picker.js";

export function chooser(box) {
  const select = box.querySelector("select");
  const button = box.querySelector("[data-choose]");
  const shown = box.querySelector("[data-chosen]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { pick, uploads, kind, accept, words } = box.dataset;
    const file = await choose({ pick, uploads, kind, accept, words: JSON.parse(words) });
    button.focus();
    if (!file) return;
    let option = [...select.options].find((each) => each.value === file.id);
    if (!option) {
      option = new Option(file.name, file.id);
      select.append(option);
    }
    select.value = file.id;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    if (shown) shown.textContent = `${file.name} · ${file.size_words}`;
  });
}
