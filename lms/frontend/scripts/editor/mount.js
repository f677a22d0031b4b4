// One lesson on the page: the text, its toolbar, its dialogs, and the saving.
import { Editor } from "@tiptap/core";
import { getPage, headers } from "../requests.js";
import { clock, fill } from "../words.js";
import { ACTS, OWN_KEYS } from "./acts.js";
import { adopt } from "./adopting.js";
import { clashScreen } from "./clash.js";
import { countWords, minutesToRead } from "./counting.js";
import { dialogs } from "./dialogs.js";
import { drawer } from "./drawing.js";
import { Keeper } from "./keeping.js";
import { tidy } from "./paste.js";
import { Pictures } from "./pictures.js";
import { Saver } from "./saving.js";
import { extensions } from "./schema.js";
import { toolbar } from "./toolbar.js";

const LOOK = 20_000;

export function mount(box) {
  const data = box.dataset;
  const say = JSON.parse(data.words);
  const form = document.getElementById(data.form);
  const surface = box.querySelector("[data-surface]");
  const source = box.querySelector("[data-source]").value;
  const names = new Map(Object.entries(JSON.parse(data.names)));
  const draw = drawer(data.formula);
  const line = box.querySelector("[data-saved]");
  const note = box.querySelector("[data-note]");
  const wide = (name, id, text) => names.set(`${name}/${id}`, text);
  const before = line.textContent;
  let hide = 0;
  let opened = null;
  let leaving = false;

  const editor = new Editor({
    element: surface,
    injectCSS: false,
    extensions: extensions({
      say,
      draw,
      nameOf: async (name, id) => names.get(`${name}/${id}`) ?? "",
      editFigure: (_, position) => opened.editFigure(position),
      editFormula: (_, position) => opened.editFormula(position),
    }),
    content: inert(source),
    editorProps: {
      attributes: {
        class: "prose editor__text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": say.text,
        "aria-describedby": data.hint,
        lang: data.lang,
        spellcheck: "true",
      },
      handleDOMEvents: {
        keydown(_, event) {
          // Escape, then Tab, leaves the text: Tab alone moves in lists and tables.
          if (event.key === "Tab" && leaving) {
            leaving = false;
            return true;
          }
          leaving = event.key === "Escape" || (leaving && event.key === "Shift");
          return false;
        },
      },
      handleKeyDown(_, event) {
        if (event.altKey && event.key === "F10") {
          bar.focus();
          return true;
        }
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
          saver.flush();
          return true;
        }
        const act = OWN_KEYS.find((name) => pressed(event, ACTS[name].key));
        if (act) ACTS[act].run(context);
        return Boolean(act);
      },
      handlePaste: (_, event) => pasted(event.clipboardData),
      handleDrop(view, event, __, moved) {
        const files = picturesOf(event.dataTransfer);
        if (moved || !files.length) return false;
        pictures.add(files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null);
        return true;
      },
    },
  });
  const pictures = new Pictures({ editor, uploads: data.uploads, told: tell, say });
  opened = dialogs(box, { editor, say, draw, data, remember: wide, pictures });
  const context = { editor, dialogs: opened, whole };
  const bar = toolbar(box.querySelector("[data-toolbar]"), context);

  const saver = new Saver({
    number: Number(data.number),
    version: Number(data.version),
    keeper: new Keeper({ storage: window.localStorage, owner: document.body.dataset.owner ?? "", lesson: data.lesson }),
    read,
    post,
    adopt(state) {
      adopt(editor, state.body);
      writeFields(form, state);
    },
    clash: clashScreen(box, editor),
    told,
    renew,
  });

  function read() {
    return { body: editor.isEmpty ? "" : editor.getHTML(), ...readFields(form) };
  }

  function pasted(clipboard) {
    const html = clipboard?.getData("text/html");
    const files = picturesOf(clipboard);
    if (!html) {
      if (files.length) pictures.add(files);
      return files.length > 0;
    }
    if (html.includes("data-pm-slice")) return false; // our own text: as it is
    const clean = tidy(html);
    const single = files.length === 1 && !clean.pictures.length && clean.refused === 1;
    const named = clean.pictures.map((_, place) => `p${Date.now()}-${place}`);
    const text = clean.html.replace(/data-upload="(\d+)"/g, (_, place) => `data-upload="${named[place]}"`);
    editor.chain().focus().insertContent(text, { parseOptions: { preserveWhitespace: false } }).run();
    pictures.fill(clean.pictures, named);
    if (single) pictures.add(files);
    else if (clean.refused) tell(fill(say.picturesLeftOut, { n: clean.refused }));
    return true;
  }

  function tell(text) {
    note.textContent = text;
    note.hidden = !text;
    clearTimeout(hide);
    if (text) hide = setTimeout(tell, 30_000, "");
  }

  function told(state, { at, message, merged } = {}) {
    const texts = {
      writing: say.writing, saving: say.saving, waiting: say.waiting, signedOut: say.signedOut,
      saved: at || line.dataset.at ? fill(say.saved, { at: at ?? line.dataset.at }) : before, refused: message || say.refused, closed: message || say.closed,
    };
    if (at) line.dataset.at = at;
    line.classList.toggle("saved--waiting", state === "waiting");
    line.classList.toggle("saved--wrong", /^(signedOut|refused|closed)$/.test(state));
    if (line.textContent !== texts[state]) line.textContent = texts[state];
    box.querySelector("[data-login]").hidden = state !== "signedOut";
    if (merged) tell(say.merged);
  }

  async function post(writing, options = {}) {
    const answer = await fetch(data.save, {
      method: "POST",
      headers: headers({ "Content-Type": "application/json", Accept: "application/json" }),
      body: JSON.stringify(writing),
      credentials: "same-origin",
      redirect: "manual",
      ...options,
    });
    if (answer.type === "opaqueredirect") return { status: 401 };
    return { status: answer.status, body: await answer.json().catch(() => null) };
  }

  async function look() {
    if (document.visibilityState === "hidden") return;
    try {
      const url = new URL(data.state, location.href);
      url.searchParams.set("since", saver.number);
      const answer = await fetch(url, { headers: headers({ Accept: "application/json" }), credentials: "same-origin" });
      if (!answer.ok) return;
      const state = await answer.json();
      const others = box.querySelector("[data-others]");
      const text = state.others.length ? fill(say.others, { names: state.others.join(", ") }) : "";
      if (others.textContent !== text) others.textContent = text;
      if (state.body !== undefined && saver.take(state)) tell(say.newer);
    } catch { /* no line: the next look tells */ }
  }

  function whole() {
    const on = box.classList.toggle("editor--whole");
    document.documentElement.classList.toggle("has-whole-editor", on);
    box.querySelector('[data-act="whole"]').setAttribute("aria-pressed", String(on));
    editor.commands.focus();
  }

  let counted = 0;
  function count() {
    counted = 0;
    let figures = 0;
    editor.state.doc.descendants((node) => {
      if (node.type.name === "figure") figures += 1;
    });
    const words = countWords(editor.state.doc.textBetween(0, editor.state.doc.content.size, " ", " "), data.lang);
    const minutes = minutesToRead(words, figures);
    box.querySelector("[data-count]").textContent = fill(say.count, { words: words.toLocaleString(document.documentElement.lang), minutes });
    const use = box.querySelector("[data-use-minutes]");
    use.hidden = !words || Number(form.elements.minutes.value) === minutes;
    use.textContent = fill(say.useMinutes, { minutes });
    use.dataset.minutes = minutes;
  }

  editor.on("update", ({ transaction }) => {
    if (!transaction.getMeta("adopted")) saver.changed();
    counted ||= setTimeout(count, 600);
  });
  editor.on("blur", () => saver.flush());
  form.addEventListener("input", () => saver.changed());
  form.addEventListener("change", () => saver.flush());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saver.flush();
  });
  form.querySelector("[data-plain]").hidden = true;
  box.querySelector("[data-use-minutes]").addEventListener("click", ({ currentTarget }) => {
    form.elements.minutes.value = currentTarget.dataset.minutes;
    saver.changed();
    count();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return saver.leave();
    if (saver.isDirty) renew().catch(() => {}).then(() => saver.flush());
    return look();
  });
  addEventListener("pagehide", () => saver.leave());
  addEventListener("online", () => saver.flush());
  setInterval(look, LOOK);
  look();
  count();
  offerLeft(box, saver, say);
  box.dataset.ready = "true";
  return { editor, saver };
}

