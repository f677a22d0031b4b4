// Places on a picture, drawn over it: the plain fields below keep them, so the form works without this.
const NAMES = "http://www.w3.org/2000/svg";
const FULL = 1000;
const clamp = (value, least = 0, most = FULL) => Math.round(Math.min(most, Math.max(least, value)));

export function regions(box) {
  const form = box.closest("form");
  const select = form.elements.image_media;
  const pictures = JSON.parse(box.dataset.pictures || "{}");
  const stage = box.querySelector("[data-stage]");
  const voice = box.querySelector("[data-voice]");
  const done = box.querySelector("[data-done]");
  const state = { at: -1, shape: null, corners: [] };
  let svg;

  const rows = () => [...form.querySelectorAll("[data-region]")];
  const field = (row, name) => row.querySelector(`[name$='-${name}']`);

  function show() {
    const picture = pictures[select.value];
    box.hidden = !picture;
    if (!picture) return;
    const image = document.createElement("img");
    Object.assign(image, { src: picture.src, alt: "", width: picture.width, height: picture.height });
    svg = document.createElementNS(NAMES, "svg");
    svg.setAttribute("viewBox", `0 0 ${picture.width} ${picture.height}`);
    svg.setAttribute("aria-hidden", "true");
    stage.replaceChildren(image, svg);
    draw();
  }

  function draw() {
    if (!svg) return;
    const { width, height } = pictures[select.value];
    svg.replaceChildren(
      ...rows().flatMap((row, number) => {
        const drawn = shape(field(row, "shape").value, numbers(field(row, "at").value), width, height);
        if (!drawn) return [];
        drawn.dataset.number = number;
        drawn.classList.add("regions__place");
        drawn.classList.toggle("regions__place--right", field(row, "correct").checked);
        drawn.classList.toggle("regions__place--on", number === state.at);
        return [drawn];
      }),
    );
    if (state.corners.length) {
      const line = document.createElementNS(NAMES, "polyline");
      line.setAttribute("points", state.corners.map(([x, y]) => `${(x * width) / FULL},${(y * height) / FULL}`).join(" "));
      line.classList.add("regions__place", "regions__place--on");
      svg.append(line);
    }
  }

  function point(event) {
    const frame = svg.getBoundingClientRect();
    return [clamp(((event.clientX - frame.left) / frame.width) * FULL), clamp(((event.clientY - frame.top) / frame.height) * FULL)];
  }

  /** The first row without a place takes it; when there is none, a new row is asked for. */
  function keep(kind, at) {
    const free = rows().find((row) => !field(row, "at").value.trim());
    if (!free) {
      sessionStorage.setItem("regions", JSON.stringify({ kind, at }));
      form.querySelector("button[value='add-regions']").click();
      return;
    }
    field(free, "shape").value = kind;
    field(free, "at").value = at;
    choose(rows().indexOf(free));
  }

  function choose(number) {
    state.at = number;
    const row = rows()[number];
    if (row) voice.textContent = voice.dataset.words.replace("{number}", number + 1).replace("{at}", field(row, "at").value);
    draw();
  }

  stage.addEventListener("pointerdown", (event) => {
    if (!svg) return;
    const over = event.target.closest?.("[data-number]");
    if (!state.shape) {
      if (over) choose(Number(over.dataset.number));
      return;
    }
    event.preventDefault();
    const from = point(event);
    if (state.shape === "polygon") {
      state.corners.push(from);
      done.hidden = state.corners.length < 3;
      draw();
      return;
    }
    stage.setPointerCapture(event.pointerId);
    const kind = state.shape;
    let at = "";
    const move = (moved) => {
      const to = point(moved);
      at = kind === "rect" ? rect(from, to) : circle(from, to, pictures[select.value]);
      svg.querySelector("[data-ghost]")?.remove();
      const ghost = shape(kind, numbers(at), pictures[select.value].width, pictures[select.value].height);
      if (!ghost) return;
      ghost.dataset.ghost = "";
      ghost.classList.add("regions__place", "regions__place--on");
      svg.append(ghost);
    };
    const up = () => {
      stage.removeEventListener("pointermove", move);
      press(null);
      if (numbers(at).slice(2).every((side) => side > 4) && at) keep(kind, at);
      else draw();
    };
    stage.addEventListener("pointermove", move);
    stage.addEventListener("pointerup", up, { once: true });
  });

  done.addEventListener("click", () => {
    const at = state.corners.map((corner) => corner.join(", ")).join("; ");
    state.corners = [];
    press(null);
    keep("polygon", at);
  });

  function press(kind) {
    state.shape = kind;
    if (kind !== "polygon") state.corners = [];
    done.hidden = true;
    for (const button of box.querySelectorAll("[data-draw]")) button.setAttribute("aria-pressed", String(button.dataset.draw === kind));
    stage.classList.toggle("regions__stage--drawing", Boolean(kind));
  }

  for (const button of box.querySelectorAll("[data-draw]")) {
    button.addEventListener("click", (event) => {
      press(state.shape === button.dataset.draw ? null : button.dataset.draw);
      if (event.detail === 0 && state.shape) byKeyboard(state.shape);
    });
  }

  /** Pressed without a mouse: a place in the middle, to be moved with the arrow keys. */
  function byKeyboard(kind) {
    press(null);
    const middle = { rect: "400, 400, 200, 200", circle: "500, 500, 100", polygon: "400, 400; 600, 400; 500, 600" };
    keep(kind, middle[kind]);
    stage.focus();
  }

  stage.addEventListener("keydown", (event) => {
    const row = rows()[state.at];
    const step = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] }[event.key];
    if (!row || !step) return;
    event.preventDefault();
    const kind = field(row, "shape").value;
    const moved = shift(kind, numbers(field(row, "at").value), step, event.shiftKey);
    field(row, "at").value = moved;
    choose(state.at);
  });

  form.addEventListener("input", (event) => event.target.closest("[data-region]") && draw());
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-region]");
    if (row && state.at !== rows().indexOf(row)) choose(rows().indexOf(row));
  });
  select.addEventListener("change", show);
  show();
  const waiting = JSON.parse(sessionStorage.getItem("regions") || "null");
  sessionStorage.removeItem("regions");
  if (waiting && !box.hidden) keep(waiting.kind, waiting.at);
}

