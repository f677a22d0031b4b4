// What scripts say, in the reader's language: the layout puts the words on <body>.
let words;

export function say(key, values = {}) {
  words ??= JSON.parse(document.body.dataset.words || "{}");
  return fill(words[key] ?? "", values);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function clock(date = new Date()) {
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, "0")}`;
}
