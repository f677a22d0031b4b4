// What was typed and has not reached the server stays on this device, one entry for each opened page.
import { steadyStorage } from "../outbox.js";

const MONTH = 30 * 24 * 3600 * 1000;

export class Keeper {
  constructor({ storage, owner, lesson, page = crypto.randomUUID?.() ?? String(Math.random()), locks = navigator.locks, now = Date.now }) {
    this.storage = steadyStorage(storage);
    this.prefix = `thaksa.lesson/${owner}/${lesson}/`;
    this.page = page;
    this.locks = locks;
    this.now = now;
    // Held while this page lives, so that other pages leave its entry alone.
    this.locks?.request(this.#lock(page), () => new Promise(() => {})).catch(() => {});
  }

  keep(entry) {
    this.storage.set(this.prefix + this.page, JSON.stringify({ ...entry, at: this.now() }));
  }

  forget(page = this.page) {
    this.storage.remove(this.prefix + page);
  }

  /** Entries that pages left behind, newest first: pages that are closed, or broke down. */
  async left() {
    const alive = await this.#alive();
    const found = [];
    for (const key of this.storage.keys()) {
      if (!key?.startsWith(this.prefix)) continue;
      const page = key.slice(this.prefix.length);
      const entry = read(this.storage.get(key));
      if (!entry || this.now() - entry.at > MONTH) this.storage.remove(key);
      else if (page !== this.page && !alive.has(this.#lock(page))) found.push({ page, ...entry });
    }
    return found.sort((one, other) => other.at - one.at);
  }

  async #alive() {
    if (!this.locks?.query) return new Set();
    const { held = [] } = await this.locks.query();
    return new Set(held.map((lock) => lock.name));
  }

  #lock(page) {
    return `thaksa.lesson/${page}`;
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
