// Captions beside their video: times from the playhead, split, join, move, undo, and a look at what learners see.
import { fill } from "../words.js";
import * as list from "./cue_list.js";
import { CueRow, element } from "./cue_row.js";
import { CueSaver } from "./cue_saver.js";
import { doubts } from "./readability.js";

const KEYS = {
  KeyK: "play", KeyJ: "back", KeyL: "on", KeyI: "setStart", KeyO: "setEnd", Enter: "split", NumpadEnter: "split",
  KeyM: "merge", KeyN: "insert", Backspace: "remove", ArrowUp: "before", ArrowDown: "after",
};

export function cues(root) {
  const { language, label } = root.dataset;
  const texts = JSON.parse(root.dataset.texts);
  const stored = JSON.parse(root.dataset.cues);
  const duration = Number(root.dataset.duration) || 0;
  const box = root.querySelector("[data-list]");
  const video = root.querySelector(".player__video");
  const history = new list.History(list.fromStored(stored));
  const rows = new Map();
  let current = null;

  const saver = new CueSaver({
    url: root.dataset.save,
    name: `${root.dataset.media}/${language}`,
    edit: Number(root.dataset.edit),
    cues: list.toStored(history.cues),
    texts,
    line: root.querySelector(".cues__status [data-saved]"),
    read: () => list.toStored(history.cues),
    apply: (next) => set(keepIds(list.fromStored(next), history.cues)),
    ask(merged, go) {
      still(true); // what would be typed now would be lost by the choice
      ask(root.querySelector("[data-conflict]"), texts, language, merged, (chosen) => {
        still(false);
        go(chosen);
      });
    },
  });
  const tools = toolbar(root.querySelector("[data-tools]"), texts, act, (seconds) => set(list.shift(history.cues, seconds)), toNextDoubt);
  const preview = video ? previewOn(video, label, language) : () => {};

  function still(on) {
    for (const part of root.querySelectorAll("[data-list], [data-tools]")) part.inert = on;
  }

  function set(next, key = "") {
    history.change(next, key);
    draw();
    saver.changed();
  }

  function draw() {
    const alive = new Set(history.cues.map((each) => each.id));
    for (const [id, row] of rows) {
      if (alive.has(id)) continue;
      row.element.remove();
      rows.delete(id);
    }
    let place = box.firstElementChild;
    let doubtful = 0;
    history.cues.forEach((each, index) => {
      if (!rows.has(each.id)) rows.set(each.id, new CueRow(each, { texts, language }));
      const row = rows.get(each.id);
      const found = doubts(each, history.cues[index - 1], language, duration);
      doubtful += found.length ? 1 : 0;
      row.show(each, index, found);
      if (place === row.element) place = place.nextElementSibling;
      else box.insertBefore(row.element, place);
    });
    root.classList.toggle("cues--empty", !history.cues.length);
    tools.show({ undo: history.canUndo, redo: history.canRedo, doubtful, empty: !history.cues.length });
    preview(history.cues);
  }

  const rowOf = (target) => rows.get(Number(target?.closest?.("[data-id]")?.dataset.id));
  const now = () => video?.currentTime ?? 0;

  function act(name, row = rows.get(current) ?? rows.get(history.cues[0]?.id)) {
    const id = row?.id ?? null;
    if (name === "undo" || name === "redo") {
      if (!history[name]()) return;
      const at = Math.max(0, [...rows.keys()].indexOf(current));
      draw();
      saver.changed();
      const near = rows.has(current) ? current : history.cues[Math.min(at, history.cues.length - 1)]?.id;
      if (!root.contains(document.activeElement) && near !== undefined) focus(near);
    } else if (name === "play") video && (video.paused ? video.play().catch(() => {}) : video.pause());
    else if (name === "back" || name === "on") video && (video.currentTime = Math.max(0, now() + (name === "on" ? 3 : -3)));
    else if (name === "first") create(current, now());
    else if (name === "insert") create(id, null);
    else if (id === null) return;
    else if (name === "go") show(id);
    else if (name === "setStart") set(list.setStart(history.cues, id, now()));
    else if (name === "setEnd") setEnd(row, now());
    else if (name === "split") splitAt(row);
    else if (name === "merge") joinNext(row);
    else if (name === "remove") removeRow(row);
    else if (name === "before" || name === "after") step(id, name === "after" ? 1 : -1);
  }

  function create(after, at) {
    const [next, id] = list.insert(history.cues, after, at);
    set(next);
    focus(id);
  }

  function setEnd(row, seconds) {
    const next = list.setEnd(history.cues, row.id, seconds);
    if (next) set(next);
    else row.complain(row.end.input, texts.endFirst);
  }

  function splitAt(row) {
    const [next, id] = list.split(history.cues, row.id, row.text.selectionStart ?? row.text.value.length);
    set(next);
    focus(id, 0);
  }

  function joinNext(row) {
    const joined = list.join(history.cues, row.id);
    if (!joined) return;
    set(joined[0]);
    focus(row.id, joined[1]);
  }

  function removeRow(row) {
    const at = history.cues.findIndex((each) => each.id === row.id);
    set(list.remove(history.cues, row.id));
    const near = history.cues[at] ?? history.cues[at - 1];
    if (near) focus(near.id);
    else tools.focus();
  }

  function step(id, by) {
    const next = history.cues[history.cues.findIndex((each) => each.id === id) + by];
    if (next) focus(next.id);
  }

  function focus(id, caret = null) {
    const row = rows.get(id);
    row.text.focus();
    if (caret !== null) row.text.setSelectionRange(caret, caret);
    row.element.scrollIntoView({ block: "nearest" });
  }

  function show(id) {
    if (video) video.currentTime = history.cues.find((each) => each.id === id).start + 0.01;
  }

  function toNextDoubt() {
    const at = history.cues.findIndex((each) => each.id === current);
    const around = [...history.cues.slice(at + 1), ...history.cues.slice(0, at + 1)];
    const found = around.find((each) => rows.get(each.id).element.classList.contains("cue--doubtful"));
    if (!found) return;
    show(found.id);
    focus(found.id);
  }

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    const row = button && rowOf(button);
    if (!row) return;
    button.closest("details")?.removeAttribute("open");
    act(button.dataset.act, row);
  });
  box.addEventListener("focusin", (event) => {
    current = rowOf(event.target)?.id ?? current;
  });
  box.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (event.target.dataset.part === "text") set(list.write(history.cues, row.id, event.target.value), `text/${row.id}`);
    else event.target.dataset.typing = "yes";
  });
  box.addEventListener("change", (event) => {
    const { part } = event.target.dataset;
    if (part !== "start" && part !== "end") return;
    delete event.target.dataset.typing;
    const row = rowOf(event.target);
    const seconds = list.parseClock(event.target.value);
    if (seconds === null) row.complain(event.target, texts.badTime);
    else if (part === "end") setEnd(row, seconds);
    else set(list.setStart(history.cues, row.id, seconds));
  });
  box.addEventListener("focusout", () => saver.changed());
  root.addEventListener("keydown", (event) => {
    if (event.target.closest("[data-cue-text]") || event.target.closest(".cues__shift")) return;
    const name = keyOf(event);
    if (!name) return;
    event.preventDefault();
    act(name, rowOf(event.target) ?? undefined);
  });
  video?.addEventListener("timeupdate", () => mark(video.currentTime));

  function mark(at) {
    const said = history.cues.find((each) => each.start <= at && at < each.end);
    for (const marked of box.querySelectorAll(".cue--now")) {
      if (marked !== rows.get(said?.id)?.element) marked.classList.remove("cue--now");
    }
    if (!said) return;
    const { element: shown } = rows.get(said.id);
    if (shown.classList.contains("cue--now")) return;
    shown.classList.add("cue--now");
    if (!box.contains(document.activeElement)) box.scrollTo?.({ top: shown.offsetTop - box.offsetTop - 40 });
  }

  root.querySelector("details.cues__text")?.addEventListener("toggle", (event) => {
    if (event.target.open) saver.send();
  });
  draw();
  saver.recover();
}

