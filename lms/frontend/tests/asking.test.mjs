import assert from "node:assert/strict";
import { test } from "node:test";
import { place, withPoint } from "../scripts/asking/hotspot.js";
import { words } from "../scripts/asking/wordcount.js";
import { stateOf } from "../scripts/answers.js";

const box = { left: 100, top: 50, width: 400, height: 200 };

test("a press is told in per mille of the picture", () => {
  assert.deepEqual(place({ clientX: 300, clientY: 100 }, box), [500, 250]);
  assert.deepEqual(place({ clientX: 90, clientY: 900 }, box), [0, 1000]);
});

test("the newest points stay, and the same one twice is one", () => {
  assert.deepEqual(withPoint([[1, 1]], [2, 2], 2), [[1, 1], [2, 2]]);
  assert.deepEqual(withPoint([[1, 1], [2, 2]], [3, 3], 2), [[2, 2], [3, 3]]);
  assert.deepEqual(withPoint([[1, 1]], [1, 1], 2), [[1, 1]]);
});

test("Thai words are counted without spaces between them", () => {
  const segmenter = new Intl.Segmenter("th", { granularity: "word" });
  assert.equal(words("ฉันรักโคราช", segmenter), 3);
  assert.equal(words("", segmenter), 0);
});

test("two places asked for and one given is partly", () => {
  const pin = (value) => ({ name: "q1", type: "checkbox", checked: true, value });
  assert.equal(stateOf([pin("1,1")], false, 2), "partly");
  assert.equal(stateOf([pin("1,1"), pin("2,2")], false, 2), "answered");
});
