// The outline of a course: every form answers in place; rows move by dragging, by keys and by their arrows.
import { fill } from "../words.js";
import { headers } from "../requests.js";
import { makeSortable } from "./outline_drag.js";
import { place, step, toNeighbour } from "./outline_moves.js";
import { rename } from "./outline_rename.js";
import { change, posted, Refused, swap } from "./swap.js";

export function outline(box) {
  const words = JSON.parse(box.dataset.words);
  let sending = null;
  let again = false;

  const say = (text) => {
    const status = box.querySelector("[data-said]");
    if (status) status.textContent = text;
  };
  const warn = (text) => {
    box.querySelector(".alert--warn[data-told]")?.remove();
    const alert = document.createElement("div");
    alert.className = "alert alert--warn";
    alert.dataset.told = "";
    alert.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = text;
    alert.append(line);
    box.prepend(alert);
  };

  /** What every answer in place tells: the edit we look at now, the sums of minutes. */
  const took = (said) => {
    box.dataset.edit = said.edit;
    const hidden = box.querySelector('#tree input[name="edit"]');
    if (hidden) hidden.value = said.edit;
    for (const [module, sum] of Object.entries(said.sums ?? {})) {
      const shown = box.querySelector(`[data-module="${module}"] [data-sum]`);
      if (shown) shown.textContent = sum;
    }
    const hours = box.querySelector(".hours");
    if (said.hours && hours) hours.outerHTML = said.hours;
    box.querySelector("[data-told]")?.remove();
  };

  const order = () => JSON.stringify({
    edit: Number(box.dataset.edit),
    tree: [...box.querySelectorAll("[data-module]")].map((module) => [
      Number(module.dataset.module),
      [...module.querySelectorAll("[data-slug]")].map((row) => row.dataset.slug),
    ]),
  });

  /** One request for the whole order; what is moved meanwhile goes with the next one. */
  async function send() {
    if (sending) {
      again = true;
      return;
    }
    tidy();
    try {
      sending = change(box.dataset.order, order(), "application/json");
      took(await sending);
    } catch (failure) {
      await failed(failure);
    } finally {
      sending = null;
    }
    if (again) {
      again = false;
      send();
    }
  }

  async function failed(failure) {
    if (!(failure instanceof Refused)) {
      warn(words.failed);
      addEventListener("online", send, { once: true });
      return;
    }
    again = false;
    await reload();
    if (failure.message) warn(failure.message);
  }

  const reload = async () => {
    await swap(box, location.pathname);
    ready();
  };

  /** Arrows at the ends, numbers of modules, and the note in an empty module follow the rows. */
  function tidy() {
    const modules = [...box.querySelectorAll("[data-module]")];
    modules.forEach((module, at) => {
      const number = module.querySelector("[data-number]");
      if (number) number.textContent = at + 1;
      const own = module.querySelectorAll(".tree__head .tree__moves button");
      if (own.length) [own[0].disabled, own[1].disabled] = [at === 0, at === modules.length - 1];
      const none = module.querySelector(".tree__none");
      if (none) none.hidden = Boolean(module.querySelector("[data-slug]"));
    });
    const rows = [...box.querySelectorAll("[data-slug]")];
    for (const row of rows) {
      const [up, down] = row.querySelectorAll(".tree__row .tree__moves button");
      const module = row.closest("[data-module]");
      if (up) up.disabled = module === modules[0] && !row.previousElementSibling;
      if (down) down.disabled = module === modules.at(-1) && !row.nextElementSibling;
    }
  }

  function moved(row, focus) {
    const { at, of } = place(row);
    focus?.focus();
    if (document.activeElement?.disabled || !focus?.isConnected) row.querySelector("[data-title]").focus();
    say(fill(words.moved, { title: row.querySelector("[data-title]").textContent, place: at, of }));
    send();
  }

  function move(row, how, focus) {
    if (how(row)) moved(row, focus);
    else say(words.nowhere);
  }

  box.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    const arrow = submitter?.name === "up" || submitter?.name === "down";
    event.preventDefault();
    if (arrow) {
      const row = box.ownerDocument.getElementById(submitter.value);
      move(row, (it) => step(it, submitter.name === "up" ? -1 : 1), submitter);
      return;
    }
    const known = new Set([...box.querySelectorAll("[id]")].map((each) => each.id));
    const home = target.closest("[data-slug], [data-module]")?.id;
    const { url, options } = posted(target, submitter);
    try {
      if (!(await swap(box, url, options))) return;
    } catch {
      warn(words.failed);
      return;
    }
    ready();
    const fresh = [...box.querySelectorAll("[data-slug], [data-module]")].find((each) => !known.has(each.id));
    const wrong = box.querySelector('[aria-invalid="true"]');
    (wrong ?? title(fresh ?? box.ownerDocument.getElementById(home)) ?? box.querySelector(".alert button"))?.focus();
    say(document.querySelector(".flashes")?.textContent.trim() ?? "");
  });

  const title = (row) => row?.querySelector("[data-title]");

  box.addEventListener("click", async (event) => {
    const pencil = event.target.closest("[data-rename]");
    if (pencil) edit(title(pencil.closest("[data-slug], [data-module]")));
    const link = event.target.closest("a[data-open]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    try {
      await swap(box, link.href);
    } catch {
      warn(words.failed);
      return;
    }
    ready();
    const panel = box.querySelector("[data-panel]");
    const home = box.ownerDocument.getElementById(link.hash.slice(1));
    (panel?.querySelector('input:not([type="hidden"]):not([type="radio"]), input:checked') ?? title(home))?.focus();
    panel?.scrollIntoView({ block: "nearest" });
  });

  /** What is read is renamed: the reader's language where the title has it, else the course's. */
  const edit = (shown) => {
    const read = document.documentElement.lang;
    if (shown) rename(shown, { words, language: shown.dataset[read] ? read : box.dataset.language, took, say });
  };

  box.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-slug], [data-module]");
    if (!row || event.target.matches("input, select, textarea")) return;
    if (event.key === "F2") {
      event.preventDefault();
      edit(title(row));
    }
    const acts = {
      ArrowUp: (it) => step(it, -1),
      ArrowDown: (it) => step(it, 1),
      ArrowLeft: (it) => toNeighbour(it, -1),
      ArrowRight: (it) => toNeighbour(it, 1),
    };
    if (!event.altKey || event.shiftKey || event.ctrlKey || !(event.key in acts)) return;
    event.preventDefault();
    move(row, acts[event.key], event.target);
  });

  box.addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.dataset.minutes) return;
    try {
      const said = await change(input.dataset.minutes, new URLSearchParams({ minutes: input.value }));
      input.removeAttribute("aria-invalid");
      took(said);
      say(fill(words.saved, { at: said.saved_at }));
    } catch (failure) {
      if (failure.status === 409) return failed(failure);
      input.setAttribute("aria-invalid", "true");
      warn(failure.message || words.failed);
    }
  });

  async function mark() {
    if (!box.dataset.marks) return;
    const answer = await fetch(box.dataset.marks, { headers: headers({ Accept: "application/json" }) });
    if (!answer.ok) return;
    for (const [slug, said] of Object.entries(await answer.json())) {
      const room = box.querySelector(`[data-slug="${slug}"] [data-mark]`);
      if (!room) continue;
      const link = document.createElement("a");
      link.href = `${box.dataset.checklist}#${slug}`;
      link.className = `tree__wrong${said.blocks ? " tree__wrong--blocks" : ""}`;
      link.title = said.text;
      link.textContent = said.label;
      room.replaceChildren(" · ", link);
    }
  }

  function ready() {
    makeSortable(box, (row) => moved(row, null));
    mark().catch(() => {});
  }
  ready();
}