function keyOf(event) {
  const control = event.ctrlKey || event.metaKey;
  if (control && event.code === "KeyZ") return event.shiftKey ? "redo" : "undo";
  if (control && event.code === "KeyY") return "redo";
  return event.altKey && !control && !event.shiftKey ? KEYS[event.code] : undefined;
}

/** After a merge a cue that did not change stays the same row. */
function keepIds(next, before) {
  const known = new Map(before.map((each) => [JSON.stringify([each.start, each.end, each.text]), each.id]));
  return next.map((each) => ({ ...each, id: known.get(JSON.stringify([each.start, each.end, each.text])) ?? each.id }));
}

/** The captions over the video, as learners see them; a player reads `<` as markup, so it is escaped. */
function previewOn(video, label, language) {
  const track = video.addTextTrack("captions", label, language);
  track.mode = "showing";
  let timer = null;
  return (all) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const old of [...(track.cues ?? [])]) track.removeCue(old);
      for (const { start, end, text } of all) {
        const safe = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
        if (safe.trim()) track.addCue(new VTTCue(start, end, safe));
      }
    }, 120);
  };
}

function toolbar(place, texts, act, shift, toNextDoubt) {
  const button = (words, run, kind = "button--small") => {
    const made = element("button", { type: "button", className: `button ${kind}` }, words);
    made.addEventListener("click", run);
    return made;
  };
  const first = button(texts.first, () => act("first"), "button--solid");
  const undo = button(texts.undo, () => act("undo"));
  const redo = button(texts.redo, () => act("redo"));
  const amount = element("input", { className: "form-control cue__time", type: "text", inputMode: "decimal", value: "0.5", "aria-label": `${texts.shift} (${texts.seconds})` });
  const move = button(texts.move, () => {
    const seconds = Number(amount.value.replace(",", ".").replace("−", "-"));
    if (Number.isFinite(seconds) && seconds) shift(seconds);
  });
  const next = button("", toNextDoubt, "button--small button--quiet");
  const empty = element("p", { className: "muted" }, texts.empty);
  place.append(
    element("div", { className: "row" }, first, undo, redo, next),
    element("div", { className: "cues__shift" }, element("span", {}, texts.shift), amount, element("span", {}, texts.seconds), move),
    empty,
  );
  return {
    show({ undo: canUndo, redo: canRedo, doubtful, empty: none }) {
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
      next.hidden = !doubtful;
      next.textContent = `${fill(texts.doubts, { n: doubtful })} · ${texts.next}`;
      empty.hidden = !none;
    },
    focus: () => first.focus(),
  };
}

