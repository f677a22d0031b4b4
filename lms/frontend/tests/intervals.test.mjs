import assert from "node:assert/strict";
import { test } from "node:test";
import { merge, Watched } from "../scripts/intervals.js";

function play(watched, from, to, step = 0.25) {
  for (let at = from; at <= to; at += step) watched.at(at);
}

test("what was played is one interval", () => {
  const watched = new Watched();
  play(watched, 0, 15);
  assert.deepEqual(watched.take(), [[0, 15]]);
});

test("what was jumped over was not watched", () => {
  const watched = new Watched();
  play(watched, 0, 5);
  play(watched, 60, 65);
  assert.deepEqual(watched.take(), [[0, 5], [60, 65]]);
});

test("going back counts the seconds once", () => {
  const watched = new Watched();
  play(watched, 0, 20);
  play(watched, 10, 30);
  assert.deepEqual(watched.take(), [[0, 30]]);
});

test("each taking goes on where the last one ended", () => {
  const watched = new Watched();
  play(watched, 0, 5);
  assert.deepEqual(watched.take(), [[0, 5]]);
  play(watched, 5.25, 8);
  assert.deepEqual(watched.take(), [[5, 8]]);
  assert.deepEqual(watched.take(), []);
});

test("a fast speed is not taken for a jump", () => {
  const watched = new Watched();
  for (let at = 0; at <= 12; at += 3) watched.at(at, 2);
  assert.deepEqual(watched.take(), [[0, 12]]);
});

test("touching intervals become one", () => {
  assert.deepEqual(merge([[10, 20], [0, 10.05], [30, 31]]), [[0, 20], [30, 31]]);
});
