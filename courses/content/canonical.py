"""One way to write every lesson: the same content is the same HTML.

Works on what nh3 let through, and builds every element and attribute anew from what is known, so
nothing that is not named here can be in its result. What stands in a line is in `inline`.
"""

import re
from collections.abc import Callable, Iterable

from courses.content.inline import CONTROLS, SAME, inline, lang, latex_of, own_media
from courses.content.tree import Child, Node, text, write
from lms.i18n.thai import normalise

PLAIN_BOXES = frozenset({"div", "section", "article", "main", "header", "footer"})
PARTS = frozenset(
    {"li", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "figcaption", "dt", "dd"}
)
CALLOUTS = ("callout-try", "callout-warn")

_public_id = re.compile(r"[0-9A-Z]{12}")
_code_language = re.compile(r"language-[a-z0-9+#]{1,20}")


def canonical(root: Node) -> str:
    """The blocks of a body, one a line."""
    return "\n".join(write(block) for block in _flow(root.children))


def _flow(children: Iterable[Child]) -> list[Node]:
    """Blocks; loose text becomes paragraphs, pictures in a paragraph stand after it."""
    blocks: list[Node] = []
    run: list[Child] = []
    for child in children:
        if isinstance(child, Node) and _stands_alone(child):
            blocks += _paragraph(run)
            run = []
            blocks += _block(child)
        else:
            run.append(child)
    return blocks + _paragraph(run)


def _stands_alone(node: Node) -> bool:
    """Blocks, their parts, and pictures."""
    tag = SAME.get(node.tag, node.tag)
    return tag == "img" or tag in _BLOCKS or tag in PARTS


def _paragraph(run: list[Child], attributes: dict[str, str] | None = None) -> list[Node]:
    words = inline(run)
    pictures = [p for child in run if isinstance(child, Node) for p in _pictures(child)]
    paragraph = [Node("p", attributes or {}, words)] if words else []
    return paragraph + pictures


def _pictures(node: Node) -> list[Node]:
    return [f for n in node.walk() if n.tag == "img" for f in _picture(n, [])]


def _block(node: Node) -> list[Node]:
    tag = SAME.get(node.tag, node.tag)
    if tag in _BLOCKS:
        return _BLOCKS[tag](node)
    if tag == "img":
        return _picture(node, [])
    if tag in ("caption", "figcaption", "dt"):
        return _paragraph(node.children)
    return _flow(node.children)


def _box(node: Node) -> list[Node]:
    classes = node.attributes.get("class", "").split()
    if "formula" in classes:
        latex = latex_of(node)
        return [Node("div", {"class": "formula", "data-latex": latex})] if latex else []
    for name, attribute in (("video", "data-media"), ("question", "data-question")):
        value = node.attributes.get(attribute, "")
        if name in classes and _public_id.fullmatch(value):
            return [Node("div", {"class": name, attribute: value})]
    return _flow(node.children)


def _text_block(node: Node) -> list[Node]:
    """A paragraph or a heading; blocks inside it come after what is before them."""
    tag = SAME.get(node.tag, node.tag)
    if any(_stands_alone(child) and child.tag != "img" for child in node.elements()):
        parts = _flow(node.children)
        return [Node(tag, lang(node), p.children) if p.tag == "p" else p for p in parts]
    parts = _paragraph(node.children)
    return [Node(tag, lang(node), p.children) if p.tag == "p" else p for p in parts]


def _list(node: Node) -> list[Node]:
    items: list[Node] = []
    run: list[Child] = []

    def close() -> None:
        content = _item_content(run)
        if content:
            items.append(Node("li", {}, content))
        run.clear()

    for child in node.children:
        if isinstance(child, Node) and child.tag == "li":
            close()
            content = _item_content(child.children)
            if content:
                items.append(Node("li", lang(child), content))
        elif isinstance(child, Node) and child.tag in ("ul", "ol") and items and not _has_text(run):
            run.clear()
            items[-1].children += _list(child)
        else:
            run.append(child)
    close()
    attributes = {}
    start = node.attributes.get("start", "")
    if node.tag == "ol" and re.fullmatch(r"[1-9]\d{0,3}|0", start) and start != "1":
        attributes["start"] = start
    return [Node(node.tag, attributes, list(items))] if items else []


def _has_text(run: list[Child]) -> bool:
    return any(text(child).strip() for child in run)


def _item_content(children: Iterable[Child]) -> list[Child]:
    """One paragraph alone, or before lists, is written without its tags."""
    blocks = _flow(children)
    if blocks and _is_bare(blocks[0]) and all(b.tag in ("ul", "ol") for b in blocks[1:]):
        return [*blocks[0].children, *blocks[1:]]
    return list(blocks)


def _is_bare(node: Node) -> bool:
    return node.tag == "p" and not node.attributes


def _cell_content(children: Iterable[Child]) -> list[Child]:
    blocks = _flow(children)
    if len(blocks) == 1 and _is_bare(blocks[0]):
        return blocks[0].children
    return list(blocks)


