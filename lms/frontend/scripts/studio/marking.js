// The marker's form: saved as it is filled in, the rubric by keys, comments on selected words.
import { form as encoded, outbox } from "../sending.js";
import { showStatus } from "../status.js";
import { fill } from "../words.js";

const PAUSE = 1500;

export function marking(form) {
  const key = `mark/${form.dataset.work}`;
  let pause = null;

  function keep() {
    const fields = new FormData(form);
    for (const name of ["comment", "start", "stop", "paragraph", "remember", "csrf_token"]) fields.delete(name);
    fields.set("do", "save");
    outbox.put(key, {
      url: form.dataset.save,
      type: encoded,
      body: (seq) => {
        fields.set("seq", String(seq));
        return new URLSearchParams(fields).toString();
      },
    });
  }

  function changed(event) {
    if (event.target.closest(".desk__comment")) return;
    keep();
    clearTimeout(pause);
    pause = setTimeout(() => outbox.flush(), event.type === "input" && event.target.type !== "radio" ? PAUSE : 0);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // What the form sends itself is newer than anything that waits; its number says so.
  form.addEventListener("submit", () => {
    clearTimeout(pause);
    form.elements.seq.value = String(Math.max(Date.now(), ...outbox.waiting().map((entry) => entry.seq + 1)));
  });
  showStatus(form.querySelector("[data-saved]"), key);
  putBack(form, key);
  total(form);
  levels(form);
  sentences(form);
  comments(form);
  keys(form);
}

/** A mark that never reached the server is shown again. */
function putBack(form, key) {
  const waiting = outbox.waiting().find((entry) => entry.key === key);
  if (!waiting) return;
  for (const [name, value] of new URLSearchParams(waiting.body)) {
    const field = form.elements[name];
    if (!field || name === "do" || name === "seq") continue;
    if (field instanceof RadioNodeList) field.value = value;
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}

/** The points so far beside the heading. */
function total(form) {
  const line = form.querySelector("[data-total]");
  const show = () => {
    const chosen = [...form.querySelectorAll("[data-points]:checked")];
    if (!form.querySelector("[data-points]")) return;
    const points = chosen.reduce((sum, level) => sum + Number(level.dataset.points), 0);
    line.textContent = fill(form.dataset.words, { points, all: form.dataset.all });
  };
  form.addEventListener("change", show);
  show();
}

/** 1, 2, 3 … inside a criterion choose its level and go on to the next one. */
function levels(form) {
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  form.addEventListener("keydown", (event) => {
    const criterion = event.target.closest("[data-criterion]");
    if (!criterion || event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
    const level = criterion.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (!level) return;
    event.preventDefault();
    level.checked = true;
    level.dispatchEvent(new Event("change", { bubbles: true }));
    const next = criteria[criteria.indexOf(criterion) + 1];
    (next?.querySelector("input:checked") ?? next?.querySelector("input") ?? form.querySelector("#feedback")).focus();
  });
}

/** A kept sentence goes where the marker was writing: the comment, or the words to the learner. */
function sentences(form) {
  let last = form.querySelector("#feedback");
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("#feedback, #comment")) last = event.target;
  });
  form.addEventListener("click", (event) => {
    const use = event.target.closest("[data-use]");
    if (!use) return;
    event.preventDefault();
    const text = use.closest("li").querySelector("[data-sentence]").textContent;
    last.value = last.value ? `${last.value}\n${text}` : text;
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
  });
}

/** Selected words of the work become the place of the comment. */
function comments(form) {
  const text = document.querySelector("[data-work-text]");
  const quote = form.querySelector("[data-quote]");
  if (!text || !quote) return;
  const paragraph = form.querySelector("#paragraph");
  const { start, stop } = form.elements;

  function take() {
    const place = selected(text);
    if (!place) return;
    start.value = place.start;
    stop.value = place.stop;
    quote.textContent = place.words;
    quote.hidden = false;
    paragraph.hidden = true;
    form.querySelector('label[for="paragraph"]').hidden = true;
  }

  document.addEventListener("selectionchange", take);
}

/** Where the selection stands in the text, in code points; null where it is elsewhere or empty. */
function selected(text) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const from = offset(text, range.startContainer, range.startOffset);
  const to = offset(text, range.endContainer, range.endOffset);
  if (from === null || to === null || from >= to) return null;
  return { start: from, stop: to, words: selection.toString().trim() };
}

function offset(text, node, at) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const paragraph = element?.closest("[data-start]");
  if (!paragraph || !text.contains(paragraph)) return null;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, at);
  return Number(paragraph.dataset.start) + [...before.toString()].length;
}

function keys(form) {
  const press = (wish) => form.requestSubmit(form.querySelector(`button[name=do][value=${wish}]`));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (event.code === "KeyC" && form.querySelector("#comment")) form.querySelector("#comment").focus();
    else if (event.code === "KeyS") press("save");
    else if (event.code === "Enter" || event.code === "NumpadEnter") press("finish");
    else return;
    event.preventDefault();
  });
}
