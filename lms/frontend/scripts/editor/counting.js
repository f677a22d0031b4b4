// Words and the minutes that reading them takes; Thai has no spaces, so the browser's dictionary cuts it.
const PER_MINUTE = 180;
const PICTURE = 10 / 60;

export function countWords(text, locale = "th") {
  if (!globalThis.Intl?.Segmenter) return text.split(/[\s\u200b]+/).filter(Boolean).length;
  let words = 0;
  for (const piece of new Intl.Segmenter(locale, { granularity: "word" }).segment(text)) words += piece.isWordLike ? 1 : 0;
  return words;
}

export function minutesToRead(words, pictures = 0) {
  return Math.max(1, Math.ceil(words / PER_MINUTE + pictures * PICTURE));
}
