// Turns what Word, Google Docs, LibreOffice, LINE or Facebook put on the clipboard into HTML of ours.
// Works on a document that is never shown: nothing in it loads or runs.
import { isSafeLink } from "./schema.js";
import { listsOfWord } from "./word_lists.js";
import { tidyText } from "./spelling.js";

const GONE = "style, script, meta, link, title, base, xml, template, noscript, svg, math, iframe, object, embed, form, input, button, select, textarea, audio, video, del, .MsoCommentReference, .msocomtxt, .msocomanchor, [id^='_com_']";
const KEPT = new Set([
  "P", "H2", "H3", "UL", "OL", "LI", "STRONG", "EM", "A", "BLOCKQUOTE", "TABLE", "CAPTION", "THEAD", "TBODY", "TFOOT", "TR", "TH", "TD",
  "FIGURE", "FIGCAPTION", "IMG", "CODE", "PRE", "BR", "SUB", "SUP", "HR", "DL", "DT", "DD", "ASIDE", "SPAN", "DIV",
]);
const SAME = { B: "strong", I: "em", H4: "h3", H5: "h3", H6: "h3", TT: "code", KBD: "code", SAMP: "code", CITE: "em" };
const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,dl,table,blockquote,pre,figure,hr,div,section,article,aside";
const OURS = "aside[class^=callout], span.formula[data-latex], div.formula[data-latex], div.video[data-media], div.question[data-question], span[lang], pre > code";

/** `{html, pictures, refused}`: pictures are blobs that wait as `figure[data-upload=n]`; `refused` counts those left out. */
export function tidy(html) {
  const doc = new DOMParser().parseFromString(html, "text/html");
  const { body } = doc;
  const found = { pictures: [], refused: 0 };
  dropComments(body);
  listsOfWord(body);
  body.querySelectorAll(GONE).forEach((element) => element.remove());
  dropHidden(body);
  for (const element of [...body.querySelectorAll("*")]) marksOfStyle(element, body);
  nameAgain(body, headingShift(body));
  pictures(body, found);
  links(body);
  tables(body);
  for (const element of [...body.querySelectorAll("*")]) strip(element);
  loose(body);
  joinLists(body);
  texts(body);
  body.querySelectorAll("p, h2, h3, li, strong, em, sub, sup, a").forEach((element) => {
    if (!element.textContent.trim() && !element.querySelector("img, br, figure, .formula, table")) element.remove();
  });
  return { html: body.innerHTML, ...found };
}

function dropComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  comments.forEach((comment) => comment.remove());
}

const style = (element) => (element.getAttribute("style") ?? "").toLowerCase().replace(/\s*([:;])\s*/g, "$1");

function dropHidden(body) {
  for (const element of [...body.querySelectorAll("[style]")]) {
    if (/display:none|mso-hide:all|mso-element:comment/.test(style(element))) element.remove();
  }
}

/** Bold, italic, raised and lowered text that is said in styles only. */
function marksOfStyle(element, body) {
  if (!body.contains(element) || element.matches(OURS)) return;
  const css = style(element);
  const inside = element.closest("h1,h2,h3,h4,h5,h6,[role=heading],th");
  if (/^(B|STRONG)$/.test(element.tagName) && /font-weight:(normal|[1-4]00)/.test(css)) return unwrap(element);
  if (/^(I|EM)$/.test(element.tagName) && /font-style:normal/.test(css)) return unwrap(element);
  if (!/^(SPAN|FONT|P|A|LI|TD|DIV)$/.test(element.tagName)) return;
  if (/font-weight:(bold|[6-9]00)/.test(css) && !inside) wrapInside(element, "strong");
  if (/font-style:italic/.test(css)) wrapInside(element, "em");
  if (/vertical-align:super/.test(css)) wrapInside(element, "sup");
  if (/vertical-align:sub(?!-)/.test(css)) wrapInside(element, "sub");
}

function wrapInside(element, tag) {
  if (element.querySelector(BLOCKS) || !element.textContent.trim()) return;
  const mark = element.ownerDocument.createElement(tag);
  mark.append(...element.childNodes);
  element.append(mark);
}

/** A text whose highest heading is the first level moves one down: the lesson's title is the first. */
function headingShift(body) {
  return body.querySelector('h1, p.MsoTitle, [role=heading][aria-level="1"]') ? 1 : 0;
}

function nameAgain(body, shift) {
  for (const element of [...body.querySelectorAll("*")]) {
    const level = headingLevel(element);
    if (level) {
      rename(element, level + shift <= 2 ? "h2" : "h3").querySelectorAll("strong, b").forEach(unwrap);
    } else if (SAME[element.tagName]) {
      rename(element, SAME[element.tagName]);
    }
  }
}

