// What was done but has not reached the server yet. An entry stays in the browser's storage until the server
// has answered for exactly that entry, so closing the page, a dropped line or a newer answer lose nothing.
const MONTH = 30 * 24 * 3600 * 1000;
const MAX_BAD = 5;
const WAITS = [2, 5, 15, 30, 60].map((seconds) => seconds * 1000);

/** What an answer of the server means for the entry that was sent. */
export function meaning(status) {
  if (status >= 200 && status < 300) return "stored";
  if (status === 401) return "signed-out";
  if (status === 400) return "stale";
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "later";
  return "refused";
}

/** Storage that survives private mode and a full disk: what cannot be kept on disk is kept in memory. */
export function steadyStorage(storage) {
  const memory = new Map();
  return {
    keys() {
      const names = new Set(memory.keys());
      try {
        for (let i = 0; i < storage.length; i += 1) names.add(storage.key(i));
      } catch { /* blocked storage: memory only */ }
      return [...names];
    },
    get(key) {
      if (memory.has(key)) return memory.get(key);
      try {
        return storage.getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        storage.setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        storage.removeItem(key);
      } catch { /* it was never there */ }
    },
  };
}

export class Outbox {
  #timer = null;
  #sending = null;
  #again = false;
  #failures = 0;
  #listeners = new Set();
  #left = new Set();

  constructor({ storage, owner, send, now = Date.now, later = setTimeout, cancel = clearTimeout }) {
    this.storage = steadyStorage(storage);
    this.prefix = `thaksa.outbox/${owner}/`;
    this.send = send;
    this.now = now;
    this.later = later;
    this.cancel = cancel;
    this.#forgetOld();
  }

  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Keep `request` ({url, type, body}) under `key`; a newer one under the same key replaces it.
   * `body` may be made from the number; `notBefore` (a time) lets the entry still grow before it is sent.
   */
  put(key, request) {
    const seq = this.#nextSeq();
    const body = typeof request.body === "function" ? request.body(seq) : request.body;
    const entry = { ...request, body, seq, at: this.now(), bad: 0 };
    this.storage.set(this.prefix + key, JSON.stringify(entry));
    this.#tell({ state: "saving", key });
    return seq;
  }

  /** Entries that wait, oldest first. */
  waiting() {
    return this.#entries().filter((entry) => !entry.refused);
  }

  /** Entries that were no answer: kept to be shown with why, never sent again, until a newer one takes their place. */
  refused() {
    return this.#entries().filter((entry) => entry.refused);
  }

  #entries() {
    const entries = [];
    for (const name of this.storage.keys()) {
      if (!name?.startsWith(this.prefix)) continue;
      const entry = read(this.storage.get(name));
      if (entry) entries.push({ key: name.slice(this.prefix.length), ...entry });
    }
    return entries.sort((a, b) => a.seq - b.seq);
  }

  /** Send everything that waits, one after another; asked for again meanwhile, it goes round once more. */
  flush(options = {}) {
    if (this.#sending) {
      this.#again = true;
      return this.#sending;
    }
    this.#sending = this.#sendAll(options).finally(() => {
      this.#sending = null;
      if (this.#again) {
        this.#again = false;
        return this.flush();
      }
      return undefined;
    });
    return this.#sending;
  }

  /** The page goes away: send without waiting for what is on its way; sending twice does no harm. */
  leave() {
    for (const entry of this.waiting()) {
      if (this.#left.has(entry.seq)) continue;
      this.#left.add(entry.seq);
      this.#sendOne(entry, { keepalive: true }).catch(() => {});
    }
  }

  async #sendAll(options) {
    this.cancel(this.#timer);
    for (const entry of this.waiting()) {
      if (this.#isReplaced(entry)) continue;
      if (entry.notBefore > this.now()) {
        this.#timer = this.later(() => this.flush(), entry.notBefore - this.now());
        continue;
      }
      if (!(await this.#sendOne(entry, options))) break;
    }
  }

  /** Sends one entry; true when the next one may be tried. */
  async #sendOne(entry, options) {
    let answer = null;
    try {
      answer = await this.send(entry, options);
    } catch { /* no line */ }
    const result = answer ? meaning(answer.status) : "later";
    if (result === "stored") {
      this.#failures = 0;
      this.#drop(entry);
      this.#tell({ state: "stored", key: entry.key, answer: answer.body ?? null });
      return true;
    }
    if (result === "refused" || (result === "stale" && this.#countBad(entry) >= MAX_BAD)) {
      const message = answer.body?.error ?? "";
      if (answer.status === 422) this.#keepRefused(entry, message);
      else this.#drop(entry);
      this.#tell({ state: "refused", key: entry.key, status: answer.status, message });
      return true;
    }
    this.#tell({ state: result === "later" ? "waiting" : result, key: entry.key });
    if (result === "later") this.#tryLater();
    return result === "stale";
  }

  #tryLater() {
    const wait = WAITS[Math.min(this.#failures, WAITS.length - 1)];
    this.#failures += 1;
    this.cancel(this.#timer);
    this.#timer = this.later(() => this.flush(), wait);
  }

  #isReplaced(entry) {
    return read(this.storage.get(this.prefix + entry.key))?.seq !== entry.seq;
  }

  #drop(entry) {
    if (!this.#isReplaced(entry)) this.storage.remove(this.prefix + entry.key);
  }

  #keepRefused(entry, message) {
    if (this.#isReplaced(entry)) return;
    const { key, ...kept } = entry;
    this.storage.set(this.prefix + key, JSON.stringify({ ...kept, refused: message || true }));
  }

  #countBad(entry) {
    const bad = (entry.bad ?? 0) + 1;
    if (!this.#isReplaced(entry)) {
      const { key, ...kept } = entry;
      this.storage.set(this.prefix + key, JSON.stringify({ ...kept, bad }));
    }
    return bad;
  }

  #nextSeq() {
    const last = Number(this.storage.get("thaksa.seq")) || 0;
    const seq = Math.max(last + 1, this.now());
    this.storage.set("thaksa.seq", String(seq));
    return seq;
  }

  #forgetOld() {
    for (const name of this.storage.keys()) {
      if (!name?.startsWith("thaksa.outbox/")) continue;
      const entry = read(this.storage.get(name));
      if (!entry || this.now() - entry.at > MONTH) this.storage.remove(name);
    }
  }

  #tell(change) {
    for (const listener of this.#listeners) listener(change);
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
