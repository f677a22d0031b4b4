import assert from "node:assert/strict";
import { test } from "node:test";
import { stateOf } from "../scripts/answers.js";

const radio = (name, value, checked = false) => ({ name, type: "radio", value, checked });
const select = (name, value) => ({ name, type: "select-one", value });

test("one of several options answers a question", () => {
  assert.equal(stateOf([radio("q1", "a"), radio("q1", "b")]), "missing");
  assert.equal(stateOf([radio("q1", "a"), radio("q1", "b", true)]), "answered");
});

test("pairs are answered when every line has one", () => {
  assert.equal(stateOf([select("q2-a", "x"), select("q2-b", "")]), "partly");
  assert.equal(stateOf([select("q2-a", "x"), select("q2-b", "x")]), "answered");
});

test("an order is answered when no place is given twice", () => {
  assert.equal(stateOf([select("q3-a", "1"), select("q3-b", "1")], true), "partly");
  assert.equal(stateOf([select("q3-a", "2"), select("q3-b", "1")], true), "answered");
});
