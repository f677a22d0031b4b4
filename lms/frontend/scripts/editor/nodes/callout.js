// Boxes beside the text: a tip, something to try, a warning. Choosing the same again takes the box away.
import { Node } from "@tiptap/core";

export const KINDS = ["callout", "callout-try", "callout-warn"];

export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes() {
    return {
      kind: {
        default: "callout",
        parseHTML: (element) => KINDS.find((kind) => kind !== "callout" && element.classList.contains(kind)) ?? "callout",
        renderHTML: ({ kind }) => ({ class: kind }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "aside" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["aside", HTMLAttributes, 0];
  },

  addCommands() {
    return {
      toggleCallout: (kind) => ({ editor, commands }) => {
        if (editor.isActive("callout", { kind })) return commands.lift("callout");
        if (editor.isActive("callout")) return commands.updateAttributes("callout", { kind });
        return commands.wrapIn("callout", { kind });
      },
    };
  },
});
