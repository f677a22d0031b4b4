// Tables without widths of their own: they fit the reader's screen; the caption is an attribute.
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";

const spans = {
  colspan: { default: 1, parseHTML: (cell) => span(cell, "colspan"), renderHTML: ({ colspan }) => (colspan > 1 ? { colspan } : {}) },
  rowspan: { default: 1, parseHTML: (cell) => span(cell, "rowspan"), renderHTML: ({ rowspan }) => (rowspan > 1 ? { rowspan } : {}) },
  colwidth: { default: null, rendered: false, parseHTML: () => null },
};

function span(cell, name) {
  const value = Number.parseInt(cell.getAttribute(name), 10);
  return value > 1 && value <= 50 ? value : 1;
}

const Captioned = Table.extend({
  addAttributes() {
    return {
      caption: {
        default: "",
        rendered: false,
        parseHTML: (table) => table.querySelector("caption")?.textContent.trim() ?? "",
      },
    };
  },
  addNodeView: () => null,
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node }) {
    const caption = node.attrs.caption ? [["caption", {}, node.attrs.caption]] : [];
    return ["table", {}, ...caption, ["tbody", 0]];
  },
});

export const tables = [
  Captioned.configure({ resizable: false }),
  TableRow,
  TableCell.extend({ addAttributes: () => spans }),
  TableHeader.extend({ addAttributes: () => spans }),
];
