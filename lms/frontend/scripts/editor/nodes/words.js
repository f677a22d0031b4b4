// Terms with their meanings, and the language of a run of words or of a whole block.
import { Extension, Mark, Node } from "@tiptap/core";

const known = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;
const langOf = (element) => (known.test(element.lang) ? element.lang : null);

const Terms = Node.create({
  name: "terms",
  group: "block",
  content: "(term|meaning)+",
  parseHTML: () => [{ tag: "dl" }],
  renderHTML: () => ["dl", 0],
});

const Term = Node.create({
  name: "term",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "dt" }],
  renderHTML: () => ["dt", 0],
});

const Meaning = Node.create({
  name: "meaning",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "dd" }],
  renderHTML: () => ["dd", 0],
});

const Language = Mark.create({
  name: "language",
  addAttributes: () => ({ lang: { default: null, parseHTML: langOf } }),
  parseHTML: () => [{ tag: "span[lang]", getAttrs: (element) => (langOf(element) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});

const BlockLanguage = Extension.create({
  name: "blockLanguage",
  addGlobalAttributes: () => [
    {
      types: ["paragraph", "heading", "blockquote", "listItem", "tableCell", "tableHeader"],
      attributes: { lang: { default: null, parseHTML: langOf, renderHTML: ({ lang }) => (lang ? { lang } : {}) } },
    },
  ],
});

export const words = [Terms, Term, Meaning, Language, BlockLanguage];
