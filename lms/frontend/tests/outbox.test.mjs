import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning, Outbox, steadyStorage } from "../scripts/outbox.js";

function disk() {
  const kept = new Map();
  return {
    get length() { return kept.size; },
    key: (i) => [...kept.keys()][i] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, String(value)),
    removeItem: (key) => kept.delete(key),
  };
}

function box({ storage = disk(), answers = [200], owner = "u1", clock = { now: 1_000 } } = {}) {
  const sent = [];
  const later = [];
  const outbox = new Outbox({
    storage,
    owner,
    send: async (entry, options) => {
      sent.push({ key: entry.key, body: entry.body, keepalive: options?.keepalive ?? false });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === "offline") throw new TypeError("Failed to fetch");
      return typeof answer === "function" ? answer() : { status: answer, body: null };
    },
    now: () => clock.now++,
    later: (run, wait) => later.push({ run, wait }),
    cancel: () => {},
  });
  return { outbox, sent, later, storage, clock, answers };
}

const request = (body) => ({ url: "/save", type: "text/plain", body });

test("a stored answer leaves the outbox", async () => {
  const { outbox, sent } = box();
  outbox.put("q1", request("a"));
  await outbox.flush();
  assert.deepEqual(sent.map((s) => s.body), ["a"]);
  assert.equal(outbox.waiting().length, 0);
});

test("without a line the answer stays and is tried again later", async () => {
  const { outbox, later, answers } = box({ answers: ["offline"] });
  outbox.put("q1", request("a"));
  await outbox.flush();
  assert.equal(outbox.waiting().length, 1);
  answers[0] = 200;
  later.at(-1).run();
  await outbox.flush();
  assert.equal(outbox.waiting().length, 0);
});

test("waits grow while the line is away", async () => {
  const { outbox, later } = box({ answers: ["offline"] });
  outbox.put("q1", request("a"));
  for (let i = 0; i < 4; i += 1) await outbox.flush();
  assert.deepEqual(later.map((l) => l.wait), [2000, 5000, 15000, 30000]);
});

test("a newer answer to the same question replaces the older one", async () => {
  const { outbox, sent } = box();
  outbox.put("q1", request("a"));
  outbox.put("q1", request("b"));
  await outbox.flush();
  assert.deepEqual(sent.map((s) => s.body), ["b"]);
});

test("an answer given while the older one is on its way is not lost", async () => {
  let answer;
  const { outbox, sent } = box({ answers: [() => new Promise((resolve) => { answer = resolve; }), 200] });
  outbox.put("q1", request("a"));
  const first = outbox.flush();
  outbox.put("q1", request("b"));
  outbox.flush();
  answer({ status: 200 });
  await first;
  await outbox.flush();
  assert.deepEqual(sent.map((s) => s.body), ["a", "b"]);
  assert.equal(outbox.waiting().length, 0);
});

test("a page that is opened again finds what waits", async () => {
  const storage = disk();
  const before = box({ storage, answers: ["offline"] });
  before.outbox.put("q1", request("a"));
  await before.outbox.flush();
  const after = box({ storage });
  await after.outbox.flush();
  assert.deepEqual(after.sent.map((s) => s.body), ["a"]);
});

test("one person's answers are never sent by another", async () => {
  const storage = disk();
  box({ storage, owner: "u1" }).outbox.put("q1", request("a"));
  const other = box({ storage, owner: "u2" });
  await other.outbox.flush();
  assert.equal(other.sent.length, 0);
});

test("what the server refuses is dropped and told", async () => {
  const { outbox } = box({ answers: [409] });
  const told = [];
  outbox.onChange((change) => told.push(change.state));
  outbox.put("q1", request("a"));
  await outbox.flush();
  assert.deepEqual(told, ["saving", "refused"]);
  assert.equal(outbox.waiting().length, 0);
});

test("a refused entry does not hold up the next one", async () => {
  const { outbox, sent } = box({ answers: [404, 200] });
  outbox.put("q1", request("a"));
  outbox.put("q2", request("b"));
  await outbox.flush();
  assert.deepEqual(sent.map((s) => s.key), ["q1", "q2"]);
  assert.equal(outbox.waiting().length, 0);
});

