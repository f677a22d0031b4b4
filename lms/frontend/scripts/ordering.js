// Places given by selects become a list that is put in order with two buttons a line.
import { fill } from "./words.js";

export function ordering(list) {
  const rows = () => [...list.querySelectorAll("[data-item]")];
  const select = (row) => row.querySelector("select");
  const voice = list.parentElement.querySelector("[data-order-voice]");
  const keep = list.parentElement.querySelector("[data-keep]");
  const isSet = () => rows().every((row) => select(row).value);

  if (isSet()) list.append(...rows().sort((a, b) => select(a).value - select(b).value));
  list.classList.add("order--live");
  for (const buttons of list.querySelectorAll(".order__buttons")) buttons.hidden = false;
  refresh();

  function refresh() {
    const all = rows();
    all.forEach((row, i) => {
      row.querySelector('[data-move="-1"]').disabled = i === 0;
      row.querySelector('[data-move="1"]').disabled = i === all.length - 1;
    });
    if (keep) keep.hidden = isSet();
  }

  function number() {
    rows().forEach((row, i) => {
      const place = String(i + 1);
      if (select(row).value === place) return;
      select(row).value = place;
      select(row).dispatchEvent(new Event("change", { bubbles: true }));
    });
    refresh();
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    const row = button?.closest("[data-item]");
    if (!row) return;
    const other = button.dataset.move === "1" ? row.nextElementSibling : row.previousElementSibling;
    if (!other) return;
    if (button.dataset.move === "1") other.after(row);
    else other.before(row);
    for (const one of rows()) one.classList.toggle("order__row--moved", one === row);
    number();
    const stay = button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button;
    stay.focus();
    if (voice) voice.textContent = fill(list.dataset.moved, { place: rows().indexOf(row) + 1, count: rows().length });
  });
  keep?.querySelector("button").addEventListener("click", number);
}
