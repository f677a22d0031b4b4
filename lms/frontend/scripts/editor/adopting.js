// Puts a newer text into the editor by changing only the blocks that differ: the cursor stays where it is.
import { DOMParser as Reader } from "@tiptap/pm/model";

export function adopt(editor, html) {
  const inert = new DOMParser().parseFromString(html, "text/html").body;
  const { doc, schema } = editor.state;
  let wanted = Reader.fromSchema(schema).parse(inert);
  const blank = doc.lastChild?.type.name === "paragraph" && !doc.lastChild.content.size;
  if (blank && wanted.lastChild.content.size) wanted = wanted.copy(wanted.content.addToEnd(doc.lastChild));
  if (wanted.eq(doc)) return;
  const transaction = editor.state.tr.setMeta("addToHistory", false).setMeta("adopted", true);
  for (const { from, to, nodes } of changes(doc, wanted).reverse()) transaction.replaceWith(from, to, nodes);
  editor.view.dispatch(transaction);
}

/** Runs of blocks that differ: where they stand in `doc`, and what comes instead. */
function changes(doc, wanted) {
  const old = doc.content.content;
  const next = wanted.content.content;
  const same = commonLengths(old, next);
  const found = [];
  let [i, j, position] = [0, 0, 0];
  while (i < old.length || j < next.length) {
    if (i < old.length && j < next.length && old[i].eq(next[j])) {
      position += old[i].nodeSize;
      i += 1;
      j += 1;
      continue;
    }
    const from = position;
    const nodes = [];
    while ((i < old.length || j < next.length) && !(i < old.length && j < next.length && old[i].eq(next[j]))) {
      if (j >= next.length || (i < old.length && same[i + 1][j] >= same[i][j + 1])) {
        position += old[i].nodeSize;
        i += 1;
      } else {
        nodes.push(next[j]);
        j += 1;
      }
    }
    found.push({ from, to: position, nodes });
  }
  return found;
}

/** Longest common subsequences of all tails. */
function commonLengths(old, next) {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array(next.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = next.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = old[i].eq(next[j]) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
