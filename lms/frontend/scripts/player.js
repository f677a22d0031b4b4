// A video that remembers where it was and which seconds were watched.
import { ActiveTime } from "./active.js";
import { film } from "./film.js";
import { Watched, merge } from "./intervals.js";
import { beforeLeaving, json, outbox } from "./sending.js";
import { showStatus } from "./status.js";

const KEEP_EVERY = 15_000;
const SEND_EVERY = 60_000;

export function player(video) {
  const { progress: url, lesson = location.pathname } = video.dataset;
  const prefix = `watched/${lesson}/`;
  const watched = new Watched();
  const active = new ActiveTime();
  let part = null;
  let sent = Date.now();

  film(video);
  resume(video);
  showCaptions(video);
  tools(video);
  if (!url) return;
  showStatus(video.closest(".player")?.querySelector("[data-saved]"), prefix, { quiet: true });

  // A part grows in the browser's storage and is sent once; `id` lets the server know a repeated one.
  function keep({ final = false } = {}) {
    active.touch();
    const seconds = active.take(!video.paused);
    const intervals = watched.take();
    const previous = part && outbox.waiting().find((entry) => entry.key === part);
    const before = previous ? JSON.parse(previous.body) : { watched: [], seconds: 0 };
    if (!previous && !intervals.length && !seconds) return;
    part = previous ? part : `${prefix}${Date.now()}`;
    const body = {
      id: part,
      lesson,
      position: Math.round(video.currentTime * 10) / 10,
      duration: Math.round((video.duration || 0) * 10) / 10,
      watched: merge([...before.watched, ...intervals]),
      seconds: before.seconds + seconds,
      at: new Date().toISOString(),
    };
    const notBefore = final ? 0 : Date.now() + 1.5 * SEND_EVERY;
    outbox.put(part, { url, type: json, body: JSON.stringify(body), notBefore });
    if (final) part = null;
  }

  function sendNow() {
    keep({ final: true });
    sent = Date.now();
    outbox.flush();
  }

  let kept = Date.now();
  video.addEventListener("timeupdate", () => {
    if (video.paused || video.seeking) return;
    watched.at(video.currentTime, video.playbackRate);
    active.touch();
    active.tick(true);
    if (Date.now() - sent >= SEND_EVERY) sendNow();
    else if (Date.now() - kept >= KEEP_EVERY) {
      kept = Date.now();
      keep();
    }
  });
  video.addEventListener("seeking", () => watched.stop());
  video.addEventListener("pause", sendNow);
  video.addEventListener("ended", sendNow);
  beforeLeaving(() => keep({ final: true }));
}

function resume(video) {
  const position = Number(video.dataset.position) || 0;
  const go = () => {
    if (position > 2 && position < video.duration - 5) video.currentTime = position;
  };
  if (video.readyState >= 1) go();
  else video.addEventListener("loadedmetadata", go, { once: true });
}

/** Captions are on, in the language of the page where there is one. */
function showCaptions(video) {
  const tracks = [...video.textTracks];
  if (!tracks.length || tracks.some((track) => track.mode === "showing")) return;
  (tracks.find((track) => track.language === document.documentElement.lang) ?? tracks[0]).mode = "showing";
}

function tools(video) {
  const box = video.closest(".player");
  box?.querySelector("[data-back]")?.addEventListener("click", () => {
    video.currentTime = Math.max(0, video.currentTime - 10);
  });
  box?.querySelector("[data-speed] select")?.addEventListener("change", (event) => {
    video.playbackRate = Number(event.target.value);
  });
}
