// Rows of a form: the button's own post answers with the form as it should stand; only the form is swapped, so nothing jumps.
const MOVES = /^(add|remove|up|down)-/;

export function postForm(form, ready) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name !== "do" || !MOVES.test(button.value)) return;
    event.preventDefault();
    const data = new FormData(form, button);
    if (!data.has("do")) data.append("do", button.value);
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, {
        method: "POST",
        body: data,
        headers: { Accept: "text/html", "X-CSRFToken": data.get("csrf_token") },
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(form.id);
      if (!answer.ok || !fresh) throw new Error("no form");
      form.replaceWith(fresh);
      ready(fresh);
      focus(fresh, button.value);
    } catch {
      form.removeAttribute("aria-busy");
      submitPlainly(form, button);
    }
  });
}

/** Without an answer the browser posts the form itself and shows what went wrong. */
function submitPlainly(form, button) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "do";
  field.value = button.value;
  form.append(field);
  form.submit();
}

/** Where the hand was: in the new row, or at the row that moved. */
function focus(form, act) {
  const [verb, ...where] = act.split("-");
  if (verb === "add") {
    const adder = form.querySelector(`button[value="${CSS.escape(act)}"]`);
    const rows = adder?.closest("[data-rows], [data-row], li")?.querySelectorAll(":scope [data-row]") ?? [];
    const last = rows[rows.length - 1];
    (last?.querySelector("input:not([type=hidden]), textarea, select") ?? adder)?.focus();
    return;
  }
  const at = Number(where.pop());
  const to = verb === "up" ? at - 1 : verb === "down" ? at + 1 : at;
  const same = form.querySelector(`button[value="${verb}-${[...where, to].join("-")}"]:not([disabled])`);
  const other = form.querySelector(`button[value$="-${[...where, to].join("-")}"]:not([disabled])`);
  (same ?? other ?? form.querySelector(`button[value="add-${where.join("-")}"]`))?.focus();
}
