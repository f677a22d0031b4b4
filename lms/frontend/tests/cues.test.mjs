import assert from "node:assert/strict";
import { test } from "node:test";
import * as list from "../scripts/studio/cue_list.js";
import { doubts, letters } from "../scripts/studio/readability.js";

const stored = (cues) => list.toStored(cues);
const three = () => list.fromStored([[0, 2, "หนึ่ง สอง"], [2, 4, "สาม"], [5, 6, "สี่"]]);

test("a cue is split at the cursor and its time by its letters", () => {
  const cues = list.fromStored([[0, 8, "กขคงจฉชซ"]]);
  const [parts, id] = list.split(cues, cues[0].id, 2);
  assert.deepEqual(stored(parts), [[0, 2, "กข"], [2, 8, "คงจฉชซ"]]);
  assert.equal(parts[1].id, id);
});

test("split and join are each other's opposite", () => {
  const cues = list.fromStored([[0, 4, "ก\nข"]]);
  const [parts] = list.split(cues, cues[0].id, 1);
  assert.deepEqual(parts.map((each) => each.text), ["ก", "ข"]);
  assert.equal(parts[0].end, parts[1].start);
  const [joined, caret] = list.join(parts, parts[0].id);
  assert.deepEqual(stored(joined), [[0, 4, "ก\nข"]]);
  assert.equal(caret, 2);
});

test("a new cue takes the room there is", () => {
  const cues = three();
  const [next, id] = list.insert(cues, cues[1].id);
  const fresh = next.find((each) => each.id === id);
  assert.deepEqual([fresh.start, fresh.end], [4, 5]);
  assert.equal(list.insert([], null, 7)[0][0].start, 7);
});

test("edges never turn a cue round", () => {
  const cues = three();
  assert.equal(list.setEnd(cues, cues[0].id, 0), null);
  const moved = list.setStart(cues, cues[0].id, 3);
  assert.deepEqual(moved.find((each) => each.id === cues[0].id).end, 5);
});

test("everything moves and nothing begins before the video", () => {
  assert.deepEqual(stored(list.shift(three(), -3)), [[0, 1, "สาม"], [2, 3, "สี่"]]);
});

test("undo goes back a step, typing is one step", () => {
  let at = 0;
  const cues = three();
  const history = new list.History(cues, () => at);
  history.change(list.write(cues, cues[0].id, "ก"), "text/1");
  at += 300;
  history.change(list.write(cues, cues[0].id, "กข"), "text/1");
  at += 5000;
  history.change(list.remove(history.cues, cues[1].id));
  assert.ok(history.undo());
  assert.equal(history.cues.length, 3);
  assert.ok(history.undo());
  assert.equal(history.cues[0].text, "หนึ่ง สอง");
  assert.equal(history.undo(), false);
  assert.ok(history.redo());
  assert.equal(history.cues[0].text, "กข");
});

const base = [[0, 2, "a"], [2, 4, "b"], [5, 6, "c"]];

test("changes of two people to different cues both stay", () => {
  const merged = list.threeWay(base, [[0, 2, "A"], base[1], base[2]], [base[0], base[1], [5, 7, "c"], [8, 9, "d"]]);
  assert.deepEqual(merged, { cues: [[0, 2, "A"], [2, 4, "b"], [5, 7, "c"], [8, 9, "d"]], conflicts: [] });
});

test("the same change twice is one", () => {
  const both = [[0, 2, "A"], base[1], base[2]];
  assert.deepEqual(list.threeWay(base, both, both), { cues: both, conflicts: [] });
});

test("two changes of one cue wait for a choice, and nothing else does", () => {
  const merged = list.threeWay(base, [[0, 2, "mine"], base[1], base[2]], [[0, 2, "theirs"], base[1]]);
  assert.deepEqual(merged.cues, [[2, 4, "b"]]);
  assert.deepEqual(merged.conflicts, [{ base: [[0, 2, "a"]], mine: [[0, 2, "mine"]], theirs: [[0, 2, "theirs"]] }]);
});

test("deleted here and changed there waits for a choice", () => {
  const merged = list.threeWay(base, [base[1], base[2]], [[0, 2, "theirs"], base[1], base[2]]);
  assert.deepEqual(merged.conflicts, [{ base: [[0, 2, "a"]], mine: [], theirs: [[0, 2, "theirs"]] }]);
});

test("nothing of either side is ever lost", () => {
  for (let seed = 1; seed < 400; seed += 1) {
    let state = seed;
    const random = (n) => (state = (state * 48271) % 2147483647) % n;
    const change = () => {
      const copy = base.map((each) => [...each]);
      for (let n = random(3); n >= 0; n -= 1) {
        const at = random(copy.length || 1);
        const what = random(3);
        if (what === 0 && copy[at]) copy[at][2] += `x${random(50)}`;
        else if (what === 1) copy.splice(at, 1);
        else copy.push([random(9), 9 + random(3), `n${random(50)}`]);
      }
      return list.inOrder(copy);
    };
    const [mine, theirs] = [change(), change()];
    const merged = list.threeWay(base, mine, theirs);
    const told = JSON.stringify([merged.cues, merged.conflicts]);
    const known = new Set(base.map((each) => JSON.stringify(each)));
    for (const each of [...mine, ...theirs]) {
      if (!known.has(JSON.stringify(each))) assert.ok(told.includes(JSON.stringify(each)), `seed ${seed}`);
    }
  }
});

test("times are read as people type them and written one way", () => {
  assert.deepEqual(["1:02.5", "62,5", "0:01:02.500", "๑:๐๒.๕", "x", "1:"].map(list.parseClock), [62.5, 62.5, 62.5, 62.5, null, null]);
  assert.equal(list.clock(3725.0004), "1:02:05.000");
  assert.equal(list.clock(62.5), "1:02.500");
});

test("marks above and below take no room", () => {
  assert.deepEqual(["ที่นี่", "น้ำ", "กำลัง", "ab\nc", "เก๋ง", ""].map(letters), [2, 2, 4, 3, 3, 0]);
});

test("doubts are those of the server", () => {
  const of = (start, end, text, before = null, language = "th") => doubts({ start, end, text }, before, language, 10).map((each) => each.doubt);
  assert.deepEqual(of(0, 4, "สวัสดีครับ"), []);
  assert.deepEqual(of(0, 1, "ก".repeat(18)), ["fast"]);
  assert.deepEqual(of(0, 1, "a".repeat(18), null, "en"), []);
  assert.deepEqual(of(0, 5, "ก".repeat(36)), ["long_line"]);
  assert.deepEqual(of(0, 4, "ก\nข\nค"), ["many_lines"]);
  assert.deepEqual(of(0, 0.5, "ก"), ["short"]);
  assert.deepEqual(of(0, 9, "ก"), ["long"]);
  assert.deepEqual(of(2, 4, "ข", { end: 3 }), ["overlap"]);
  assert.deepEqual(of(20, 22, "ข"), ["late"]);
});
