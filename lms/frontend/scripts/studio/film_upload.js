// The upload of a video lesson: in pieces that survive a dropped line; then the lesson shows the film.
import { headers } from "../requests.js";
import { fill } from "../words.js";
import { NotTaken, send } from "./sending.js";

export function filmUpload(form) {
  const words = JSON.parse(form.dataset.words);
  const input = form.querySelector('input[type="file"]');
  const button = form.querySelector('button[type="submit"]');
  const bar = form.querySelector("progress");
  const line = form.querySelector("[data-line]");
  const cancel = form.querySelector("[data-cancel]");
  let stop = null;

  addEventListener("beforeunload", (event) => stop && event.preventDefault());
  cancel.addEventListener("click", () => stop?.abort());
  form.addEventListener("submit", async (event) => {
    const [file] = input.files;
    if (!file) return;
    event.preventDefault();
    stop = new AbortController();
    busy(true);
    try {
      const media = await send(file, form.dataset.uploads, { signal: stop.signal, told: (news) => tell(news, file.size) });
      stop = null;
      await show(media);
    } catch (failure) {
      stop = null;
      busy(false);
      line.textContent = failure.name === "AbortError" ? words.cancelled : (failure instanceof NotTaken && failure.message) || words.failed;
    }
  });

  function busy(on) {
    button.disabled = on;
    bar.hidden = !on;
    cancel.hidden = !on;
  }

  function tell({ state, done }, size) {
    if (done !== undefined) bar.value = done / size;
    line.textContent = fill(words[state], { percent: Math.floor((100 * (done ?? 0)) / size) });
  }

  async function show(media) {
    const body = new URLSearchParams({ media: media.id });
    const options = { method: "POST", headers: headers({ Accept: "application/json" }), body, credentials: "same-origin" };
    const response = await fetch(form.dataset.show, options);
    const answer = await response.json();
    if (!response.ok) throw new NotTaken(answer.error ?? "");
    location.assign(answer.address);
  }
}
