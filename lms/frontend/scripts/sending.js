// The one outbox of this page, bound to the browser.
import { Outbox } from "./outbox.js";
import { headers } from "./requests.js";

let disk;
try {
  disk = window.localStorage;
} catch { /* blocked: the outbox keeps in memory */ }

// Browsers send no more than this behind a page that is gone; a longer text goes when the next page opens.
const MOST_ON_LEAVING = 60_000;

async function send(entry, { keepalive = false } = {}) {
  const response = await fetch(entry.url, {
    method: "POST",
    headers: headers({ "Content-Type": entry.type, Accept: "application/json" }),
    body: entry.body,
    credentials: "same-origin",
    redirect: "manual",
    keepalive: keepalive && entry.body.length < MOST_ON_LEAVING,
  });
  // A redirect of a fetch leads to the log-in page: the session is over, nothing was stored.
  if (response.type === "opaqueredirect") return { status: 401 };
  return { status: response.status, body: await response.json().catch(() => null) };
}

export const outbox = new Outbox({
  storage: disk,
  owner: document.body.dataset.owner ?? "",
  send,
  later: window.setTimeout.bind(window),
  cancel: window.clearTimeout.bind(window),
});

export const form = "application/x-www-form-urlencoded";
export const json = "application/json";

const lastWords = [];

/** `keep` puts what is still growing into the outbox before the page goes away. */
export function beforeLeaving(keep) {
  lastWords.push(keep);
}

function leave() {
  for (const keep of lastWords) keep();
  outbox.leave();
}

addEventListener("online", () => outbox.flush());
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") leave();
  else outbox.flush();
});
