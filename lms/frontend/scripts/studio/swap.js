// Asking for a page and putting its fresh part where the old one stands: the same answers as without scripts.
import { enhance } from "../enhance.js";
import { headers } from "../requests.js";

/** A form as a browser would send it, with the button that was pressed. */
export function posted(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  return { url: form.action, options: { method: "POST", body: new URLSearchParams(data) } };
}

/** Swap the inside of `box` with that of the page at `url`; the words that the page flashes are shown too. */
export async function swap(box, url, options = {}) {
  box.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, {
      ...options,
      headers: headers({ Accept: "text/html" }),
      credentials: "same-origin",
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(box.id);
    if (answer.status === 401 || !fresh) {
      location.assign(answer.status === 401 ? location.href : answer.url);
      return null;
    }
    Object.assign(box.dataset, fresh.dataset);
    box.replaceChildren(...fresh.childNodes);
    showFlashes(page);
    if (!options.method || answer.redirected) history.replaceState(null, "", answer.url);
    enhance(box);
    return page;
  } finally {
    box.removeAttribute("aria-busy");
  }
}

function showFlashes(page) {
  for (const old of document.querySelectorAll(".flashes")) old.remove();
  const fresh = page.querySelector(".flashes");
  if (fresh) document.getElementById("main").before(fresh);
}

/** One change in place, answered in JSON; throws `Refused` with the server's words. */
export async function change(url, body, type) {
  const extra = { Accept: "application/json" };
  if (type) extra["Content-Type"] = type;
  const answer = await fetch(url, { method: "POST", body, headers: headers(extra), credentials: "same-origin" });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw new Refused(answer.status, said.error);
}

export class Refused extends Error {
  constructor(status, words) {
    super(words || "");
    this.status = status;
  }
}
