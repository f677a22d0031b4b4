// What can be done to a list of captions: every function gives a new list, in order. A cue is {id, start, end, text}.
export const SHORTEST = 0.8;
const LENGTH = 3;
let last = 0;

const thousandth = (seconds) => Math.round(seconds * 1000) / 1000;

export function cue(start, end, text, id = ++last) {
  return { id, start: thousandth(start), end: thousandth(end), text };
}

export function fromStored(stored) {
  return stored.map(([start, end, text]) => cue(start, end, text));
}

export function toStored(cues) {
  return cues.filter((each) => each.text.trim()).map(({ start, end, text }) => [start, end, text]);
}

function ordered(cues) {
  return [...cues].sort((a, b) => a.start - b.start || a.end - b.end || a.id - b.id);
}

function replace(cues, id, ...by) {
  return ordered(cues.flatMap((each) => (each.id === id ? by : [each])));
}

const find = (cues, id) => cues.find((each) => each.id === id);

export function write(cues, id, text) {
  return cues.map((each) => (each.id === id ? { ...each, text } : each));
}

/** A cue keeps its length where the new edge would turn it round. */
export function setStart(cues, id, start) {
  const { end, text, ...old } = find(cues, id);
  const begins = Math.max(0, start);
  return replace(cues, id, cue(begins, end > begins ? end : begins + Math.max(SHORTEST, end - old.start), text, id));
}

export function setEnd(cues, id, end) {
  const { start, text } = find(cues, id);
  if (end <= start) return null;
  return replace(cues, id, cue(start, end, text, id));
}

/** At the cursor; the time is shared by the letters before and after it. */
export function split(cues, id, at) {
  const { start, end, text } = find(cues, id);
  const before = text.slice(0, at).trim();
  const after = text.slice(at).trim();
  const share = text.length ? Math.min(0.85, Math.max(0.15, at / text.length)) : 0.5;
  const middle = start + (end - start) * share;
  const second = cue(middle, end, after);
  return [replace(cues, id, cue(start, middle, before, id), second), second.id];
}

/** With the next one; null for the last. */
export function join(cues, id) {
  const at = cues.findIndex((each) => each.id === id);
  const next = cues[at + 1];
  if (!next) return null;
  const { start, end, text } = cues[at];
  const gap = text && next.text ? "\n" : "";
  const one = cue(start, Math.max(end, next.end), text + gap + next.text, id);
  return [ordered([...cues.filter((each) => each !== next && each.id !== id), one]), text.length + gap.length];
}

/** After `id` (null: where nothing is yet), from `at` on where that is free. */
export function insert(cues, id, at = null) {
  const here = cues.findIndex((each) => each.id === id);
  const begins = at ?? (here >= 0 ? cues[here].end : 0);
  const next = cues.find((each) => each.start >= begins && each.id !== id);
  const room = next ? next.start - begins : Infinity;
  const fresh = cue(begins, begins + (room >= SHORTEST ? Math.min(LENGTH, room) : LENGTH), "");
  return [ordered([...cues, fresh]), fresh.id];
}

export function remove(cues, id) {
  return cues.filter((each) => each.id !== id);
}

export function shift(cues, seconds) {
  return ordered(
    cues
      .filter((each) => each.end + seconds > 0)
      .map((each) => cue(Math.max(0, each.start + seconds), each.end + seconds, each.text, each.id)),
  );
}

/** Undo and redo; typing in one cue within a second is one step. */
export class History {
  #past = [];
  #future = [];
  #key = "";
  #at = 0;

  constructor(cues, now = Date.now) {
    this.cues = cues;
    this.now = now;
  }

  change(cues, key = "") {
    const goesOn = key && key === this.#key && this.now() - this.#at < 1000;
    if (!goesOn) this.#past.push(this.cues);
    if (this.#past.length > 300) this.#past.shift();
    [this.#key, this.#at, this.#future, this.cues] = [key, this.now(), [], cues];
  }

  undo() {
    return this.#step(this.#past, this.#future);
  }

  redo() {
    return this.#step(this.#future, this.#past);
  }

  #step(from, to) {
    if (!from.length) return false;
    to.push(this.cues);
    this.cues = from.pop();
    this.#key = "";
    return true;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }
}

/**
 * What two people made of the same list (stored forms): `cues` holds what both did, `conflicts` where both changed
 * the same cue otherwise: {base, mine, theirs}, lists of cues each.
 */
export function threeWay(base, mine, theirs) {
  const [b, m, t] = [base, mine, theirs].map((list) => new Map(list.map((each) => [JSON.stringify(each), each])));
  const without = (from, other) => [...from].filter(([key]) => !other.has(key)).map(([, each]) => each);
  const goneMine = without(b, m);
  const goneTheirs = new Set(without(b, t).map((each) => JSON.stringify(each)));
  const [newMine, newTheirs] = [without(m, b), without(t, b)];
  const both = goneMine.filter((each) => goneTheirs.has(JSON.stringify(each)));

  const conflicts = [];
  const open = new Set();
  for (const each of both) {
    const [of, to] = [newMine, newTheirs].map((list) => list.filter((other) => overlap(each, other)));
    if (JSON.stringify(of) === JSON.stringify(to)) continue;
    const known = conflicts.find((c) => [...of, ...to].some((other) => c.mine.includes(other) || c.theirs.includes(other)));
    if (known) {
      known.base.push(each);
      known.mine = [...new Set([...known.mine, ...of])];
      known.theirs = [...new Set([...known.theirs, ...to])];
    } else {
      conflicts.push({ base: [each], mine: of, theirs: to });
    }
    for (const other of [...of, ...to]) open.add(other);
  }
  const kept = [...b].filter(([key]) => m.has(key) && t.has(key)).map(([, each]) => each);
  const added = [...newMine, ...newTheirs].filter((each) => !open.has(each));
  return { cues: inOrder([...kept, ...added]), conflicts };
}

function overlap([startA, endA], [startB, endB]) {
  return startA < endB && startB < endA;
}

export function inOrder(stored) {
  const unique = new Map(stored.map((each) => [JSON.stringify(each), each]));
  return [...unique.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** 62.5 → 1:02.500 */
export function clock(seconds) {
  const thousandths = Math.round(seconds * 1000);
  const whole = Math.floor(thousandths / 1000);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const tail = `${String(whole % 60).padStart(2, "0")}.${String(thousandths % 1000).padStart(3, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** 1:02.5, 62,5 or 0:01:02 as seconds; null for anything else. */
export function parseClock(typed) {
  const arabic = typed.trim().replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
  const match = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(arabic);
  if (!match) return null;
  const [, hours = 0, minutes = 0, seconds, fraction = "0"] = match;
  return thousandth(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(fraction.padEnd(3, "0")) / 1000);
}
