// Selecting words of a lesson puts them, with what stands around them, into the form of a comment.
const CONTEXT = 40;

export function comments(root) {
  const text = root.querySelector("[data-comment-text]");
  const form = root.querySelector("#new-comment form");
  if (!text || !form?.elements.quote) return;
  const take = () => choose(text, form);
  document.addEventListener("selectionchange", debounce(take, 250));
  text.addEventListener("click", (event) => {
    const passage = event.target.closest("[data-comment]");
    if (!passage || !getSelection().isCollapsed) return;
    const thread = document.getElementById(`comment-${passage.dataset.comment}`);
    thread?.scrollIntoView({ block: "center" });
    thread?.focus({ preventScroll: true });
  });
}

function choose(text, form) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return;
  const quote = squeeze(selection.toString()).trim().slice(0, 600);
  if (!quote) return;
  form.elements.quote.value = quote;
  form.elements.prefix.value = around(text, range, true).slice(-CONTEXT);
  form.elements.suffix.value = around(text, range, false).slice(0, CONTEXT);
}

function around(text, range, before) {
  const outside = document.createRange();
  outside.selectNodeContents(text);
  if (before) outside.setEnd(range.startContainer, range.startOffset);
  else outside.setStart(range.endContainer, range.endOffset);
  return squeeze(outside.toString());
}

const squeeze = (words) => words.replace(/\s+/g, " ");

function debounce(run, milliseconds) {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, milliseconds);
  };
}
