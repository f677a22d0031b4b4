// Seconds in which somebody was really there: the page is seen and something was touched lately.
const IDLE = 120_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"];

export class ActiveTime {
  #since = null;
  #seconds = 0;

  constructor(now = Date.now) {
    this.now = now;
    this.seen = now();
  }

  /** A sign of life. */
  touch() {
    this.seen = this.now();
  }

  /** Count up to now; `here` says whether the page is seen (or the video plays). */
  tick(here) {
    const now = this.now();
    if (this.#since !== null) this.#seconds += Math.min(now - this.#since, 30_000) / 1000;
    this.#since = here && now - this.seen < IDLE ? now : null;
  }

  take(here) {
    this.tick(here);
    const seconds = Math.round(this.#seconds);
    this.#seconds -= seconds;
    return seconds;
  }
}

export function watchPresence(active) {
  for (const sign of SIGNS) addEventListener(sign, () => active.touch(), { passive: true, capture: true });
}
