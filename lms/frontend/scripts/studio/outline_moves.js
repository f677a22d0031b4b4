// Moving a lesson or a module within the tree; true where it went somewhere.
export function step(row, by) {
  const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (beside) {
    if (by < 0) beside.before(row);
    else beside.after(row);
    return true;
  }
  return row.dataset.slug ? toNeighbour(row, by) : false;
}

/** Over the edge: to the end of the module before, or the beginning of the one after. */
export function toNeighbour(row, by) {
  if (!row.dataset.slug) return false;
  const module = row.closest("[data-module]");
  const other = by < 0 ? module.previousElementSibling : module.nextElementSibling;
  const list = other?.querySelector("[data-lessons]");
  if (!list) return false;
  if (by < 0) list.append(row);
  else list.prepend(row);
  return true;
}

export function place(row) {
  const beside = [...row.parentElement.children];
  return { at: beside.indexOf(row) + 1, of: beside.length };
}
