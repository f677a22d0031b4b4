// What a lesson may hold: the same list as the server's, so that nothing is lost on the way.
import { Subscript } from "@tiptap/extension-subscript";
import { Superscript } from "@tiptap/extension-superscript";
import { Placeholder } from "@tiptap/extensions";
import { StarterKit } from "@tiptap/starter-kit";
import { Callout } from "./nodes/callout.js";
import { Question, Video } from "./nodes/embed.js";
import { Figure } from "./nodes/figure.js";
import { Formula, FormulaBlock } from "./nodes/formula.js";
import { tables } from "./nodes/table.js";
import { words } from "./nodes/words.js";

/** Only the web, mail, telephone and pages of ours. */
export function isSafeLink(address) {
  return /^(https?:\/\/|mailto:|tel:)\S+$/i.test(address) || /^(\/(?![/\\])|#)[^\s\\]*$/.test(address);
}

export function extensions({ say, draw, nameOf, editFigure, editFormula }) {
  return [
    StarterKit.configure({
      heading: { levels: [2, 3] },
      underline: false,
      strike: false,
      dropcursor: { class: "drop-here", color: false, width: 3 },
      undoRedo: { depth: 300 },
      link: {
        openOnClick: false,
        defaultProtocol: "https",
        HTMLAttributes: { target: null, rel: null, class: null },
        isAllowedUri: (address) => isSafeLink(address),
      },
    }),
    Subscript,
    Superscript,
    Placeholder.configure({ placeholder: say.startHere }),
    Callout,
    Figure.configure({ words: say, edit: editFigure }),
    Formula.configure({ words: say, draw, edit: editFormula }),
    FormulaBlock.configure({ words: say, draw, edit: editFormula }),
    Video.configure({ words: say, nameOf }),
    Question.configure({ words: say, nameOf }),
    ...tables,
    ...words,
  ];
}
