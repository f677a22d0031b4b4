// Sends what was written a moment after the last keystroke, takes over what others wrote, and never drops anything:
// what the server has not acknowledged is kept on the device.
const PAUSE = 1200;
const LONGEST_PAUSE = 2800;
const KEEP_PAUSE = 250;
const WAITS = [2, 5, 15, 30].map((seconds) => seconds * 1000);

/**
 * `read()` gives {title, body, minutes, required} as on the screen, `adopt(state)` shows what the server has,
 * `clash(answer)` lets somebody choose and resolves to {title, body, base}, `told(state, details)` says where things stand.
 */
export class Saver {
  #timer = 0;
  #first = 0;
  #keepTimer = 0;
  #sending = null;
  #failures = 0;
  #stopped = false;
  #refused = null;

  constructor({ post, keeper, read, adopt, clash, told, number, version, renew, now = Date.now, later = (act, wait) => setTimeout(act, wait), cancel = (timer) => clearTimeout(timer) }) {
    Object.assign(this, { post, keeper, read, adopt, clash, told, number, version, renew, now, later, cancel });
    this.known = read();
    this.ancestor = null;
  }

  get isDirty() {
    return !same(this.read(), this.known);
  }

  get isBusy() {
    return this.#sending !== null;
  }

  /** Something was typed. */
  changed() {
    if (this.#stopped) return this.#keepSoon();
    this.told("writing");
    this.#keepSoon();
    const now = this.now();
    this.#first ||= now;
    this.#in(Math.max(0, Math.min(PAUSE, this.#first + LONGEST_PAUSE - now)));
  }

  /** Send now: asked for, the field was left, the page is hidden. */
  flush() {
    this.cancel(this.#timer);
    this.keepNow();
    return this.#send();
  }

  keepNow() {
    this.cancel(this.#keepTimer);
    this.#keepTimer = 0;
    const current = this.read();
    if (same(current, this.known)) this.keeper.forget();
    else this.keeper.keep({ ...current, from: this.ancestor ?? this.known.body, number: this.number, version: this.version });
  }

  /** The page goes away: one last try that outlives it; the entry on the device stays until it is acknowledged. */
  leave() {
    this.keepNow();
    if (!this.isDirty || this.#stopped || this.isBusy) return;
    this.post(this.#writing(this.read()), { keepalive: true }).catch(() => {});
  }

  /** What a closed page left: merged by the server into what is there now. */
  async recover({ title, body, from }) {
    await this.flush();
    const answer = await this.post({ base: this.number, version: this.version, title, body, ancestor: from });
    if (answer.status !== 200) {
      await this.#settled(answer, { ...this.known, title, body });
      return answer.status === 409;
    }
    this.#follow(answer.body);
    this.told("saved", { at: answer.body.saved_at, merged: true });
    return true;
  }

  /** Somebody else's newer text, while nothing of ours waits. */
  take(state) {
    if (this.isDirty || this.isBusy || state.number <= this.number) return false;
    this.#follow(state);
    return true;
  }

  #keepSoon() {
    this.#keepTimer ||= this.later(() => this.keepNow(), KEEP_PAUSE);
  }

  #in(milliseconds) {
    this.cancel(this.#timer);
    this.#timer = this.later(() => this.#send(), milliseconds);
  }

  #writing(current) {
    const sent = { base: this.number, version: this.version, title: current.title, body: current.body };
    if (this.ancestor !== null) sent.ancestor = this.ancestor;
    for (const name of ["minutes", "required"]) if (current[name] !== this.known[name]) sent[name] = current[name];
    return sent;
  }

  #send() {
    if (this.#sending) return this.#sending.then(() => (this.isDirty && !this.#stopped ? this.#send() : undefined));
    if (this.#stopped) return Promise.resolve();
    const current = this.read();
    this.#first = 0;
    if (same(current, this.known)) {
      this.keeper.forget();
      this.told("saved");
      return Promise.resolve();
    }
    if (this.#refused && same(current, this.#refused)) return Promise.resolve();
    this.#refused = null;
    this.told("saving");
    this.#sending = this.#try(current).finally(() => {
      this.#sending = null;
    });
    return this.#sending.then(() => {
      if (this.isDirty && !this.#failures && !this.#stopped && !this.#refused) this.changed();
    });
  }

  async #try(current) {
    let answer;
    try {
      answer = await this.post(this.#writing(current));
    } catch {
      return this.#later("waiting");
    }
    return this.#settled(answer, current);
  }

  async #settled(answer, sent) {
    const { status, body } = answer;
    if (status >= 200 && status < 300 && body) return this.#stored(body, sent);
    if (status === 401) return this.#later("signedOut");
    if (status === 400) {
      const known = await this.renew().catch(() => true);
      return this.#later(known ? "waiting" : "signedOut");
    }
    if (status === 409 && body?.clash) return this.#choose(body, sent);
    if (status === 409 || status === 404 || status === 403) {
      this.#stopped = true;
      return this.told("closed", { message: body?.error });
    }
    if (status === 422 || status === 413) {
      this.#refused = sent; // the same again would be refused again
      return this.told("refused", { message: body?.error, field: body?.field });
    }
    return this.#later("waiting");
  }

  #stored(state, sent) {
    this.#failures = 0;
    const current = this.read();
    if (!state.merged) {
      this.number = state.number;
      this.ancestor = null;
      this.known = sent;
    } else if (same(current, sent) || !this.isDirty) {
      this.#follow(state);
    } else {
      // Typed on meanwhile: what was sent is now the text that the next changes began from.
      this.number = state.number;
      this.ancestor = sent.body;
      this.known = { ...sent, title: sent.title };
    }
    this.keepNow();
    this.told("saved", { at: state.saved_at, merged: state.merged });
  }

  #follow(state) {
    this.adopt(state);
    this.number = state.number;
    this.ancestor = null;
    this.known = this.read();
  }

  async #choose(answer, sent) {
    const chosen = await this.clash(answer.clash, sent);
    if (!chosen) return this.#later("waiting");
    this.adopt(chosen);
    this.number = answer.clash.number;
    this.ancestor = null;
    this.known = { ...this.known, body: "", title: {} };
    this.keepNow();
    return this.#try(this.read());
  }

  #later(state) {
    const wait = WAITS[Math.min(this.#failures, WAITS.length - 1)];
    this.#failures += 1;
    this.told(state);
    this.#in(wait);
  }
}

export function same(one, other) {
  return one.body === other.body && one.title.th === other.title.th && one.title.en === other.title.en
    && one.minutes === other.minutes && one.required === other.required;
}
