// Shows the time left of a timed attempt and sends the form when it is over. The server keeps the real deadline.
import { left, passed, show } from "./countdown.js";
import { outbox } from "./sending.js";
import { say } from "./words.js";

export function timer(element) {
  const deadline = Date.parse(element.dataset.deadline);
  const offset = Date.parse(element.dataset.now) - Date.now();
  if (Number.isNaN(deadline) || Number.isNaN(offset)) return;
  const form = element.dataset.form ? document.querySelector(element.dataset.form) : element.closest("form");
  const face = element.querySelector("[data-clock]") ?? element;
  const voice = element.querySelector("[data-announce]");
  let before = Infinity;
  let ticking = null;

  function tick() {
    const now = left(deadline, offset, Date.now());
    face.textContent = show(now);
    element.classList.toggle("timer--soon", now <= 300_000);
    const mark = passed(before, now);
    if (mark && voice) voice.textContent = mark === 1 ? say("minuteLeft") : say("minutesLeft", { n: mark });
    before = now;
    if (now > 0) return;
    clearInterval(ticking);
    finish(form, voice);
  }

  ticking = setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => before > 0 && tick());
  tick();
}

async function finish(form, voice) {
  if (!form || form.dataset.over) return;
  form.dataset.over = "true";
  if (voice) voice.textContent = say(navigator.onLine ? "timeUp" : "timeUpOffline");
  if (!navigator.onLine) await new Promise((back) => addEventListener("online", back, { once: true }));
  await Promise.race([outbox.flush(), new Promise((enough) => setTimeout(enough, 3000))]);
  if (form.requestSubmit) form.requestSubmit();
  else form.submit();
}
