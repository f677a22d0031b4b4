// Looks again and again at a fragment until it says it is done; less often the longer it takes.
import { enhance } from "./enhance.js";
import { getPage } from "./requests.js";

const SLOWEST = 30_000;

export function poll(box) {
  let wait = (Number(box.dataset.seconds) || 3) * 1000;

  async function look() {
    if (document.visibilityState === "hidden") {
      document.addEventListener("visibilitychange", look, { once: true });
      return;
    }
    try {
      const answer = await getPage(box.dataset.poll);
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return;
      if (answer.ok && !answer.redirected) replace(box, await answer.text());
    } catch { /* no line: look again later */ }
    if (box.querySelector("[data-done]")) return;
    wait = Math.min(wait * 1.2, SLOWEST);
    setTimeout(look, wait);
  }

  if (!box.querySelector("[data-done]")) setTimeout(look, wait);
}

function replace(box, html) {
  const fragment = new DOMParser().parseFromString(html, "text/html").body;
  if (box.innerHTML.trim() === fragment.innerHTML.trim()) return;
  box.replaceChildren(...fragment.childNodes);
  enhance(box);
}
