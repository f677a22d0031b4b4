// The dialogs of the toolbar. Each is a <dialog> of the page with a form; closing one puts the cursor back.
import { headers } from "../requests.js";
import { choose } from "../studio/picker.js";
import { isSafeLink } from "./schema.js";

export function dialogs(box, { editor, say, draw, data, remember, pictures }) {
  const find = (name) => box.querySelector(`dialog[data-dialog="${name}"]`);
  const back = () => editor.commands.focus();
  let target = null;

  for (const one of box.querySelectorAll("dialog[data-dialog]")) {
    one.addEventListener("close", back);
    one.addEventListener("click", (event) => {
      if (event.target === one || event.target.closest("[data-close]")) one.close();
    });
  }

  function open(name, fill) {
    const one = find(name);
    const form = one.querySelector("form[data-form]");
    if (form) {
      form.reset();
      wrong(form, "");
      fill?.(form.elements, one);
    }
    one.showModal();
    const first = form?.querySelector("input:not([type=checkbox]), textarea, select");
    (first ?? one.querySelector("h2")).focus();
    first?.select?.();
  }

  function submit(name, act) {
    const one = find(name);
    const form = one.querySelector("form[data-form]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = await act(form.elements, event.submitter);
      if (problem) wrong(form, problem);
      else one.close();
    });
  }

  function wrong(form, message) {
    const line = form.querySelector("[data-wrong]");
    line.textContent = message;
    line.hidden = !message;
  }

  // Links
  submit("link", ({ address, text }, submitter) => {
    if (submitter?.value === "remove") {
      editor.chain().focus().extendMarkRange("link").unsetLink().run();
      return "";
    }
    const href = completed(address.value.trim());
    if (!href) return say.linkWrong;
    const { empty } = editor.state.selection;
    if (empty && !editor.isActive("link")) {
      const words = text.value.trim() || href;
      editor.chain().focus().insertContent([{ type: "text", text: words, marks: [{ type: "link", attrs: { href } }] }]).unsetMark("link").run();
    } else {
      editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
    }
    return "";
  });

  // Formulas: drawn while they are typed
  const formula = find("formula");
  const preview = formula.querySelector("[data-preview]");
  let latest = "";
  async function drawAgain() {
    const form = formula.querySelector("form[data-form]");
    const latex = form.elements.latex.value.trim();
    latest = latex;
    if (!latex) {
      preview.replaceChildren();
      return wrong(form, "");
    }
    const drawn = await draw(latex, form.elements.display.checked);
    if (latest !== latex) return undefined;
    if (drawn.html) preview.innerHTML = drawn.html;
    return wrong(form, drawn.error ?? "");
  }
  let pause = 0;
  formula.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(drawAgain, 250);
  });
  formula.addEventListener("click", (event) => {
    const example = event.target.closest("[data-latex]");
    if (!example) return;
    const { latex } = formula.querySelector("form[data-form]").elements;
    latex.setRangeText(example.dataset.latex, latex.selectionStart, latex.selectionEnd, "end");
    latex.focus();
    drawAgain();
  });
  submit("formula", async ({ latex, display }) => {
    const value = latex.value.trim().replace(/\s+/g, " ");
    const drawn = await draw(value, display.checked);
    if (drawn.error) return drawn.error;
    const node = { type: display.checked ? "formulaBlock" : "formula", attrs: { latex: value } };
    const chain = editor.chain().focus();
    if (target !== null) {
      const old = editor.state.doc.nodeAt(target);
      chain.deleteRange({ from: target, to: target + (old?.nodeSize ?? 0) }).insertContentAt(target, node).run();
    } else {
      chain.insertContent(node).run();
    }
    return "";
  });

  // Pictures
  submit("about", ({ alt, decorative }) => {
    const text = alt.value.trim();
    if (!text && !decorative.checked) return say.altNeeded;
    const node = editor.state.doc.nodeAt(target);
    if (node?.type.name !== "figure") return "";
    const attrs = { ...node.attrs, alt: decorative.checked ? "" : text, decorative: decorative.checked };
    editor.view.dispatch(editor.state.tr.setNodeMarkup(target, null, attrs));
    return "";
  });
  function about(position) {
    const node = editor.state.doc.nodeAt(position);
    if (node?.type.name !== "figure") return;
    target = position;
    open("about", ({ alt, decorative }, one) => {
      alt.value = node.attrs.alt;
      decorative.checked = node.attrs.decorative;
      const shown = one.querySelector("img");
      shown.src = node.attrs.src;
    });
  }

  submit("caption", ({ caption }) => {
    editor.chain().focus().updateAttributes("table", { caption: caption.value.trim() }).run();
    return "";
  });
  submit("table", ({ rows, columns, head, caption }) => {
    const size = (field) => Math.min(20, Math.max(1, Number.parseInt(field.value, 10) || 1));
    editor.chain().focus().insertTable({ rows: size(rows), cols: size(columns), withHeaderRow: head.checked }).updateAttributes("table", { caption: caption.value.trim() }).run();
    return "";
  });
  submit("language", ({ lang }) => {
    const chain = editor.chain().focus();
    if (lang.value) chain.setMark("language", { lang: lang.value }).run();
    else chain.extendMarkRange("language").unsetMark("language").run();
    return "";
  });

  // Questions of the bank
  const question = find("question");
  const list = question.querySelector("[data-found]");
  let search = 0;
  async function look() {
    const { q } = question.querySelector("form[data-form]").elements;
    const url = new URL(data.questions, location.href);
    url.searchParams.set("q", q.value);
    const status = question.querySelector("[data-wrong]");
    try {
      const answer = await fetch(url, { headers: headers({ Accept: "application/json" }), credentials: "same-origin" });
      const { questions } = await answer.json();
      list.replaceChildren(...questions.map((one) => questionLine(one)));
      status.textContent = questions.length ? "" : say.noQuestions;
    } catch {
      status.textContent = say.noLine;
    }
    status.hidden = !status.textContent;
  }
  function questionLine(one) {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "editor__found";
    const kind = document.createElement("span");
    kind.className = "muted small";
    kind.textContent = one.kind_label;
    button.append(one.text, kind);
    button.addEventListener("click", () => {
      remember("question", one.id, one.title || one.text);
      question.close();
      editor.chain().focus().insertContent({ type: "question", attrs: { id: one.id } }).run();
    });
    line.append(button);
    return line;
  }
  question.addEventListener("input", () => {
    clearTimeout(search);
    search = setTimeout(look, 250);
  });
  submit("question", () => {
    look();
    return " ";
  });

  async function library(kind, accept, words) {
    const file = await choose({ pick: data.pick, uploads: data.uploads, kind, accept, words: { ...say.picker, ...words } });
    back();
    return file;
  }

  return {
    formula() {
      const { selection } = editor.state;
      const node = selection.node?.type.name.startsWith("formula") ? selection.node : null;
      this.editFormula(node ? selection.from : null);
    },
    editFormula(position) {
      target = position;
      const node = position === null ? null : editor.state.doc.nodeAt(position);
      preview.replaceChildren();
      open("formula", ({ latex, display }) => {
        latex.value = node?.attrs.latex ?? "";
        display.checked = node?.type.name === "formulaBlock";
      });
      drawAgain();
    },
    link() {
      const href = editor.getAttributes("link").href ?? "";
      open("link", ({ address, text }, one) => {
        address.value = href;
        text.closest("[data-text]").hidden = !editor.state.selection.empty || Boolean(href);
        one.querySelector('[value="remove"]').hidden = !href;
      });
    },
    language() {
      open("language", ({ lang }) => {
        lang.value = editor.getAttributes("language").lang ?? "";
      });
    },
    table: () => open("table"),
    caption: () => open("caption", ({ caption }) => {
      caption.value = editor.getAttributes("table").caption ?? "";
    }),
    help: () => open("help"),
    question: () => {
      open("question");
      look();
    },
    about() {
      const { $from, node, from } = editor.state.selection;
      if (node?.type.name === "figure") return about(from);
      return $from.parent.type.name === "figure" ? about($from.before()) : undefined;
    },
    editFigure: about,
    async picture() {
      const file = await library("image", "image/*", { title: say.pictureTitle });
      if (!file) return;
      const { address: src, width, height } = file;
      const alt = file.alt?.th || file.alt?.en || "";
      editor.chain().focus().insertContent({ type: "figure", attrs: { src, width, height, alt } }).run();
      if (!alt) about(lastFigure(editor, src));
    },
    async video() {
      const file = await library("video", "video/*", { title: say.videoTitle });
      if (!file) return;
      remember("video", file.id, file.name);
      editor.chain().focus().insertContent({ type: "video", attrs: { id: file.id } }).run();
    },
    async file() {
      const file = await library("", "", { title: say.fileTitle });
      if (!file) return;
      const text = editor.state.selection.empty ? `${file.name} (${file.size_words})` : "";
      const href = file.address;
      if (text) editor.chain().focus().insertContent([{ type: "text", text, marks: [{ type: "link", attrs: { href } }] }]).unsetMark("link").run();
      else editor.chain().focus().setLink({ href }).run();
    },
    pictures,
  };
}

/** A whole address of what was typed: mail addresses and bare host names are completed. */
export function completed(typed) {
  if (isSafeLink(typed)) return typed;
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
  if (/^(?:[\p{L}\p{M}\p{N}-]+\.)+[\p{L}\p{M}]{2,}(?:[/?#]\S*)?$/u.test(typed)) return `https://${typed}`;
  return "";
}

function lastFigure(editor, src) {
  let found = 0;
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === "figure" && node.attrs.src === src) found = position;
  });
  return found;
}
