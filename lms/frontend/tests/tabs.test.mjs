import assert from "node:assert/strict";
import { test } from "node:test";
import { tabs } from "../scripts/tabs.js";

const at = (left) => ({ getBoundingClientRect: () => ({ left }) });
const row = (current, scrollWidth) => ({
  ...at(10), scrollLeft: 0, scrollWidth, clientWidth: 300, querySelector: () => current,
});

test("the current tab comes into the middle of a row that is too wide", () => {
  const wide = row({ ...at(710), offsetWidth: 100 }, 900);
  tabs(wide);
  assert.equal(wide.scrollLeft, 600);
});

test("a row that fits, or has no current tab, stays", () => {
  for (const still of [row({ ...at(710), offsetWidth: 100 }, 300), row(null, 900)]) {
    tabs(still);
    assert.equal(still.scrollLeft, 0);
  }
});
