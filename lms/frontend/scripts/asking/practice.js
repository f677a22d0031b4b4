// A question in the text of a lesson is answered in its place; without a script the page comes back there.
export function practice(form, { headers, enhance }) {
  const box = form.closest("[data-practice]");
  if (!box || form.method !== "post") return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const answer = await fetch(form.action, { method: "POST", headers: headers({ Accept: "text/html" }), body, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return form.submit();
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const fresh = made.content.querySelector("[data-practice]");
    if (!fresh) return form.submit();
    box.replaceWith(fresh);
    enhance(fresh);
    (fresh.querySelector("[data-result]") ?? fresh.querySelector("[role=alert]") ?? fresh).focus?.();
    return undefined;
  });
}
