// A picture that is pointed at: by mouse or finger, or by a cross that the arrow keys move.
const SVG = "http://www.w3.org/2000/svg";
const FULL = 1000;

/** Per mille of where a press fell inside a box; whole numbers from 0 to 1000. */
export function place(press, box) {
  const part = (at, start, size) => Math.round(Math.min(1, Math.max(0, (at - start) / size)) * FULL);
  return [part(press.clientX, box.left, box.width), part(press.clientY, box.top, box.height)];
}

/** The newest points stay where there are more than are asked for. */
export function withPoint(points, point, most) {
  if (points.some(([x, y]) => x === point[0] && y === point[1])) return points;
  return [...points, point].slice(-most);
}

export function hotspot(box, { fill }) {
  const { name, picks, src, width, height, alt, keys, point: words, gone } = box.dataset;
  const stage = box.querySelector(".hotspot__stage");
  const pins = box.querySelector("[data-pins]");
  const list = box.querySelector("[data-list]");
  const voice = box.querySelector("[data-voice]");
  const tall = height / width;
  let cross = [FULL / 2, FULL / 2];

  for (const press of stage.querySelectorAll("input[type=image], img")) press.remove();
  const picture = Object.assign(document.createElement("img"), { className: "hotspot__picture", src, alt: "", width, height, draggable: false });
  const surface = document.createElement("div");
  surface.className = "hotspot__surface";
  surface.tabIndex = 0;
  surface.setAttribute("role", "application");
  surface.setAttribute("aria-label", `${alt} ${keys}`);
  surface.append(picture);
  stage.prepend(surface);
  const aim = pins.appendChild(document.createElementNS(SVG, "path"));
  aim.setAttribute("class", "hotspot__cross");

  const boxes = () => [...list.querySelectorAll(`input[name="${name}"]`)];
  const points = () => boxes().filter((one) => one.checked).map((one) => one.value.split(",").map(Number));
  const said = ([x, y], number) => fill(words, { number, x: Math.round(x / 10), y: Math.round(y / 10) });

  function draw(live = false) {
    for (const old of pins.querySelectorAll("g")) old.remove();
    points().forEach(([x, y], at) => {
      const pin = document.createElementNS(SVG, "g");
      pin.setAttribute("class", "pin");
      const dot = pin.appendChild(document.createElementNS(SVG, "circle"));
      for (const [key, value] of Object.entries({ cx: x, cy: y * tall, r: 26 })) dot.setAttribute(key, value);
      const number = pin.appendChild(document.createElementNS(SVG, "text"));
      for (const [key, value] of Object.entries({ x, y: y * tall + 10, "text-anchor": "middle" })) number.setAttribute(key, value);
      number.textContent = at + 1;
      pins.append(pin);
    });
    const [x, y] = [cross[0], cross[1] * tall];
    aim.setAttribute("d", live ? `M${x - 40} ${y}H${x + 40}M${x} ${y - 40}V${y + 40}` : "");
  }

  function write(now) {
    const word = box.querySelectorAll(`.hotspot__words input[name="${name}"]:checked`);
    if (now.length) for (const one of word) one.checked = false;
    list.replaceChildren(...now.map((point, at) => {
      const input = Object.assign(document.createElement("input"), { className: "form-check-input", type: "checkbox", name, value: point.join(","), checked: true });
      const text = Object.assign(document.createElement("span"), { textContent: said(point, at + 1) });
      const label = Object.assign(document.createElement("label"), { className: "hotspot__point" });
      label.append(input, " ", text);
      const line = document.createElement("li");
      line.append(label);
      return line;
    }));
    draw(document.activeElement === surface);
    const control = boxes()[0] ?? box.querySelector(`.hotspot__words input[name="${name}"]`) ?? tell();
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** With no point left there is no input that could say so: one that is not ticked does. */
  function tell() {
    const empty = Object.assign(document.createElement("input"), { type: "checkbox", name, hidden: true });
    list.append(empty);
    return empty;
  }

  function add(point) {
    cross = point;
    const now = withPoint(points(), point, Number(picks));
    write(now);
    voice.textContent = said(point, now.length);
  }

  surface.addEventListener("click", (event) => add(place(event, picture.getBoundingClientRect())));
  surface.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 5 : 25;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      cross = cross.map((at, axis) => Math.min(FULL, Math.max(0, at + moves[event.key][axis])));
      voice.textContent = `${Math.round(cross[0] / 10)} %, ${Math.round(cross[1] / 10)} %`;
      draw(true);
    } else if (event.key === "Enter" || event.key === " ") add([...cross]);
    else if ((event.key === "Delete" || event.key === "Backspace") && points().length) {
      write(points().slice(0, -1));
      voice.textContent = gone;
    } else return;
    event.preventDefault();
  });
  surface.addEventListener("focus", () => draw(surface.matches(":focus-visible")));
  surface.addEventListener("blur", () => draw());
  box.addEventListener("change", (event) => {
    if (!event.isTrusted) return;
    if (list.contains(event.target)) {
      write(points());
      voice.textContent = gone;
      surface.focus();
    } else if (event.target.checked) {
      // Words take the place of points, and never more of them than are asked for.
      list.replaceChildren();
      draw();
      const chosen = [...box.querySelectorAll(".hotspot__words input:checked")].filter((one) => one !== event.target);
      for (const one of chosen.slice(0, Math.max(0, chosen.length + 1 - Number(picks)))) one.checked = false;
    }
  }, true);
  draw();
}
