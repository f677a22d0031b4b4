// Captions go to the server as they are written; until it has them they are kept on this device.
import { headers } from "../requests.js";
import { clock as wallClock, fill, say } from "../words.js";
import { threeWay } from "./cue_list.js";
import { renewToken } from "./sending.js";

const PAUSE = 1500;
const RETRY = 15_000;
const SMALL = 60_000;

export class CueSaver {
  #timer = null;
  #busy = false;
  #held = false;

  /** `read` gives what is on the screen (stored form), `apply` puts a list there, `ask` lets a person choose. */
  constructor({ url, name, edit, cues, texts, line, read, apply, ask }) {
    Object.assign(this, { url, edit, texts, line, read, apply, ask });
    this.key = `thaksa.cues/${document.body.dataset.owner ?? ""}/${name}`;
    this.base = cues;
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
  }

  /** What an earlier visit could not send. */
  recover() {
    const draft = this.#draft();
    if (!draft) return;
    if (same(draft.cues, this.base)) {
      this.#forget();
      return;
    }
    this.tell(this.texts.restored);
    if (draft.edit === this.edit) {
      this.apply(draft.cues);
      this.changed();
    } else {
      this.#meet(draft.base, draft.cues);
    }
  }

  changed() {
    if (same(this.read(), this.base)) {
      this.#forget();
      return;
    }
    this.#keep();
    this.#later(PAUSE);
  }

  leave() {
    if (this.#held || same(this.read(), this.base)) return;
    this.#keep();
    this.#post(this.read(), { keepalive: true }).catch(() => {});
  }

  async send() {
    clearTimeout(this.#timer);
    if (this.#held || same(this.read(), this.base)) return;
    if (this.#busy) {
      this.#later(PAUSE);
      return;
    }
    this.#busy = true;
    const sent = this.read();
    this.tell(say("saving"));
    try {
      await this.#answered(await this.#post(sent), sent);
    } catch {
      this.tell(this.texts.offline, "waiting");
      this.#later(RETRY);
    } finally {
      this.#busy = false;
    }
  }

  async #answered(response, sent) {
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 400) {
      this.tell(this.texts.signedOut, "wrong"); // 400: the token is of a session that is over
      renewToken();
      this.#later(RETRY);
      return;
    }
    const answer = await response.json();
    if (response.ok) {
      [this.edit, this.base] = [answer.edit, sent];
      if (same(this.read(), sent)) this.#forget();
      else this.changed();
      this.tell(say("saved", { at: answer.saved_at ?? wallClock() }));
    } else if (response.status === 409 && answer.cues) {
      const began = this.base;
      [this.edit, this.base] = [answer.edit, answer.cues];
      this.#meet(began, this.read());
    } else {
      this.tell(fill(this.texts.refused, { why: answer.error ?? response.status }), "wrong");
    }
  }

  /** Somebody else was first: both changes stay where they can, else a person chooses. */
  #meet(began, mine) {
    const merged = threeWay(began, mine, this.base);
    const go = (cues) => {
      this.#held = false;
      this.apply(cues);
      this.changed();
      this.send();
    };
    if (!merged.conflicts.length) {
      this.tell(this.texts.merged);
      go(merged.cues);
      return;
    }
    this.#held = true;
    this.tell(this.texts.conflict, "wrong");
    this.ask(merged, go);
  }

  #post(cues, { keepalive = false } = {}) {
    const body = JSON.stringify({ base: this.edit, cues });
    return fetch(this.url, {
      method: "POST",
      headers: headers({ "Content-Type": "application/json", Accept: "application/json" }),
      body,
      credentials: "same-origin",
      redirect: "manual",
      keepalive: keepalive && body.length < SMALL,
    });
  }

  tell(text, kind = "") {
    this.line.classList.toggle("saved--waiting", kind === "waiting");
    this.line.classList.toggle("saved--wrong", kind === "wrong");
    this.line.textContent = text;
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), wait);
  }

  #keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ edit: this.edit, base: this.base, cues: this.read() }));
    } catch { /* blocked or full: the page itself still has it */ }
  }

  #forget() {
    try {
      localStorage.removeItem(this.key);
    } catch { /* it was never there */ }
  }

  #draft() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }
}

export function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
