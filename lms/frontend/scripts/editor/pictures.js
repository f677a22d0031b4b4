// Pictures that were pasted or dropped: a place in the text at once, the picture when it has arrived.
import { NotTaken, send } from "../studio/sending.js";

export class Pictures {
  constructor({ editor, uploads, told, say }) {
    Object.assign(this, { editor, uploads, told, say });
    this.next = 0;
  }

  /** Insert a figure for each file at `position` (or the cursor) and upload them one after another. */
  async add(files, position = null) {
    const waiting = files.map(({ blob, alt = "" }) => ({ blob, alt, upload: this.#name() }));
    const figures = waiting.map(({ upload, alt }) => ({ type: "figure", attrs: { upload, alt } }));
    if (position === null) this.editor.chain().focus().insertContent(figures).run();
    else this.editor.commands.insertContentAt(position, figures);
    for (const one of waiting) await this.#send(one);
  }

  /** The figures stand in the text already, named by `tidy()`. */
  async fill(pictures, names) {
    for (const [place, one] of pictures.entries()) await this.#send({ ...one, upload: names[place] });
  }

  #name() {
    this.next += 1;
    return `u${Date.now()}-${this.next}`;
  }

  async #send({ blob, alt, upload }) {
    const ending = { "image/png": "png", "image/gif": "gif", "image/webp": "webp" }[blob.type] ?? "jpg";
    const file = blob instanceof File ? blob : new File([blob], `${this.say.pastedPicture}.${ending}`, { type: blob.type });
    try {
      const media = await send(file, this.uploads);
      this.#change(upload, { upload: null, src: media.address, width: media.width, height: media.height, alt: alt || media.alt?.th || media.alt?.en || "" });
    } catch (failure) {
      this.#change(upload, null);
      this.told((failure instanceof NotTaken && failure.message) || this.say.pictureFailed);
    }
  }

  #change(upload, attrs) {
    const { state, view } = this.editor;
    const transaction = state.tr.setMeta("addToHistory", false);
    state.doc.descendants((node, position) => {
      if (node.type.name !== "figure" || node.attrs.upload !== upload) return;
      if (attrs) transaction.setNodeMarkup(position, null, { ...node.attrs, ...attrs });
      else transaction.delete(position, position + node.nodeSize);
    });
    view.dispatch(transaction);
  }
}
