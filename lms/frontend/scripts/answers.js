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
    } else if (control.value !== "") {
      values.push(control.value);
    }
  }
  return values;
}
