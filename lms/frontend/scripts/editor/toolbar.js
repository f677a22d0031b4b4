// The toolbar: one stop of the Tab key, arrows move inside, buttons say whether they are pressed.
import { ACTS } from "./acts.js";

export function toolbar(bar, context) {
  const { editor } = context;
  const buttons = [...bar.querySelectorAll("[data-act]")];
  const groups = [...bar.querySelectorAll("[data-context]")];
  const usable = () => buttons.filter((button) => !button.closest("[hidden]"));

  bar.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) event.preventDefault(); // the selection stays in the text
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    stop(button);
    ACTS[button.dataset.act].run(context);
  });
  bar.addEventListener("keydown", (event) => {
    const all = usable();
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const moves = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    if (event.key === "Escape") {
      event.preventDefault();
      editor.commands.focus();
    } else if (event.key in moves) {
      event.preventDefault();
      const next = all[(moves[event.key] + all.length) % all.length];
      stop(next);
      next.focus();
    }
  });

  function stop(button) {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  }

  function show() {
    for (const group of groups) group.hidden = !editor.isActive(group.dataset.context);
    for (const button of buttons) {
      const { is, can } = ACTS[button.dataset.act];
      if (is) button.setAttribute("aria-pressed", String(is(context)));
      if (can) button.setAttribute("aria-disabled", String(!can(context)));
    }
    if (!usable().some((button) => button.tabIndex === 0)) stop(buttons[0]);
  }

  let asked = 0;
  editor.on("transaction", () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      show();
    });
  });
  stop(buttons[0]);
  show();
  return { focus: () => (usable().find((button) => button.tabIndex === 0) ?? buttons[0]).focus() };
}
