// The upload form of the library: files start as they are chosen, two at a time, each with its own line.
import { enhance } from "../enhance.js";
import { getPage } from "../requests.js";
import { NotTaken, send } from "./sending.js";

const AT_ONCE = 2;

export function uploads(form) {
  const input = form.querySelector('input[type="file"]');
  const list = form.querySelector("[data-list]");
  const status = form.querySelector("[data-status]");
  const words = JSON.parse(form.dataset.words);
  const waiting = [];
  let running = 0;
  let finished = 0;
  let taken = 0;
  let all = 0;

  for (const part of form.querySelectorAll("[data-hide], .actions")) part.hidden = true;
  input.multiple = true;

  input.addEventListener("change", () => {
    for (const file of input.files) add(file);
    input.value = "";
    next();
  });
  addEventListener("beforeunload", (event) => {
    if (running + waiting.length) event.preventDefault();
  });

  function add(file) {
    const line = makeLine(file, words);
    list.append(line.element);
    list.hidden = false;
    all += 1;
    if (file.size > Number(form.dataset.largest)) {
      line.fail(words.large);
      finished += 1;
      return;
    }
    waiting.push({ file, line });
    line.onCancel(() => {
      const at = waiting.findIndex((each) => each.line === line);
      if (at < 0) return;
      waiting.splice(at, 1);
      settle(false);
    });
  }

  function next() {
    while (running < AT_ONCE && waiting.length) start(waiting.shift());
    tell();
  }

  async function start({ file, line }) {
    running += 1;
    const stop = new AbortController();
    line.onCancel(() => stop.abort());
    try {
      const media = await send(file, form.dataset.uploads, { signal: stop.signal, told: line.told });
      line.done(media);
      running -= 1;
      settle(true);
    } catch (failure) {
      running -= 1;
      if (failure.name !== "AbortError") {
        line.fail((failure instanceof NotTaken && failure.message) || words.failed, () => {
          finished -= 1;
          waiting.push({ file, line });
          next();
        });
      }
      settle(false);
    }
  }

  function settle(isTaken) {
    finished += 1;
    if (isTaken) taken += 1;
    next();
    if (!running && !waiting.length && taken) showNew();
  }

  function tell() {
    status.textContent = all ? words.all.replace("{n}", taken).replace("{of}", all) : "";
  }

  async function showNew() {
    const library = document.getElementById("library");
    if (!library) {
      if (finished === taken) location.reload();
      return;
    }
    try {
      const page = new DOMParser().parseFromString(await (await getPage(location.href)).text(), "text/html");
      const fresh = page.getElementById("library");
      if (!fresh) return;
      const open = document.querySelector("[data-unfinished]");
      const left = page.querySelector("[data-unfinished]");
      if (open && left) open.replaceWith(left);
      else open?.remove();
      library.replaceChildren(...fresh.childNodes);
      enhance(library);
    } catch { /* no line: what is shown stays */ }
  }
}

function makeLine(file, words) {
  const element = document.createElement("li");
  element.className = "upload";
  const name = make("span", "upload__name", file.name);
  const bar = document.createElement("progress");
  bar.max = file.size || 1;
  bar.value = 0;
  bar.className = "progress--teal";
  bar.setAttribute("aria-label", file.name);
  const text = make("span", "upload__text small", words.waiting);
  const acts = make("span", "upload__acts", "");
  const cancel = act(words.stop, words.cancel.replace("{name}", file.name));
  acts.append(cancel);
  element.append(name, bar, text, acts);
  let onCancel = () => {};
  cancel.addEventListener("click", () => {
    onCancel();
    element.remove();
  });
  return {
    element,
    onCancel(act) {
      onCancel = act;
    },
    told({ state, done }) {
      element.dataset.state = state;
      if (done !== undefined) bar.value = done;
      text.textContent = state === "sending"
        ? words.sending.replace("{done}", size(done)).replace("{size}", size(file.size))
        : words[state];
    },
    done(media) {
      element.dataset.state = "done";
      bar.value = bar.max;
      const link = make("a", "", media.name);
      link.href = media.page;
      name.replaceChildren(link);
      text.textContent = media.state === "ready" ? words.done : words.preparing;
      onCancel = () => {};
      rename(cancel, words.away, words.remove.replace("{name}", media.name));
    },
    fail(why, again) {
      element.dataset.state = "failed";
      bar.hidden = true;
      text.textContent = why;
      onCancel = () => {};
      rename(cancel, words.away, words.remove.replace("{name}", file.name));
      if (!again) return;
      const retry = act(words.retry, words.again.replace("{name}", file.name));
      retry.addEventListener("click", () => {
        retry.remove();
        rename(cancel, words.stop, words.cancel.replace("{name}", file.name));
        bar.hidden = false;
        again();
      });
      cancel.before(retry);
    },
  };
}

/** A small button; `label` says what the word on it is about. */
function act(word, label) {
  const button = make("button", "button button--small", "");
  button.type = "button";
  rename(button, word, label);
  return button;
}

function rename(button, word, label) {
  button.textContent = word;
  button.setAttribute("aria-label", label);
}

function make(tag, names, text) {
  const element = document.createElement(tag);
  element.className = names;
  element.textContent = text;
  return element;
}

/** 12 KB, 3.4 MB, 1.2 GB. */
export function size(bytes) {
  if (bytes < 1 << 20) return `${Math.ceil(bytes / 1024)} KB`;
  if (bytes < 1 << 30) return `${(bytes / (1 << 20)).toFixed(bytes < 10 << 20 ? 1 : 0)} MB`;
  return `${(bytes / (1 << 30)).toFixed(1)} GB`;
}
