// Rows are dragged by their dots, lessons also from one module into another.
import Sortable from "sortablejs";

export function makeSortable(box, dropped) {
  const tree = box.querySelector("[data-tree]");
  if (!tree || !box.querySelector("[data-grip]")) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const shared = {
    animation: calm ? 0 : 150,
    ghostClass: "tree--ghost",
    chosenClass: "tree--chosen",
    onEnd: (event) => {
      if (event.from !== event.to || event.oldIndex !== event.newIndex) dropped(event.item);
    },
  };
  new Sortable(tree, { ...shared, draggable: "[data-module]", handle: ".tree__head [data-grip]" });
  for (const list of box.querySelectorAll("[data-lessons]")) {
    new Sortable(list, { ...shared, draggable: "[data-slug]", handle: ".tree__row [data-grip]", group: "lessons" });
  }
}
