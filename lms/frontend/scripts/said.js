// What is said in a film: a click on a line goes there, and the line that is being said is marked.
export function said(list) {
  const video = list.closest(".film")?.querySelector(".player__video");
  if (!video) return;
  const details = list.closest("details");
  if (list.dataset.track) details?.addEventListener("toggle", () => fillFrom(video, list), { once: true });
  else makeLinks(list);

  list.addEventListener("click", (event) => {
    const line = event.target.closest("button[data-at]");
    if (!line) return;
    video.currentTime = Number(line.dataset.at);
    video.play().catch(() => {});
    video.closest(".player").scrollIntoView({ block: "nearest" });
  });
  video.addEventListener("timeupdate", () => mark(list, video.currentTime));
}

/** Long ones are written from the track that the player has anyway. */
function fillFrom(video, list) {
  const track = [...video.textTracks].find((each) => each.language === list.dataset.track);
  const element = [...video.querySelectorAll("track")].find((each) => each.srclang === list.dataset.track);
  if (!track || !element) return;
  if (track.mode === "disabled") track.mode = "hidden";
  const write = () => {
    for (const cue of track.cues ?? []) {
      const line = document.createElement("li");
      line.dataset.at = cue.startTime;
      line.textContent = cue.getCueAsHTML().textContent;
      list.append(line);
    }
    makeLinks(list);
  };
  if (element.readyState === 2) write();
  else element.addEventListener("load", write, { once: true });
}

function makeLinks(list) {
  for (const line of list.querySelectorAll("li[data-at]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.at = line.dataset.at;
    const time = document.createElement("span");
    time.className = "said__time";
    time.textContent = clock(Number(line.dataset.at));
    button.append(time, " ", ...line.childNodes);
    line.append(button);
  }
}

function mark(list, at) {
  let now = null;
  for (const line of list.children) {
    if (Number(line.dataset.at) > at) break;
    now = line;
  }
  const marked = list.querySelector("[aria-current]");
  if (marked === now) return;
  marked?.removeAttribute("aria-current");
  now?.setAttribute("aria-current", "true");
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  const tail = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${tail}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${tail}`;
}
