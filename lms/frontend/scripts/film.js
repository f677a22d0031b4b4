// HLS: by the browser where it can, else by hls.js, which is loaded when somebody presses play.
const KEY = "thaksa.quality";
const SLOW_START = 700_000;

const savesData = () =>
  Boolean(navigator.connection?.saveData) || matchMedia("(prefers-reduced-data: reduce)").matches;

export function film(video) {
  const { hls: master, sound } = video.dataset;
  if (!master) return;
  const menu = video.closest(".player")?.querySelector("[data-quality] select");
  const choices = [...(menu?.options ?? [])].map((option) => option.value);
  const sizes = choices.filter((value) => /^\d+p$/.test(value)).reverse();
  if (menu && choices.includes(remembered())) menu.value = remembered();
  const choice = () => menu?.value ?? "auto";

  const player = plays(video) ? natively(video, { master, sound, sizes, choice }) : byScript(video, { master, sound, sizes, choice });
  menu?.addEventListener("change", () => {
    remember(choice());
    player.change();
  });
}

/** The lowest size where data costs money and nobody asked for another. */
function wanted(choice, sizes) {
  return choice === "auto" && savesData() ? sizes[0] : choice;
}

function plays(video) {
  return video.canPlayType("application/vnd.apple.mpegurl") !== "";
}

function natively(video, { master, sound, sizes, choice }) {
  const address = () => {
    const size = wanted(choice(), sizes);
    if (size === "sound") return sound;
    return size === "auto" || !sizes.includes(size) ? master : master.replace("master.m3u8", `${size}.m3u8`);
  };
  video.src = address();
  video.addEventListener("error", () => backToPlain(video), { once: true });
  return {
    change() {
      if (video.currentSrc && !video.currentSrc.includes(".m3u8")) return;
      const [at, playing] = [video.currentTime, !video.paused];
      video.src = address();
      if (!at && !playing) return;
      video.addEventListener("loadedmetadata", () => { video.currentTime = at; }, { once: true });
      if (playing) video.play().catch(() => {});
      else video.load();
    },
  };
}

function byScript(video, { master, sound, sizes, choice }) {
  let Hls = null;
  let hls = null;
  let source = "";
  let resets = 0;

  async function begin() {
    const at = video.currentTime || Number(video.dataset.position) || 0;
    video.pause();
    try {
      ({ default: Hls } = await import("hls.js/light"));
    } catch { /* no line: the plain file is asked for, and says so */ }
    if (Hls?.isSupported()) open(at);
    video.play().catch(() => {});
  }

  const address = (size) => (size === "sound" && sound ? sound : master);

  function reopen() {
    const [at, playing, rate] = [video.currentTime, !video.paused, video.playbackRate];
    open(at);
    video.playbackRate = rate;
    if (playing) video.play().catch(() => {});
  }

  function open(at) {
    hls?.destroy();
    const size = wanted(choice(), sizes);
    hls = new Hls({
      enableWorker: false, // a worker from a blob is not allowed here
      startPosition: at > 2 ? at : -1,
      capLevelToPlayerSize: size === "auto",
      startLevel: sizes.includes(size) ? sizes.indexOf(size) : -1,
      abrEwmaDefaultEstimate: SLOW_START,
      maxBufferLength: savesData() ? 12 : 30,
      backBufferLength: 60,
    });
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
      if (sizes.includes(size)) hls.currentLevel = sizes.indexOf(size);
    });
    hls.on(Hls.Events.ERROR, (event, data) => {
      // By itself it would begin anew with a size of its own, and stand still.
      if (data.details === Hls.ErrorDetails.MEDIA_SOURCE_REQUIRES_RESET && resets < 3) {
        resets += 1;
        reopen();
        return;
      }
      if (!data.fatal) return;
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR && !hls.recovered) {
        hls.recovered = true;
        hls.recoverMediaError();
        return;
      }
      const playing = !video.paused;
      const here = video.currentTime;
      hls.destroy();
      hls = null;
      backToPlain(video, here, playing);
    });
    source = address(size);
    hls.loadSource(source);
    hls.attachMedia(video);
  }

  video.addEventListener("play", begin, { once: true });
  return {
    change() {
      if (!hls) return;
      const size = wanted(choice(), sizes);
      if (address(size) !== source) {
        reopen();
        return;
      }
      hls.capLevelToPlayerSize = size === "auto";
      hls.currentLevel = sizes.indexOf(size); // -1 lets it choose again
    },
  };
}

/** The one plain file, which every browser plays. */
function backToPlain(video, at = 0, playing = false) {
  video.removeAttribute("src");
  video.load();
  if (at) video.addEventListener("loadedmetadata", () => { video.currentTime = at; }, { once: true });
  if (playing) video.play().catch(() => {});
}

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? "auto";
  } catch {
    return "auto";
  }
}

function remember(choice) {
  try {
    localStorage.setItem(KEY, choice);
  } catch { /* blocked: for this page only */ }
}
