// One caption on the page: its times, its text, what is doubtful about it, what can be done with it.
import { fill } from "../words.js";
import { clock } from "./cue_list.js";

const ICONS = {
  setStart: "M6 4v16M10 12h10M15 7l5 5-5 5",
  setEnd: "M18 4v16M4 12h10M9 7l5 5-5 5",
  go: "M8 5.500v13l10.500-6.500Z",
  split: "M12 4v16M4 9h5M15 15h5",
  merge: "M4 7h16M4 17h16M12 9v6M9 12l3 3 3-3",
  insert: "M12 5v14M5 12h14",
  remove: "M4.500 7h15M9.500 7V4h5v3M6.500 7l1 13.500h9L17.500 7",
};
const SHOWN = ["go", "setStart", "setEnd"];
const MORE = ["split", "merge", "insert", "remove"];

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export class CueRow {
  constructor(cue, { texts, language }) {
    this.texts = texts;
    this.id = cue.id;
    this.number = element("span", { className: "cue__number" });
    this.start = this.#time(texts.start, "start");
    this.end = this.#time(texts.end, "end");
    this.text = element("textarea", { className: "form-control cue__text", rows: 2, maxLength: 500, lang: language });
    this.text.dataset.part = "text";
    this.more = element("summary", { className: "tool" }, "…");
    this.notes = element("div", { className: "cue__notes", role: "status" });
    const tools = SHOWN.map((act) => this.#button(act));
    const details = element("details", { className: "cue__more" }, this.more, element("div", { className: "cue__acts" }, ...MORE.map((act) => this.#button(act, true))));
    const times = element("div", { className: "cue__times" }, this.number, this.start.label, this.end.label, element("div", { className: "cue__tools" }, ...tools), details);
    this.element = element("li", { className: "cue" }, times, this.text, this.notes);
    this.element.dataset.id = cue.id;
  }

  #time(words, part) {
    const input = element("input", { className: "form-control cue__time", type: "text", inputMode: "decimal", autocomplete: "off" });
    input.dataset.part = part;
    const label = element("label", { className: "cue__edge" }, element("span", {}, words), input);
    return { input, label };
  }

  #button(act, wordy = false) {
    const label = this.texts[act];
    const button = element("button", { type: "button", className: wordy ? "button button--small" : "tool cue__act", title: label }, icon(ICONS[act]), element("span", { className: wordy ? "" : "sr-only" }, label));
    button.dataset.act = act;
    return button;
  }

  /** Show `cue`; a field that is being typed in keeps what is typed. */
  show(cue, place, doubts) {
    const number = String(place + 1);
    if (this.number.textContent !== number) {
      this.number.textContent = number;
      this.text.setAttribute("aria-label", fill(this.texts.text, { n: number }));
      this.more.setAttribute("aria-label", fill(this.texts.more, { n: number }));
      for (const [edge, words] of [[this.start, this.texts.start], [this.end, this.texts.end]]) {
        edge.input.setAttribute("aria-label", `${words} (${fill(this.texts.text, { n: number })})`);
      }
    }
    put(this.start.input, clock(cue.start));
    put(this.end.input, clock(cue.end));
    if (this.text.value !== cue.text) this.text.value = cue.text;
    this.#note(doubts);
  }

  #note(doubts) {
    const lines = doubts.map(({ doubt, value, limit }) => fill(this.texts[doubt], { value, limit }));
    if (this.noted === lines.join("\n")) return;
    this.noted = lines.join("\n");
    this.element.classList.toggle("cue--doubtful", lines.length > 0);
    this.notes.replaceChildren(...lines.map((line) => element("p", {}, line)));
  }

  complain(input, message) {
    input.setAttribute("aria-invalid", "true");
    input.classList.add("cue__time--wrong");
    this.noted = message;
    this.notes.replaceChildren(element("p", { className: "cue__wrong" }, message));
  }
}

function put(input, value) {
  if (document.activeElement === input && input.dataset.typing) return;
  if (input.value !== value) input.value = value;
  input.removeAttribute("aria-invalid");
  input.classList.remove("cue__time--wrong");
}