/** Where both changed the same: side by side, one choice each; nothing is lost before somebody chose. */
function ask(place, texts, language, merged, go) {
  const form = element("form", { className: "card card--warn cues__conflict" }, element("p", {}, element("strong", {}, texts.conflict)));
  merged.conflicts.forEach(({ mine, theirs }, number) => {
    const group = element("fieldset", { className: "field" });
    for (const [value, words, shown] of [["mine", texts.mine, mine], ["theirs", texts.theirs, theirs]]) {
      const input = element("input", { type: "radio", name: `conflict-${number}`, value, checked: value === "mine" });
      const text = shown.map(([start, , said]) => `${list.clock(start)} ${said}`).join("\n") || texts.gone;
      group.append(element("label", { className: "field__check" }, input, element("span", {}, element("strong", {}, words), element("br"), element("span", { lang: language, className: "cues__version" }, text))));
    }
    form.append(group);
  });
  form.append(element("button", { className: "button button--solid", type: "submit" }, texts.choose));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(form);
    const picked = merged.conflicts.flatMap((each, number) => each[chosen.get(`conflict-${number}`)]);
    place.replaceChildren();
    go(list.inOrder([...merged.cues, ...picked]));
  });
  place.replaceChildren(form);
  form.querySelector("input").focus();
}
