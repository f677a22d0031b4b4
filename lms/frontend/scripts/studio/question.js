// The form of a question: fields that a kind of gap does not use step aside, and rows are added without a page load.
import { enhance } from "../enhance.js";
import { postForm } from "./rows.js";

/** Hide what the chosen kind of gap does not ask for; everything stays in the form. */
function gaps(form) {
  for (const row of form.querySelectorAll("[data-gap]")) {
    const kind = row.querySelector("select[name$='-kind']");
    const show = () => {
      toggle(row, "others", kind.value === "choice");
      toggle(row, "tolerance", kind.value === "numeric");
    };
    kind.addEventListener("change", show);
    show();
  }
}

function toggle(row, name, on) {
  const field = row.querySelector(`[name$='-${name}']`)?.closest(".field");
  if (field) field.hidden = !on;
}

export function question(form) {
  gaps(form);
  postForm(form, (fresh) => enhance(fresh.parentElement));
}
