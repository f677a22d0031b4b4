// A dialog that lets choose a file of the course or upload a new one; resolves to what the server says of it.
import { headers } from "../requests.js";
import { NotTaken, send } from "./sending.js";

/**
 * `pick` is the address of studio.pick, `uploads` that of studio.begin_upload (empty: only choose),
 * `kind` image, video, document … or empty, `words` {title, search, upload, none, close, more, sending, failed, cut}.
 * Resolves to the file, or to null where the dialog was closed.
 */
export function choose({ pick, uploads = "", kind = "", accept = "", words }) {
  const dialog = build(words, uploads, accept);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    let chosen = null;
    const stop = new AbortController();
    const take = (file) => {
      chosen = file;
      dialog.close();
    };
    dialog.addEventListener("close", () => {
      stop.abort();
      dialog.remove();
      resolve(chosen);
    });
    const search = dialog.querySelector('input[type="search"]');
    let timer;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => load(search.value), 250);
    });
    dialog.querySelector("[data-more]").addEventListener("click", (event) => load(search.value, event.target.dataset.before));
    dialog.querySelector('input[type="file"]')?.addEventListener("change", (event) => {
      if (event.target.files.length) upload(event.target.files[0]);
    });
    load("");

    async function load(text, before = "") {
      const url = new URL(pick, location.href);
      for (const [name, value] of Object.entries({ q: text, kind, before })) if (value) url.searchParams.set(name, value);
      const box = dialog.querySelector("[data-files]");
      try {
        const answer = await fetch(url, { headers: headers({ Accept: "application/json" }), credentials: "same-origin", signal: stop.signal });
        if (!answer.ok) throw new Error(answer.status);
        const found = await answer.json();
        const items = found.items.map((file) => item(file, take));
        if (before) box.append(...items);
        else box.replaceChildren(...items);
        const more = dialog.querySelector("[data-more]");
        more.hidden = !found.next;
        more.dataset.before = found.next;
        tell(found.items.length || before ? "" : words.none);
      } catch (failure) {
        if (failure.name !== "AbortError") tell(words.cut);
      }
    }

    async function upload(file) {
      const bar = dialog.querySelector("progress");
      bar.hidden = false;
      bar.max = file.size || 1;
      tell(words.sending);
      try {
        take(await send(file, uploads, { signal: stop.signal, told: ({ state, done }) => {
          if (done !== undefined) bar.value = done;
          tell(state === "cut" ? words.cut : words.sending);
        } }));
      } catch (failure) {
        bar.hidden = true;
        if (failure.name !== "AbortError") tell((failure instanceof NotTaken && failure.message) || words.failed);
      }
    }

    function tell(text) {
      dialog.querySelector("[data-tell]").textContent = text;
    }
  });
}

function build(words, uploads, accept) {
  const dialog = element("dialog", { class: "dialog picker", "aria-labelledby": "picker-title" });
  const close = element("button", { class: "tool", type: "submit", "aria-label": words.close }, "✕");
  const form = element("form", { method: "dialog" });
  form.append(close);
  const top = element("div", { class: "dialog__top" });
  top.append(element("h2", { id: "picker-title", tabindex: "-1" }, words.title), form);
  const tools = element("div", { class: "picker__tools" });
  tools.append(element("input", { class: "form-control", type: "search", "aria-label": words.search, placeholder: words.search, autocomplete: "off" }));
  if (uploads) {
    const label = element("label", { class: "button button--solid picker__upload" });
    label.append(element("span", {}, words.upload), element("input", { class: "sr-only", type: "file", accept }));
    tools.append(label);
  }
  const bar = element("progress", { class: "progress--teal", "aria-label": words.sending, hidden: "" });
  dialog.append(
    top, tools, bar,
    element("p", { class: "small", role: "status", "data-tell": "" }),
    element("ul", { class: "library library--pick", "data-files": "" }),
    element("button", { class: "button", type: "button", "data-more": "", hidden: "" }, words.more),
  );
  return dialog;
}

function item(file, take) {
  const button = element("button", { class: "library__choose", type: "button" });
  const picture = element("span", { class: `thumb thumb--${file.kind}` });
  picture.append(file.thumbnail
    ? element("img", { src: file.thumbnail, alt: "", loading: "lazy", width: "240", height: "160" })
    : element("span", { class: "thumb__kind" }, file.name.split(".").pop().toUpperCase()));
  const about = element("span", { class: "library__in" });
  about.append(element("span", { class: "library__name" }, file.name), element("span", { class: "small muted" }, file.size_words));
  button.append(picture, about);
  button.addEventListener("click", () => take(file));
  const line = element("li", { class: "library__item" });
  line.append(button);
  return line;
}

function element(tag, attributes, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}
