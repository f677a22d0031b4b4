// How an answer of a quiz form is written down: pure, so it can be tested without a browser.

/** The form-encoded body of one question: every chosen value, none when it was cleared. */
export function answerBody(question, values, { seq, at }) {
  const body = new URLSearchParams({ question });
  for (const value of values) body.append("answer", value);
  body.append("seq", String(seq));
  body.append("at", at);
  return body.toString();
}

/** The values that `controls` (all of one name) hold now. */
export function valuesOf(controls) {
  const values = [];
  for (const control of controls) {
    if (control.disabled) continue;
    if (control.type === "radio" || control.type === "checkbox") {
      if (control.checked) values.push(control.value);
    } else if (control.type === "select-multiple") {
      for (const option of control.selectedOptions) values.push(option.value);
    } else if (control.type !== "file" && control.type !== "image" && control.value !== "") {
      values.push(control.value);
    }
  }
  return values;
}

/** Whether one question is "answered", "partly" answered or "missing", from its controls; `picks` values of one name make it whole. */
export function stateOf(controls, distinct = false, picks = 1) {
  const byName = new Map();
  for (const control of controls) {
    if (control.name && control.type !== "image") byName.set(control.name, [...(byName.get(control.name) ?? []), control]);
  }
  const given = [...byName.values()].map((same) => valuesOf(same)).filter((values) => values.length);
  if (!given.length) return "missing";
  if (given.some((values) => values.length < picks)) return "partly";
  const different = new Set(given.map(String)).size;
  return given.length === byName.size && (!distinct || different === given.length) ? "answered" : "partly";
}
