// Formulas are kept as LaTeX and drawn by the server; what it cannot draw is shown as it was typed.
import { Node } from "@tiptap/core";

const latexOf = (element) => element.getAttribute("data-latex") ?? "";

function view(display, { draw, edit, words }) {
  return ({ node, getPos, editor }) => {
    const dom = document.createElement(display ? "div" : "span");
    dom.className = "formula";
    dom.contentEditable = "false";
    let shown = "";

    async function show({ attrs }) {
      shown = attrs.latex;
      dom.setAttribute("aria-label", `${words.formula}: ${attrs.latex}`);
      if (!dom.firstChild) dom.textContent = attrs.latex;
      const drawn = await draw(attrs.latex, display);
      if (shown !== attrs.latex) return;
      dom.classList.toggle("formula--wrong", !drawn.html);
      if (drawn.html) dom.innerHTML = drawn.html;
      else dom.textContent = attrs.latex;
    }
    show(node);
    dom.addEventListener("dblclick", () => edit(editor, getPos()));
    return {
      dom,
      ignoreMutation: () => true,
      update(other) {
        if (other.type.name !== node.type.name) return false;
        if (other.attrs.latex !== shown) show(other);
        return true;
      },
    };
  };
}

const shared = {
  atom: true,
  selectable: true,
  addOptions: () => ({ draw: async () => ({}), edit: () => {}, words: {} }),
  addAttributes: () => ({
    latex: { default: "", parseHTML: latexOf, renderHTML: ({ latex }) => ({ "data-latex": latex }) },
  }),
};

export const Formula = Node.create({
  ...shared,
  name: "formula",
  group: "inline",
  inline: true,
  parseHTML: () => [{ tag: "span.formula", getAttrs: (element) => (latexOf(element) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["span", { class: "formula", ...HTMLAttributes }],
  renderText: ({ node }) => node.attrs.latex,
  addNodeView() {
    return view(false, this.options);
  },
});

export const FormulaBlock = Node.create({
  ...shared,
  name: "formulaBlock",
  group: "block",
  parseHTML: () => [{ tag: "div.formula", getAttrs: (element) => (latexOf(element) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["div", { class: "formula", ...HTMLAttributes }],
  addNodeView() {
    return view(true, this.options);
  },
});