test("logged out keeps the answers for the next log-in", async () => {
  const { outbox } = box({ answers: [401] });
  const told = [];
  outbox.onChange((change) => told.push(change.state));
  outbox.put("q1", request("a"));
  await outbox.flush();
  assert.equal(told.at(-1), "signed-out");
  assert.equal(outbox.waiting().length, 1);
});

test("a stale token is tried again on the next pages, but not for ever", async () => {
  const { outbox } = box({ answers: [400] });
  outbox.put("q1", request("a"));
  for (let i = 0; i < 4; i += 1) await outbox.flush();
  assert.equal(outbox.waiting().length, 1);
  await outbox.flush();
  assert.equal(outbox.waiting().length, 0);
});

test("an entry that still grows is not sent before its time, but when the page goes", async () => {
  const { outbox, sent, later, clock } = box();
  outbox.put("watched", { ...request("a"), notBefore: 60_000 });
  await outbox.flush();
  assert.equal(sent.length, 0);
  outbox.leave();
  assert.deepEqual(sent, [{ key: "watched", body: "a", keepalive: true }]);
  clock.now = 70_000;
  later.at(-1).run();
  await outbox.flush();
  assert.equal(outbox.waiting().length, 0);
});

test("a page that hides and then goes sends once", () => {
  const { outbox, sent } = box({ answers: ["offline"] });
  outbox.put("q1", request("a"));
  outbox.leave();
  outbox.leave();
  assert.equal(sent.length, 1);
});

test("numbers only grow, also over pages", () => {
  const storage = disk();
  const first = box({ storage }).outbox.put("q1", request("a"));
  const second = box({ storage, clock: { now: 5 } }).outbox.put("q1", request("b"));
  assert.ok(second > first);
});

test("the body may carry its own number", async () => {
  const { outbox, sent } = box();
  const seq = outbox.put("q1", request((n) => `seq=${n}`));
  await outbox.flush();
  assert.equal(sent[0].body, `seq=${seq}`);
});

test("a full or blocked disk falls back to memory", async () => {
  const full = { ...disk(), get length() { throw new Error("blocked"); }, setItem() { throw new Error("full"); }, getItem: () => null };
  const { outbox, sent } = box({ storage: full });
  outbox.put("q1", request("a"));
  assert.equal(outbox.waiting().length, 1);
  await outbox.flush();
  assert.deepEqual(sent.map((s) => s.body), ["a"]);
  assert.equal(steadyStorage(undefined).get("x"), null);
});

test("what is older than a month is forgotten", () => {
  const storage = disk();
  box({ storage }).outbox.put("q1", request("a"));
  assert.equal(box({ storage, clock: { now: 3e9 } }).outbox.waiting().length, 0);
});

test("every kind of answer has one meaning", () => {
  const meanings = [200, 204, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503].map(meaning);
  assert.deepEqual(meanings, [
    "stored", "stored", "stale", "signed-out", "refused", "refused", "refused", "refused", "refused", "later", "later", "later",
  ]);
});

test("what was no answer is kept with why, not sent again, and a newer one takes its place", async () => {
  const { outbox, sent, answers } = box({ answers: [() => ({ status: 422, body: { error: "Write a number." } }), 200] });
  const told = [];
  outbox.onChange((change) => told.push(change));
  outbox.put("q1", request("many"));
  await outbox.flush();
  assert.equal(told.at(-1).message, "Write a number.");
  assert.deepEqual(outbox.refused().map((entry) => [entry.key, entry.refused]), [["q1", "Write a number."]]);
  assert.equal(outbox.waiting().length, 0);
  await outbox.flush();
  assert.equal(sent.length, 1);
  outbox.put("q1", request("7"));
  await outbox.flush();
  assert.equal(sent.length, 2);
  assert.equal(outbox.refused().length, 0);
  assert.equal(answers.length, 1);
});
