// Elements ask for scripts by name in data-enhance; every name is applied once to each element.
const modules = new Map();
const done = new WeakMap();

export function offer(named) {
  for (const [name, module] of Object.entries(named)) modules.set(name, module);
}

export function enhance(root) {
  const inside = [...root.querySelectorAll("[data-enhance]")];
  if (root.matches?.("[data-enhance]")) inside.unshift(root);
  for (const element of inside) {
    const names = done.get(element) ?? new Set();
    done.set(element, names);
    for (const name of element.dataset.enhance.split(/\s+/)) {
      if (names.has(name) || !modules.has(name)) continue;
      names.add(name);
      modules.get(name)(element);
    }
  }
}
