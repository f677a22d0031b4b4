// The same rules as courses/content/readability.py: what a reader of captions would stumble over.
const SPEED = { th: 17, en: 20 };
const LINE = { th: 35, en: 42 };
const LINES = 2;
const [SHORTEST, LONGEST] = [0.8, 8];
const tenth = (value) => Math.round(value * 10) / 10;

/** Vowels and tone marks above and below take no room. */
export function letters(text) {
  return [...text].filter((letter) => letter !== "\n" && !/[\p{Mn}\p{Me}\p{Cf}]/u.test(letter)).length;
}

/** Doubts about one cue: [{doubt, value, limit}]. */
export function doubts(cue, before, language, duration) {
  const found = [];
  const length = cue.end - cue.start;
  const [fast, wide] = [SPEED[language] ?? SPEED.en, LINE[language] ?? LINE.en];
  const speed = tenth(letters(cue.text) / length);
  if (speed > fast) found.push({ doubt: "fast", value: speed, limit: fast });
  const lines = cue.text.split("\n");
  const widest = Math.max(...lines.map(letters));
  if (widest > wide) found.push({ doubt: "long_line", value: widest, limit: wide });
  if (lines.length > LINES) found.push({ doubt: "many_lines", value: lines.length, limit: LINES });
  if (length < SHORTEST) found.push({ doubt: "short", value: tenth(length), limit: SHORTEST });
  if (length > LONGEST) found.push({ doubt: "long", value: tenth(length), limit: LONGEST });
  if (before && cue.start < before.end) found.push({ doubt: "overlap" });
  if (duration && cue.end > duration + 1) found.push({ doubt: "late" });
  return found;
}
