// Word pastes its lists as paragraphs with a marker of text; here they become lists again.
const ORDERED = /^[(]?([0-9๐-๙]+|[a-zA-Zก-ฮ]|[ivxlcIVXLC]+)[.)]/;

export function listsOfWord(body) {
  const items = [...body.querySelectorAll("p, h1, h2, h3, div, li")].filter((element) => levelOf(element) && element.tagName !== "LI");
  for (const item of items) {
    if (!item.isConnected) continue;
    const run = [item];
    for (let next = item.nextElementSibling; next && items.includes(next); next = next.nextElementSibling) run.push(next);
    if (!item.matches("h1, h2, h3")) replace(run.filter((element) => !element.matches("h1, h2, h3")));
  }
  body.querySelectorAll("[style]").forEach((element) => {
    if (/mso-list:\s*ignore/i.test(element.getAttribute("style"))) element.remove();
  });
}

function levelOf(element) {
  const found = /mso-list:[^;]*\blevel(\d+)/i.exec(element.getAttribute("style") ?? "");
  return found ? Number(found[1]) : 0;
}

/** The marker that Word wrote for readers without lists; taken out of the text. */
function takeMarker(element) {
  for (const span of element.querySelectorAll("span[style]")) {
    if (!/mso-list:\s*ignore/i.test(span.getAttribute("style"))) continue;
    const text = span.textContent.trim();
    span.remove();
    return text;
  }
  return "";
}

function replace(run) {
  const doc = run[0].ownerDocument;
  const open = [];
  let before = run[0];
  const top = doc.createDocumentFragment();
  for (const element of run) {
    const level = levelOf(element);
    const marker = takeMarker(element);
    const tag = ORDERED.test(marker) ? "ol" : "ul";
    while (open.length > level || (open.length === level && open.at(-1).localName !== tag)) open.pop();
    while (open.length < level) {
      const list = doc.createElement(open.length === level - 1 ? tag : "ul");
      const holder = open.at(-1);
      if (holder) (holder.lastElementChild ?? holder.appendChild(doc.createElement("li"))).append(list);
      else top.append(list);
      open.push(list);
    }
    const list = open.at(-1);
    const start = Number.parseInt(marker, 10);
    if (tag === "ol" && !list.firstElementChild && start > 1) list.setAttribute("start", start);
    const item = doc.createElement("li");
    item.append(...element.childNodes);
    list.append(item);
    before = element;
  }
  before.after(top);
  run.forEach((element) => element.remove());
}