function headingLevel(element) {
  if (/^H[1-6]$/.test(element.tagName)) return Number(element.tagName[1]);
  if (element.matches("p.MsoTitle")) return 1;
  if (element.matches("[role=heading][aria-level]")) return Number(element.getAttribute("aria-level"));
  const word = element.matches("p[class^=MsoHeading]") && element.className.match(/MsoHeading(\d)/);
  return word ? Number(word[1]) : 0;
}

function rename(element, tag) {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

/** Own pictures stay, pictures inside the clipboard are uploaded, small signs become text; nothing is fetched. */
function pictures(body, found) {
  for (const image of [...body.querySelectorAll("img")]) {
    const source = image.getAttribute("src") ?? "";
    if (/^\/media\/[0-9A-Z]{12}\//.test(source)) continue;
    const alt = image.getAttribute("alt") ?? "";
    const data = source.match(/^data:image\/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]+)$/);
    if (data) {
      const figure = body.ownerDocument.createElement("figure");
      figure.dataset.upload = String(found.pictures.length);
      figure.append(body.ownerDocument.createElement("figcaption"));
      found.pictures.push({ blob: blobOf(source), alt });
      image.replaceWith(figure);
    } else if (alt && alt.length <= 12 && /\p{Extended_Pictographic}/u.test(alt)) {
      image.replaceWith(alt);
    } else {
      found.refused += 1;
      image.remove();
    }
  }
}

function blobOf(source) {
  const [head, data] = source.split(",", 2);
  const bytes = Uint8Array.from(atob(data.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: head.slice(5).split(";")[0] });
}

/** Links without the detours that Google and Facebook put in; bookmarks inside the document go. */
function links(body) {
  for (const link of [...body.querySelectorAll("a")]) {
    const address = direct(link.getAttribute("href") ?? "");
    if (address.startsWith("#") || !isSafeLink(address)) unwrap(link);
    else link.setAttribute("href", address);
  }
}

function direct(address) {
  try {
    const url = new URL(address);
    const google = /(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url" && (url.searchParams.get("q") ?? url.searchParams.get("url"));
    const facebook = url.hostname === "l.facebook.com" && url.searchParams.get("u");
    return google || facebook || address;
  } catch {
    return address;
  }
}

function tables(body) {
  body.querySelectorAll("colgroup, col").forEach((element) => element.remove());
  for (const cell of [...body.querySelectorAll("thead td")]) copyCell(cell);
  for (const table of body.querySelectorAll("table")) {
    const first = table.rows?.[0];
    if (!first || table.rows.length < 2 || first.querySelector("th")) continue;
    const cells = [...first.cells];
    if (cells.length && cells.every((cell) => cell.textContent.trim() && allBold(cell))) cells.forEach(copyCell);
  }
}

function allBold(cell) {
  const bold = [...cell.querySelectorAll("strong, b")].filter((mark) => !mark.parentElement.closest("strong, b"));
  return bold.map((mark) => mark.textContent).join("").replace(/\s/g, "") === cell.textContent.replace(/\s/g, "");
}

function copyCell(cell) {
  const { colSpan, rowSpan } = cell;
  const head = rename(cell, "th");
  if (colSpan > 1) head.setAttribute("colspan", colSpan);
  if (rowSpan > 1) head.setAttribute("rowspan", rowSpan);
  head.querySelectorAll("strong, b").forEach(unwrap);
}

/** Only elements and attributes that a lesson knows. */
function strip(element) {
  if (element.matches(OURS)) {
    for (const { name } of [...element.attributes]) if (!/^(class|lang|data-latex|data-media|data-question)$/.test(name)) element.removeAttribute(name);
    return;
  }
  const kept = { A: ["href"], IMG: ["src", "alt", "width", "height", "data-decorative"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"], OL: ["start"], FIGURE: ["data-upload"] }[element.tagName] ?? [];
  for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
  if (!KEPT.has(element.tagName) || element.tagName === "SPAN") unwrap(element);
}

/** Boxes become paragraphs, or go where they only hold other blocks. */
function loose(body) {
  for (const box of [...body.querySelectorAll("div")].reverse()) {
    if (box.matches(OURS)) continue;
    if (box.querySelector(BLOCKS)) unwrap(box);
    else if (box.textContent.trim() || box.querySelector("img")) rename(box, "p");
    else box.remove();
  }
}

/** Word on the web makes a list of each item; Google puts a list beside the item it belongs to. */
function joinLists(body) {
  for (const list of [...body.querySelectorAll("ul, ol")]) {
    const before = list.previousElementSibling;
    if (list.parentElement?.matches("ul, ol") && before?.tagName === "LI") {
      before.append(list);
    } else if (before && before.tagName === list.tagName && !textBetween(before, list) && !list.hasAttribute("start")) {
      before.append(...list.childNodes);
      list.remove();
    }
  }
}

function textBetween(one, other) {
  for (let node = one.nextSibling; node && node !== other; node = node.nextSibling) if (node.textContent.trim()) return true;
  return false;
}

function texts(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.closest("pre")) text.data = tidyText(text.data.replace(/[\s\u00a0]+/g, " "));
  }
}
