// A film or a question of the course, standing in the text as a card with its name.
import { Node } from "@tiptap/core";

function embed(name, attribute) {
  return Node.create({
    name,
    group: "block",
    atom: true,
    draggable: true,
    addOptions: () => ({ words: {}, nameOf: async () => "" }),
    addAttributes: () => ({
      id: {
        default: "",
        parseHTML: (element) => element.getAttribute(attribute) ?? "",
        renderHTML: ({ id }) => ({ [attribute]: id }),
      },
    }),
    parseHTML: () => [{ tag: `div.${name}[${attribute}]` }],
    renderHTML: ({ HTMLAttributes }) => ["div", { class: name, ...HTMLAttributes }],
    addNodeView() {
      const { words, nameOf } = this.options;
      return ({ node }) => {
        const dom = document.createElement("div");
        const kind = document.createElement("strong");
        const title = document.createElement("span");
        dom.className = `embed embed--${name}`;
        dom.contentEditable = "false";
        kind.textContent = words[name];
        title.textContent = node.attrs.id;
        dom.append(kind, title);
        nameOf(name, node.attrs.id).then((found) => {
          title.textContent = found || words.notThere;
          dom.classList.toggle("embed--missing", !found);
        }, () => {});
        return { dom, ignoreMutation: () => true };
      };
    },
  });
}

export const Video = embed("video", "data-media");
export const Question = embed("question", "data-question");
