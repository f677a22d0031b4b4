// What the buttons and shortcuts of the toolbar do. `is` says whether a button is pressed, `can` whether it may be.
const simple = (command, ...values) => ({ editor }) => editor.chain().focus()[command](...values).run();
const active = (...what) => ({ editor }) => editor.isActive(...what);
const inTable = ({ editor }) => editor.isActive("table");
const dialog = (name) => ({ dialogs }) => dialogs[name]();

export const ACTS = {
  paragraph: { run: simple("setParagraph"), is: ({ editor }) => editor.isActive("paragraph") && !editor.isActive("listItem"), key: "Mod-Alt-0" },
  h2: { run: simple("toggleHeading", { level: 2 }), is: active("heading", { level: 2 }), key: "Mod-Alt-2" },
  h3: { run: simple("toggleHeading", { level: 3 }), is: active("heading", { level: 3 }), key: "Mod-Alt-3" },
  bold: { run: simple("toggleBold"), is: active("bold"), key: "Mod-b" },
  italic: { run: simple("toggleItalic"), is: active("italic"), key: "Mod-i" },
  sub: { run: simple("toggleSubscript"), is: active("subscript"), key: "Mod-," },
  sup: { run: simple("toggleSuperscript"), is: active("superscript"), key: "Mod-." },
  code: { run: simple("toggleCode"), is: active("code"), key: "Mod-e" },
  language: { run: dialog("language"), is: active("language") },
  link: { run: dialog("link"), is: active("link"), key: "Mod-k" },
  bullets: { run: simple("toggleBulletList"), is: active("bulletList"), key: "Mod-Shift-8" },
  numbers: { run: simple("toggleOrderedList"), is: active("orderedList"), key: "Mod-Shift-7" },
  indent: { run: simple("sinkListItem", "listItem"), can: ({ editor }) => editor.can().sinkListItem("listItem") },
  outdent: { run: simple("liftListItem", "listItem"), can: ({ editor }) => editor.can().liftListItem("listItem") },
  quote: { run: simple("toggleBlockquote"), is: active("blockquote"), key: "Mod-Shift-b" },
  tip: { run: simple("toggleCallout", "callout"), is: active("callout", { kind: "callout" }) },
  try: { run: simple("toggleCallout", "callout-try"), is: active("callout", { kind: "callout-try" }) },
  warning: { run: simple("toggleCallout", "callout-warn"), is: active("callout", { kind: "callout-warn" }) },
  codeblock: { run: simple("toggleCodeBlock"), is: active("codeBlock"), key: "Mod-Alt-c" },
  rule: { run: simple("setHorizontalRule") },
  picture: { run: dialog("picture"), is: active("figure") },
  video: { run: dialog("video") },
  file: { run: dialog("file") },
  question: { run: dialog("question") },
  formula: { run: dialog("formula"), is: ({ editor }) => editor.isActive("formula") || editor.isActive("formulaBlock"), key: "Mod-Alt-m" },
  table: { run: dialog("table"), can: ({ editor }) => !editor.isActive("table") },
  rowBefore: { run: simple("addRowBefore"), can: inTable },
  rowAfter: { run: simple("addRowAfter"), can: inTable },
  rowAway: { run: simple("deleteRow"), can: inTable },
  columnBefore: { run: simple("addColumnBefore"), can: inTable },
  columnAfter: { run: simple("addColumnAfter"), can: inTable },
  columnAway: { run: simple("deleteColumn"), can: inTable },
  headRow: { run: simple("toggleHeaderRow"), can: inTable },
  mergeCells: { run: simple("mergeOrSplit"), can: ({ editor }) => editor.can().mergeOrSplit() },
  caption: { run: dialog("caption"), can: inTable },
  tableAway: { run: simple("deleteTable"), can: inTable },
  about: { run: dialog("about"), can: active("figure") },
  figureAway: { run: simple("deleteNode", "figure"), can: active("figure") },
  undo: { run: simple("undo"), can: ({ editor }) => editor.can().undo(), key: "Mod-z" },
  redo: { run: simple("redo"), can: ({ editor }) => editor.can().redo(), key: "Mod-Shift-z" },
  whole: { run: ({ whole }) => whole() },
  help: { run: dialog("help"), key: "Alt-0" },
};

/** Shortcuts that the text kit does not know by itself. */
export const OWN_KEYS = ["link", "formula", "help"];
