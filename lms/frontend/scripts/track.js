// Says that a lesson's file was opened.
import { json, outbox } from "./sending.js";

export function track(link) {
  const { progress: url, lesson = link.pathname } = link.dataset;
  link.addEventListener("click", () => {
    outbox.put(`opened/${lesson}`, { url, type: json, body: JSON.stringify({ opened: true, at: new Date().toISOString() }) });
    outbox.flush();
  });
}
