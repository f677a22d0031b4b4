// An article lesson: how far it was read and for how many active seconds.
import { ActiveTime, watchPresence } from "./active.js";
import { beforeLeaving, json, outbox } from "./sending.js";
import { showStatus } from "./status.js";

const SEND_EVERY = 60_000;
const LOOK_EVERY = 5_000;

export function reading(article) {
  const { progress: url, lesson = location.pathname } = article.dataset;
  if (!url) return;
  const prefix = `read/${lesson}/`;
  const active = new ActiveTime();
  let furthest = Number(article.dataset.position) || 0;
  let sent = Date.now();

  watchPresence(active);
  showStatus(document.querySelector(".lesson-nav [data-saved]"), prefix, { quiet: true });
  resume(article, furthest);

  function look() {
    const box = article.getBoundingClientRect();
    const read = (innerHeight - box.top) / Math.max(box.height, 1);
    furthest = Math.max(furthest, Math.min(1, Math.max(0, read)));
    active.tick(document.visibilityState === "visible");
  }

  function keep() {
    look();
    const seconds = active.take(document.visibilityState === "visible");
    if (!seconds) return;
    const key = `${prefix}${Date.now()}`;
    const body = { id: key, lesson, position: Math.round(furthest * 1000) / 1000, seconds, at: new Date().toISOString() };
    outbox.put(key, { url, type: json, body: JSON.stringify(body) });
  }

  setInterval(() => {
    look();
    if (Date.now() - sent < SEND_EVERY) return;
    sent = Date.now();
    keep();
    outbox.flush();
  }, LOOK_EVERY);
  beforeLeaving(keep);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") active.touch();
  });
}

/** Back to where reading stopped, unless the page was opened at a heading or is finished. */
function resume(article, position) {
  if (location.hash || position < 0.05 || position > 0.95 || scrollY > 0) return;
  const box = article.getBoundingClientRect();
  scrollTo(0, scrollY + box.top + position * box.height - innerHeight * 0.8);
}