/** The stored text, parsed without running or loading anything. */
function inert(html) {
  return new DOMParser().parseFromString(html, "text/html").body.innerHTML;
}

function picturesOf(transfer) {
  const files = [...(transfer?.files ?? [])].filter((file) => /^image\/(png|jpeg|gif|webp)$/.test(file.type));
  return files.map((blob) => ({ blob }));
}

function readFields({ elements }) {
  return {
    title: { th: elements.title_th.value.trim(), en: elements.title_en.value.trim() },
    minutes: Number.parseInt(elements.minutes.value, 10) || 0,
    required: elements.required.checked,
  };
}

function writeFields({ elements }, { title, minutes, required }) {
  elements.title_th.value = title.th;
  elements.title_en.value = title.en;
  if (minutes !== undefined) elements.minutes.value = minutes;
  if (required !== undefined) elements.required.checked = required;
}

function pressed(event, key) {
  const parts = key.split("-");
  const letter = parts.pop();
  const wants = (name) => parts.includes(name);
  return event.key.toLowerCase() === letter && (event.ctrlKey || event.metaKey) === wants("Mod") && event.altKey === wants("Alt") && event.shiftKey === wants("Shift");
}

/** After logging in again elsewhere the token is another one: this page has it; false where one has to log in first. */
async function renew() {
  const answer = await getPage(location.href);
  if (answer.status === 401 || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector('meta[name="csrf-token"]')?.content;
  const meta = document.querySelector('meta[name="csrf-token"]');
  if (fresh && meta) meta.content = fresh;
  return true;
}

/** What a closed tab, a crash or a lost log-in left on this device. */
async function offerLeft(box, saver, say) {
  const bar = box.querySelector("[data-left]");
  const entries = await saver.keeper.left();
  if (!entries.length) return;
  const [entry] = entries;
  bar.querySelector("[data-left-text]").textContent = fill(say.left, { at: clock(new Date(entry.at)) });
  bar.hidden = false;
  bar.querySelector("[data-left-take]").addEventListener("click", async () => {
    bar.hidden = true;
    if (await saver.recover(entry)) saver.keeper.forget(entry.page);
    offerLeft(box, saver, say);
  }, { once: true });
  bar.querySelector("[data-left-drop]").addEventListener("click", () => {
    saver.keeper.forget(entry.page);
    bar.hidden = true;
    offerLeft(box, saver, say);
  }, { once: true });
}
