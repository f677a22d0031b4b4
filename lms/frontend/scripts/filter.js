// A GET form that answers as it is changed: the results are swapped in place, the address and the history follow.
import { enhance } from "./enhance.js";
import { getPage } from "./requests.js";

let listening = false;

export function filter(form) {
  const target = form.dataset.target;
  for (const button of form.querySelectorAll("button[data-hide]")) button.hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.type !== "search") form.requestSubmit?.();
  });
  if (!target) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const url = new URL(form.getAttribute("action") || location.pathname, location.href);
    url.search = query;
    show(url, target, true);
  });
  if (listening) return;
  listening = true;
  addEventListener("popstate", () => location.reload());
}

let running;

async function show(url, target, push) {
  running?.abort();
  running = new AbortController();
  const box = document.querySelector(target);
  box.setAttribute("aria-busy", "true");
  try {
    const answer = await getPage(url, running.signal);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(target);
    if (!answer.ok || !fresh) throw new Error("no results");
    box.replaceChildren(...fresh.childNodes);
    box.removeAttribute("aria-busy");
    if (push) history.pushState(null, "", url);
    enhance(box);
  } catch (failure) {
    if (failure.name !== "AbortError") location.assign(url);
  }
}
