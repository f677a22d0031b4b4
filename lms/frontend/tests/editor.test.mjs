// The saving of the lesson editor, its memory on the device, links and counting: without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countWords, minutesToRead } from "../scripts/editor/counting.js";
import { Keeper } from "../scripts/editor/keeping.js";
import { same, Saver } from "../scripts/editor/saving.js";
import { tidyText } from "../scripts/editor/spelling.js";

class Disk {
  #items = new Map();
  get length() { return this.#items.size; }
  key(place) { return [...this.#items.keys()][place] ?? null; }
  getItem(key) { return this.#items.get(key) ?? null; }
  setItem(key, value) { this.#items.set(key, value); }
  removeItem(key) { this.#items.delete(key); }
}

const title = { th: "ก", en: "" };

function page(answers, { disk = new Disk(), name = "one" } = {}) {
  const screen = { body: "<p>a</p>", title, minutes: 5, required: true };
  const posted = [];
  const told = [];
  const keeper = new Keeper({ storage: disk, owner: "me", lesson: "C/l", page: name, locks: null });
  const saver = new Saver({
    number: 3, version: 7, keeper,
    read: () => ({ ...screen, title: { ...screen.title } }),
    post: async (writing) => {
      posted.push(writing);
      const answer = answers.shift() ?? new TypeError("no line");
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(writing) : answer;
    },
    adopt: (state) => Object.assign(screen, { body: state.body, title: state.title ?? screen.title }),
    clash: async (clash) => ({ title: clash.title, body: "<p>chosen</p>" }),
    told: (state) => told.push(state),
    renew: async () => true,
    later: () => 1,
    cancel: () => {},
  });
  return { screen, posted, told, saver, keeper, disk };
}

const stored = (number, more = {}) => ({ status: 200, body: { number, title, merged: false, saved_at: "10:42", ...more } });

test("what was typed is sent once, and forgotten on the device when it is stored", async () => {
  const { screen, posted, saver, disk, told } = page([stored(4)]);
  screen.body = "<p>ab</p>";
  saver.keepNow();
  assert.equal(disk.length, 1);
  await saver.flush();
  await saver.flush();
  assert.equal(posted.length, 1);
  assert.deepEqual(posted[0], { base: 3, version: 7, title, body: "<p>ab</p>" });
  assert.equal(saver.number, 4);
  assert.equal(disk.length, 0);
  assert.equal(told.at(-1), "saved");
});

test("settings are sent only when they changed", async () => {
  const { screen, posted, saver } = page([stored(4)]);
  screen.minutes = 9;
  await saver.flush();
  assert.equal(posted[0].minutes, 9);
  assert.equal("required" in posted[0], false);
});

test("without a line it stays on the device", async () => {
  const { screen, saver, disk, told } = page([new TypeError("no line"), stored(4)]);
  screen.body = "<p>ab</p>";
  await saver.flush();
  assert.equal(told.at(-1), "waiting");
  assert.equal(disk.length, 1);
  await saver.flush();
  assert.equal(disk.length, 0);
});

for (const [status, state] of [[401, "signedOut"], [500, "waiting"], [400, "waiting"], [422, "refused"], [404, "closed"]]) {
  test(`an answer of ${status} drops nothing`, async () => {
    const { screen, saver, disk, told } = page([{ status, body: null }]);
    screen.body = "<p>ab</p>";
    await saver.flush();
    assert.equal(told.at(-1), state);
    assert.equal(disk.length, 1);
  });
}

test("a merged text is taken over", async () => {
  const { screen, saver } = page([stored(5, { merged: true, body: "<p>ab</p><p>theirs</p>" })]);
  screen.body = "<p>ab</p>";
  await saver.flush();
  assert.equal(screen.body, "<p>ab</p><p>theirs</p>");
  assert.equal(saver.isDirty, false);
});

test("typed on while a merge came back: the next save says what it began from", async () => {
  const answers = [];
  const { screen, posted, saver } = page(answers);
  answers.push(() => {
    screen.body = "<p>abc</p>";
    return stored(5, { merged: true, body: "<p>ab</p><p>theirs</p>" });
  }, stored(6, { merged: true, body: "<p>abc</p><p>theirs</p>" }));
  screen.body = "<p>ab</p>";
  await saver.flush();
  assert.equal(screen.body, "<p>abc</p>");
  await saver.flush();
  assert.equal(posted[1].ancestor, "<p>ab</p>");
  assert.equal(posted[1].base, 5);
  assert.equal(screen.body, "<p>abc</p><p>theirs</p>");
});

test("what two people changed is chosen, and then saved", async () => {
  const clash = { number: 8, title, titles: {}, parts: [], screen: "" };
  const { screen, posted, saver } = page([{ status: 409, body: { clash } }, stored(9)]);
  screen.body = "<p>mine</p>";
  await saver.flush();
  assert.equal(posted[1].base, 8);
  assert.equal(posted[1].body, "<p>chosen</p>");
  assert.equal(saver.number, 9);
});

test("a newer text of somebody else is not taken over what was typed", () => {
  const { screen, saver } = page([]);
  screen.body = "<p>ab</p>";
  assert.equal(saver.take({ number: 4, body: "<p>theirs</p>" }), false);
  screen.body = "<p>a</p>";
  assert.equal(saver.take({ number: 4, body: "<p>theirs</p>" }), true);
  assert.equal(screen.body, "<p>theirs</p>");
});

test("a page that closed left its text to the next one", async () => {
  const disk = new Disk();
  const first = page([new TypeError("no line")], { disk, name: "first" });
  first.screen.body = "<p>lost?</p>";
  await first.saver.flush();
  const second = page([stored(4, { body: "<p>lost?</p>" })], { disk, name: "second" });
  const [entry] = await second.keeper.left();
  assert.equal(entry.body, "<p>lost?</p>");
  assert.equal(entry.from, "<p>a</p>");
  assert.equal(await second.saver.recover(entry), true);
  assert.equal(second.posted[0].ancestor, "<p>a</p>");
  assert.equal(second.screen.body, "<p>lost?</p>");
});

test("entries of another person are not seen", async () => {
  const disk = new Disk();
  new Keeper({ storage: disk, owner: "you", lesson: "C/l", page: "x", locks: null }).keep({ body: "secret" });
  assert.deepEqual(await new Keeper({ storage: disk, owner: "me", lesson: "C/l", page: "y", locks: null }).left(), []);
});

test("a page that lives keeps its entry", async () => {
  const disk = new Disk();
  const locks = { request: async () => {}, query: async () => ({ held: [{ name: "thaksa.lesson/x" }] }) };
  new Keeper({ storage: disk, owner: "me", lesson: "C/l", page: "x", locks: null }).keep({ body: "b" });
  assert.deepEqual(await new Keeper({ storage: disk, owner: "me", lesson: "C/l", page: "y", locks }).left(), []);
});

test("Thai is spelled in one way", () => {
  assert.equal(tidyText("ท\u0e4dา\u200b"), "ทำ");
  assert.equal(tidyText("น\u0e49\u0e33"), "น้ำ");
  assert.equal(tidyText("เเดง"), "แดง");
  assert.equal(tidyText("ท\u0e48\u0e35"), "ที่");
  assert.equal(tidyText("👩\u200d🏫"), "👩\u200d🏫");
});

test("words and minutes", () => {
  assert.equal(countWords("one two three"), 3);
  assert.ok(countWords("รหัสผ่านที่ดีต้องยาว") >= 4);
  assert.equal(minutesToRead(10), 1);
  assert.equal(minutesToRead(900, 12), 7);
  assert.equal(same({ body: "a", title, minutes: 1, required: true }, { body: "a", title, minutes: 1, required: true }), true);
});
