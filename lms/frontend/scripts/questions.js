// One question a screen on the phone, and a map that shows what is answered.
import { stateOf } from "./answers.js";

const narrow = matchMedia("(max-width: 767px)");

export function questions(form) {
  const all = [...form.querySelectorAll("[data-question]")];
  const map = document.querySelector("[data-map]");
  const steps = [...form.querySelectorAll("[data-step]")];
  const last = form.querySelector("[data-last]");
  if (!all.length) return;
  const links = new Map([...(map?.querySelectorAll("a") ?? [])].map((link) => [link.hash.slice(1), link]));
  const state = (question) => {
    const files = question.querySelector("[data-files]");
    if (files) return files.children.length ? "answered" : "missing";
    const picks = Number(question.querySelector("[data-picks]")?.dataset.picks ?? 1);
    return stateOf([...question.querySelectorAll("input, select, textarea")], question.querySelector(".order"), picks);
  };
  let at = 0;

  function paint(question) {
    const link = links.get(question.id);
    if (!link) return;
    const now = state(question);
    for (const name of ["answered", "partly", "missing"]) link.classList.toggle(`map__item--${name}`, name === now);
    link.querySelector("[data-state]").textContent = map.dataset[now];
  }

  function show(place, { focus = false } = {}) {
    at = Math.max(0, Math.min(place, all.length - 1));
    form.classList.toggle("quiz--paged", narrow.matches);
    all.forEach((question, i) => question.classList.toggle("question--now", i === at));
    for (const [id, link] of links) {
      if (narrow.matches && id === all[at].id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const step of steps) step.hidden = !narrow.matches || (step.dataset.step === "-1" ? at === 0 : at === all.length - 1);
    if (last) last.hidden = narrow.matches && at < all.length - 1;
    if (!focus) return;
    all[at].focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "start" });
  }

  function fromHash() {
    const place = all.findIndex((question) => `#${question.id}` === location.hash);
    if (place >= 0) show(place, { focus: true });
    return place >= 0;
  }

  for (const step of steps) step.addEventListener("click", () => show(at + Number(step.dataset.step), { focus: true }));
  form.addEventListener("input", (event) => event.target.closest("[data-question]") && paint(event.target.closest("[data-question]")));
  form.addEventListener("change", (event) => event.target.closest("[data-question]") && paint(event.target.closest("[data-question]")));
  map?.addEventListener("click", (event) => {
    // The same number again is no change of the address, so the link itself shows its question.
    const place = all.findIndex((question) => question.id === event.target.closest("a")?.hash.slice(1));
    if (place < 0) return;
    event.preventDefault();
    history.replaceState(null, "", `#${all[place].id}`);
    show(place, { focus: true });
  });
  addEventListener("hashchange", fromHash);
  narrow.addEventListener("change", () => show(at));
  all.forEach(paint);
  if (!fromHash()) show(Math.max(0, all.findIndex((question) => state(question) !== "answered")));
}
