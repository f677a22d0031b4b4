// The form of a survey: the list of answers shows only where a list is asked for; rows come without a page load.
import { enhance } from "../enhance.js";
import { postForm } from "./rows.js";

export function survey(form) {
  for (const row of form.querySelectorAll("[data-item]")) {
    const kind = row.querySelector("select[name$='-kind']");
    const show = () => {
      row.querySelector("[data-options]").hidden = !["choice", "multiple"].includes(kind.value);
    };
    kind.addEventListener("change", show);
    show();
  }
  postForm(form, (fresh) => enhance(fresh.parentElement));
}