def _table(node: Node) -> list[Node]:
    caption: list[Child] = []
    rows: list[Node] = []
    for part in node.elements():
        if part.tag == "caption":
            caption = caption or inline(part.children)
        elif part.tag == "tr":
            rows.append(part)
        else:
            rows += [row for row in part.elements() if row.tag == "tr"]
    made = [_row(row) for row in rows]
    made = [row for row in made if row.children]
    if not any(
        text(row).strip() or any(n.tag in ("img", "div") for n in row.walk()) for row in made
    ):
        return []
    heads = 0
    while heads < len(made) and all(cell.tag == "th" for cell in made[heads].elements()):
        heads += 1
    for place, row in enumerate(made):
        for cell in row.elements():
            if cell.tag == "th":
                cell.attributes = {"scope": "col" if place < heads else "row"} | cell.attributes
    parts = [Node("caption", {}, caption)] if caption else []
    parts += [Node("thead", {}, list(made[:heads]))] if heads else []
    parts += [Node("tbody", {}, list(made[heads:]))] if made[heads:] else []
    return [Node("table", {}, list(parts))]


def _row(row: Node) -> Node:
    cells: list[Child] = []
    for cell in row.elements():
        if cell.tag in ("td", "th"):
            spans = {
                name: cell.attributes[name]
                for name in ("colspan", "rowspan")
                if re.fullmatch(r"[2-9]|[1-4]\d|50", cell.attributes.get(name, ""))
            }
            cells.append(Node(cell.tag, spans | lang(cell), _cell_content(cell.children)))
    return Node("tr", {}, cells)


def _figure(node: Node) -> list[Node]:
    """A picture and its caption; what else somebody put into the figure follows it."""
    pictures = [n for n in node.walk() if n.tag == "img" and own_media(n.attributes.get("src", ""))]
    captions = [n for n in node.elements() if n.tag == "figcaption"]
    if not pictures:
        return _flow(node.children)
    made = _picture(pictures[0], captions[0].children if captions else [])
    others = [f for picture in pictures[1:] for f in _picture(picture, [])]
    rest = [
        c
        for c in node.children
        if not (isinstance(c, Node) and (c.tag == "img" or c in captions[:1]))
    ]
    return made + others + [b for b in _flow(rest) if b.tag != "figure"]


def _picture(node: Node, caption: Iterable[Child]) -> list[Node]:
    address = own_media(node.attributes.get("src", ""))
    if not address:
        return []
    attributes = {"src": address, "alt": normalise(node.attributes.get("alt", ""))[:1000]}
    if node.attributes.get("data-decorative") == "true":
        attributes |= {"alt": "", "data-decorative": "true"}
    for name in ("width", "height"):
        if re.fullmatch(r"[1-9]\d{0,4}", node.attributes.get(name, "")):
            attributes[name] = node.attributes[name]
    words = inline(caption)
    parts: list[Child] = [Node("img", attributes)]
    return [Node("figure", {}, [*parts, Node("figcaption", {}, words)] if words else parts)]


def _quote(node: Node) -> list[Node]:
    blocks = _flow(node.children)
    return [Node("blockquote", lang(node), list(blocks))] if blocks else []


def _callout(node: Node) -> list[Node]:
    given = node.attributes.get("class", "").split()
    kind = next((name for name in CALLOUTS if name in given), "callout")
    blocks = _flow(node.children)
    return [Node("aside", {"class": kind}, list(blocks))] if blocks else []


def _code(node: Node) -> list[Node]:
    words = CONTROLS.sub("", text(node).replace("\r\n", "\n").replace("\r", "\n"))
    words = words.strip("\n").rstrip()
    if not words:
        return []
    language = next(
        (
            name
            for n in node.walk()
            for name in n.attributes.get("class", "").split()
            if _code_language.fullmatch(name)
        ),
        "",
    )
    return [Node("pre", {}, [Node("code", {"class": language} if language else {}, [words])])]


def _terms(node: Node) -> list[Node]:
    parts: list[Child] = []
    children = [g for c in node.elements() for g in (c.elements() if c.tag == "div" else [c])]
    for child in children:
        if child.tag == "dt" and (words := inline(child.children)):
            parts.append(Node("dt", {}, words))
        elif child.tag == "dd" and (content := _cell_content(child.children)):
            parts.append(Node("dd", {}, content))
    return [Node("dl", {}, parts)] if parts else []


def _line(node: Node) -> list[Node]:
    return [Node("hr")]


_BLOCKS: dict[str, Callable[[Node], list[Node]]] = {
    "p": _text_block,
    "h2": _text_block,
    "h3": _text_block,
    "ul": _list,
    "ol": _list,
    "table": _table,
    "figure": _figure,
    "blockquote": _quote,
    "aside": _callout,
    "pre": _code,
    "dl": _terms,
    "hr": _line,
    **dict.fromkeys(PLAIN_BOXES, _box),
}
