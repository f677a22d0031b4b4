// A picture with a caption. Its alternative text is asked for until it is written or the picture is only decoration.
import { Node } from "@tiptap/core";

const empty = () => document.createElement("figcaption");
const pictureOf = (element) => (element.matches("img") ? element : element.querySelector('img[src^="/media/"]'));
const number = (name) => (element) => Number(pictureOf(element)?.getAttribute(name)) || null;

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,
  defining: true,

  addOptions() {
    return { words: {}, edit: () => {} };
  },

  addAttributes() {
    return {
      src: { default: "", parseHTML: (element) => pictureOf(element)?.getAttribute("src") ?? "" },
      alt: { default: "", parseHTML: (element) => pictureOf(element)?.getAttribute("alt") ?? "" },
      decorative: { default: false, parseHTML: (element) => pictureOf(element)?.dataset.decorative === "true" },
      width: { default: null, parseHTML: number("width") },
      height: { default: null, parseHTML: number("height") },
      upload: { default: null, parseHTML: (element) => element.dataset.upload ?? null },
    };
  },

  parseHTML() {
    return [
      {
        tag: "figure",
        getAttrs: (element) => (element.querySelector('img[src^="/media/"]') || element.dataset.upload ? null : false),
        contentElement: (element) => element.querySelector("figcaption") ?? empty(),
      },
      { tag: 'img[src^="/media/"]', contentElement: empty },
    ];
  },

  renderHTML({ node }) {
    const { src, alt, decorative, width, height } = node.attrs;
    const picture = { src, alt: decorative ? "" : alt };
    if (decorative) picture["data-decorative"] = "true";
    if (width && height) Object.assign(picture, { width, height });
    return ["figure", {}, ["img", picture], ["figcaption", {}, 0]];
  },

  addNodeView() {
    const { words, edit } = this.options;
    return ({ node, getPos, editor }) => {
      const dom = document.createElement("figure");
      const picture = document.createElement("img");
      const about = document.createElement("button");
      const caption = document.createElement("figcaption");
      about.type = "button";
      about.className = "figure-about";
      about.contentEditable = "false";
      about.tabIndex = -1;
      caption.dataset.placeholder = words.captionHere;
      about.addEventListener("click", () => edit(editor, getPos()));
      dom.append(picture, about, caption);

      function show({ attrs }) {
        dom.classList.toggle("figure--waiting", Boolean(attrs.upload));
        picture.hidden = !attrs.src;
        if (attrs.src) picture.src = attrs.src;
        picture.alt = attrs.alt;
        picture.draggable = false;
        if (attrs.width && attrs.height) Object.assign(picture, { width: attrs.width, height: attrs.height });
        about.disabled = !attrs.src;
        about.textContent = attrs.upload ? words.pictureComes : attrs.decorative ? words.onlyDecoration : attrs.alt || words.altMissing;
        about.classList.toggle("figure-about--missing", !attrs.upload && !attrs.decorative && !attrs.alt);
      }
      show(node);
      return {
        dom,
        contentDOM: caption,
        update(other) {
          if (other.type.name !== "figure") return false;
          show(other);
          return true;
        },
        ignoreMutation: (mutation) => mutation.type !== "selection" && !caption.contains(mutation.target),
        stopEvent: (event) => about.contains(event.target),
      };
    };
  },

  addKeyboardShortcuts() {
    return {
      // Enter in a caption goes on below the picture.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== "figure") return false;
        const after = $from.after();
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      },
    };
  },
});