const numbers = (text) => (text.match(/\d+/g) ?? []).map(Number);
const rect = ([a, b], [c, d]) => [Math.min(a, c), Math.min(b, d), Math.abs(a - c), Math.abs(b - d)].join(", ");

function circle([x, y], [a, b], { width, height }) {
  const radius = Math.hypot(a - x, ((b - y) * height) / width);
  return [x, y, clamp(radius, 1)].join(", ");
}

function shape(kind, at, width, height) {
  const x = (value) => (value * width) / FULL;
  const y = (value) => (value * height) / FULL;
  if (kind === "rect" && at.length === 4) return make("rect", { x: x(at[0]), y: y(at[1]), width: x(at[2]), height: y(at[3]) });
  if (kind === "circle" && at.length === 3) return make("circle", { cx: x(at[0]), cy: y(at[1]), r: x(at[2]) });
  if (kind === "polygon" && at.length >= 6) {
    const corners = [];
    for (let n = 0; n + 1 < at.length; n += 2) corners.push(`${x(at[n])},${y(at[n + 1])}`);
    return make("polygon", { points: corners.join(" ") });
  }
  return null;
}

function make(name, values) {
  const element = document.createElementNS(NAMES, name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  return element;
}

function shift(kind, at, [across, down], larger) {
  if (kind === "rect") {
    const [x, y, width, height] = at;
    if (larger) return [x, y, clamp(width + across, 10, FULL - x), clamp(height + down, 10, FULL - y)].join(", ");
    return [clamp(x + across, 0, FULL - width), clamp(y + down, 0, FULL - height), width, height].join(", ");
  }
  if (kind === "circle") {
    const [x, y, radius] = at;
    if (larger) return [x, y, clamp(radius + across - down, 5)].join(", ");
    return [clamp(x + across), clamp(y + down), radius].join(", ");
  }
  const corners = [];
  for (let n = 0; n + 1 < at.length; n += 2) corners.push(`${clamp(at[n] + across)}, ${clamp(at[n + 1] + down)}`);
  return corners.join("; ");
}
