// Which seconds of a video were really watched: a jump ends one interval and begins another.
const MAX_STEP = 2;

const round = (seconds) => Math.round(seconds * 10) / 10;

export class Watched {
  #open = null;
  #closed = [];

  /** The player stands at `position` while playing at `rate`. */
  at(position, rate = 1) {
    if (this.#open) {
      const step = position - this.#open[1];
      if (step >= 0 && step <= MAX_STEP * Math.max(rate, 1)) {
        this.#open[1] = position;
        return;
      }
      this.stop();
    }
    this.#open = [position, position];
  }

  /** Paused, ended or about to jump. */
  stop() {
    if (this.#open && this.#open[1] > this.#open[0]) this.#closed.push(this.#open);
    this.#open = null;
  }

  /** The intervals since the last call, merged and in order; the running one goes on from here. */
  take() {
    const running = this.#open?.[1];
    this.stop();
    const intervals = merge(this.#closed);
    this.#closed = [];
    if (running !== undefined) this.#open = [running, running];
    return intervals;
  }
}

export function merge(intervals) {
  const sorted = intervals.map(([from, to]) => [round(from), round(to)]).sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [from, to] of sorted) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1] + 0.1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
