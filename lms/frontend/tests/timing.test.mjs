import assert from "node:assert/strict";
import { test } from "node:test";
import { ActiveTime } from "../scripts/active.js";
import { answerBody, valuesOf } from "../scripts/answers.js";
import { left, passed, show } from "../scripts/countdown.js";
import { fill } from "../scripts/words.js";

test("the server's clock decides, not this one", () => {
  const server = Date.parse("2026-11-22T03:00:00Z");
  const wrong = server - 3_600_000;
  assert.equal(left(server + 60_000, server - wrong, wrong), 60_000);
  assert.equal(left(server + 60_000, server - wrong, wrong + 90_000), 0);
});

test("time is shown as people read it", () => {
  assert.deepEqual([754_000, 59_001, 60_000, 0, 3_725_000].map(show), ["12:34", "1:00", "1:00", "0:00", "1:02:05"]);
});

test("marks are told once, when they are passed", () => {
  assert.equal(passed(300_500, 299_900), 5);
  assert.equal(passed(299_900, 298_900), null);
  assert.equal(passed(60_100, 59_800), 1);
  assert.equal(passed(Infinity, 200_000), null);
});

test("an answer says question, values and number", () => {
  const body = new URLSearchParams(answerBody("q7", ["a", "c"], { seq: 12, at: "2026-11-22T03:00:00Z" }));
  assert.deepEqual([body.get("question"), body.getAll("answer"), body.get("seq")], ["q7", ["a", "c"], "12"]);
});

test("a cleared question sends no value", () => {
  assert.deepEqual(new URLSearchParams(answerBody("q7", [], { seq: 1, at: "" })).getAll("answer"), []);
});

test("values are read from every kind of control", () => {
  const controls = [
    { type: "checkbox", checked: true, value: "a" },
    { type: "checkbox", checked: false, value: "b" },
    { type: "text", value: "typed" },
    { type: "text", value: "" },
    { type: "radio", checked: true, value: "x", disabled: true },
  ];
  assert.deepEqual(valuesOf(controls), ["a", "typed"]);
});

test("only seconds with somebody there are counted", () => {
  let now = 0;
  const active = new ActiveTime(() => now);
  const wait = (seconds, here, touched) => {
    now += seconds * 1000;
    if (touched) active.touch();
    active.tick(here);
  };
  active.tick(true);
  for (let i = 0; i < 6; i += 1) wait(5, true, true);
  assert.equal(active.take(true), 30);
  wait(5, false);
  active.take(false);
  wait(300, false);
  assert.equal(active.take(false), 0);
});

test("words are filled in", () => {
  assert.equal(fill("บันทึกแล้ว {at}", { at: "10:42" }), "บันทึกแล้ว 10:42");
});
