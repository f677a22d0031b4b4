// Says about how many words a text has; the server counts for good. Thai has no spaces, so the browser must know words.
export function words(text, segmenter) {
  let count = 0;
  for (const part of segmenter.segment(text)) if (part.isWordLike) count += 1;
  return count;
}

export function wordcount(area, { fill }) {
  const line = document.querySelector(`[data-words-of="${area.name}"]`);
  if (!line || !globalThis.Intl?.Segmenter) return;
  const segmenter = new Intl.Segmenter("th", { granularity: "word" });
  let pause;
  const show = () => {
    line.hidden = !area.value.trim();
    line.textContent = fill(area.dataset.count, { n: words(area.value, segmenter) });
  };
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(show, 400);
  });
  show();
}
