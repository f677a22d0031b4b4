// Saves each answer of a quiz as it is given; what cannot be sent waits in the outbox under attempt and question.
import { answerBody, valuesOf } from "./answers.js";
import { form as encoded, outbox } from "./sending.js";
import { showStatus } from "./status.js";

const PAUSE = 800;
const LONG_PAUSE = 3000;
const LONG = 1000;

export function autosave(form) {
  const { autosave: url, attempt = location.pathname } = form.dataset;
  const prefix = `answer/${attempt}/`;
  const pauses = new Map();

  const controls = (name) => [...form.elements].filter((control) => control.name === name);
  const isQuestion = (control) =>
    control.name && control.type !== "hidden" && control.type !== "submit" && !control.closest("[data-autosave-skip]");

  function keep(name) {
    const at = new Date(outbox.now()).toISOString();
    const values = valuesOf(controls(name));
    outbox.put(prefix + name, { url, type: encoded, body: (seq) => answerBody(name, values, { seq, at }) });
  }

  function changed(event) {
    if (!isQuestion(event.target)) return;
    const { name } = event.target;
    clearTimeout(pauses.get(name));
    keep(name);
    // Typing waits for a pause before it is sent; it is kept at once all the same.
    if (event.type === "input") pauses.set(name, setTimeout(() => outbox.flush(), event.target.value.length > LONG ? LONG_PAUSE : PAUSE));
    else outbox.flush();
  }

  form.addEventListener("input", (event) => {
    if (/^(text|search|number|textarea|email|tel)$/.test(event.target.type)) changed(event);
  });
  form.addEventListener("change", changed);
  showStatus(form.querySelector("[data-saved]"), prefix);
  outbox.onChange(({ key, state, message }) => {
    if (!key.startsWith(prefix)) return;
    if (state === "refused" && message) complain(controls(key.slice(prefix.length)), message);
    else if (state === "stored" || state === "saving") complain(controls(key.slice(prefix.length)), "");
  });
  putBack(form, prefix, controls);
}

/** Answers that never reached the server are shown again when the page comes back. */
function putBack(form, prefix, controls) {
  for (const entry of [...outbox.waiting(), ...outbox.refused()]) {
    if (!entry.key.startsWith(prefix)) continue;
    if (typeof entry.refused === "string") complain(controls(entry.key.slice(prefix.length)), entry.refused);
    const values = new URLSearchParams(entry.body).getAll("answer");
    for (const control of controls(entry.key.slice(prefix.length))) {
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else if (control.type === "select-multiple") for (const option of control.options) option.selected = values.includes(option.value);
      else control.value = values[0] ?? "";
    }
  }
}

/** What the server said to an answer stands at its input until another one is given. */
function complain(inputs, message) {
  const input = inputs[0];
  if (!input) return;
  const id = `${input.name}-refusal`;
  document.getElementById(id)?.remove();
  for (const one of inputs) {
    const others = (one.getAttribute("aria-describedby") ?? "").split(" ").filter((word) => word && word !== id);
    if (message) {
      one.setAttribute("aria-invalid", "true");
      others.push(id);
    } else if (others.length === 0 || !others.some((word) => word.endsWith("-error"))) one.removeAttribute("aria-invalid");
    if (others.length) one.setAttribute("aria-describedby", others.join(" "));
    else one.removeAttribute("aria-describedby");
  }
  if (!message) return;
  const line = Object.assign(document.createElement("p"), { id, className: "field__error", textContent: message });
  line.setAttribute("role", "alert");
  const row = input.closest(".cloze, .field__row, .choice, .pairs__row") ?? input;
  if (row.matches(".choice, .pairs__row")) row.before(line);
  else row.after(line);
}
