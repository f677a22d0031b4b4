// The form of an assignment shows only what belongs to what was chosen.
export function assignment(form) {
  const show = () => {
    const chosen = (name) => form.querySelector(`input[name=${name}]:checked`)?.value;
    const rules = {
      "[data-with-files]": chosen("files") !== "none",
      "[data-with-days]": chosen("due") === "days",
      "[data-with-agree]": chosen("second") === "agree",
    };
    for (const [selector, wanted] of Object.entries(rules)) {
      for (const part of form.querySelectorAll(selector)) part.hidden = !wanted;
    }
  };
  form.addEventListener("change", show);
  show();
}
