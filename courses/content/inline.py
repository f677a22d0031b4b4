"""What stands in a line of a lesson: words, marks, links, formulas, written in one way."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from courses.content.tree import Child, Node, add, text
from lms.i18n.thai import normalise

INLINE = frozenset({"strong", "em", "a", "code", "sub", "sup", "span", "br"})
SAME = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
LONGEST_FORMULA = 2000
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")

_media = re.compile(
    r"(/media/[0-9A-Z]{12}/((?:[\w.~-]|%[0-9A-Fa-f]{2}){1,600}))(?:\?v=\w{1,64})?", re.ASCII
)
_language = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_outside = re.compile(r"(https?://|mailto:|tel:)[^\s]+", re.IGNORECASE)
_inside = re.compile(r"(/(?![/\\])|#)[^\s\\]*")
_hanging = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_emoji = "\u2600-\u27bf\U0001f000-\U0001faff"
_joined_emoji = re.compile(f"(?<=[\ufe0f{_emoji}])\u200d(?=[{_emoji}])")


def own_media(address: str) -> str:
    """The address of a file of ours, without the mark of its content; else nothing."""
    found = _media.fullmatch(address)
    if not found or re.search(r"[/\\\x00-\x1f\x7f]|^\.+$", unquote(found.group(2))):
        return ""
    return found.group(1)


def safe_link(address: str) -> str:
    """The address where it leads to the web, a mail, a telephone or our own pages; else nothing."""
    address = address.strip()
    if len(address) > 2000 or not (_outside.fullmatch(address) or _inside.fullmatch(address)):
        return ""
    return address


def lang(node: Node) -> dict[str, str]:
    value = node.attributes.get("lang", "")
    return {"lang": value} if _language.fullmatch(value) else {}


def latex_of(node: Node) -> str:
    latex = " ".join(CONTROLS.sub("", node.attributes.get("data-latex", "")).split())
    return latex if len(latex) <= LONGEST_FORMULA else ""


def inline(children: Iterable[Child]) -> list[Child]:
    """What stands in a line, with one spelling and one space between words."""
    found: list[Child] = []
    _collect(children, found, frozenset())
    return _trimmed(found)


def _collect(children: Iterable[Child], into: list[Child], inside: frozenset[str]) -> None:
    for child in children:
        if isinstance(child, str):
            add(into, re.sub(r"[ \t\n\r\f\u00a0]+", " ", child))
            continue
        tag = SAME.get(child.tag, child.tag)
        if tag == "br":
            into.append(Node("br"))
        elif tag in ("span", "div") and "formula" in child.attributes.get("class", "").split():
            if latex := latex_of(child):
                into.append(Node("span", {"class": "formula", "data-latex": latex}))
        elif tag == "img":
            continue
        elif tag in INLINE and tag not in inside and (attributes := _kept(tag, child)) is not None:
            _mark(into, tag, attributes, child, inside)
        else:
            apart = tag not in INLINE
            if apart:
                add(into, " ")
            _collect(child.children, into, inside)
            if apart:
                add(into, " ")


def _kept(tag: str, node: Node) -> dict[str, str] | None:
    """The attributes of an inline element; None where it means nothing without those it lost."""
    if tag == "a":
        href = safe_link(node.attributes.get("href", ""))
        if not href:
            return None
        file = own_media(href)
        kept = {"class": "file", "href": file} if file else {"href": href}
        return kept | {"rel": "noopener noreferrer"}
    if tag == "span":
        return lang(node) or None
    return {}


def _mark(
    into: list[Child], tag: str, attributes: dict[str, str], node: Node, inside: frozenset[str]
) -> None:
    held = inside | {tag} if tag != "span" else inside
    content: list[Child] = []
    if tag == "code":
        add(content, re.sub(r"\s+", " ", text(node)))
    else:
        _collect(node.children, content, held)
    if not any(isinstance(c, Node) or c.strip() for c in content):
        for child in content:
            add(into, child)
        return
    last = into[-1] if into else None
    if isinstance(last, Node) and (last.tag, last.attributes) == (tag, attributes) and tag != "br":
        for child in content:
            add(last.children, child)
    else:
        into.append(Node(tag, attributes, content))


def _trimmed(children: list[Child]) -> list[Child]:
    """Without spaces at the ends, doubled spaces across marks, and breaks that end a block."""
    _spell(children, " ")
    while children and _is_blank(children[-1]):
        children.pop()
    while children and _is_blank(children[0]):
        children.pop(0)
    if children:
        _strip_end(children)
    return children


def _is_blank(child: Child) -> bool:
    return child.strip() == "" if isinstance(child, str) else child.tag == "br"


def _strip_end(children: list[Child]) -> None:
    last = children[-1]
    if isinstance(last, str):
        children[-1] = last.rstrip(" ")
    elif last.tag != "br" and last.children:
        _strip_end(last.children)


def _spell(children: list[Child], before: str) -> str:
    """Put the spelling right; returns the last character, so that no two spaces meet."""
    kept: list[Child] = []
    for child in children:
        if isinstance(child, str):
            words = _spelling(child)
            if before in (" ", "\n"):
                words = words.lstrip(" ")
            if words:
                before = words[-1]
                add(kept, words)
        elif child.tag == "br":
            if kept and isinstance(kept[-1], str):
                kept[-1] = kept[-1].rstrip(" ")
                if not kept[-1]:
                    kept.pop()
            before = "\n"
            kept.append(child)
        else:
            before = _spell(child.children, before) if child.children else "x"
            if child.children or "data-latex" in child.attributes:
                kept.append(child)
    children[:] = kept
    return before


def _spelling(words: str) -> str:
    """Thai as `normalise` writes it, keeping the spaces at both ends and emoji in one piece."""
    if words.isascii():
        return CONTROLS.sub("", words)
    first = _hanging.match(words)  # a mark over the last letter of the element before
    lead = first.group() if first else ""
    rest = words[len(lead) :]
    pieces = [_edges(piece) for piece in _joined_emoji.split(rest)]
    return lead + "\u200d".join(pieces)


@lru_cache(20_000)
def _edges(words: str) -> str:
    """Remembered: most of a lesson is as it was when it was saved a moment ago."""
    core = normalise(words)
    if not core:
        return " " if words.strip("\u200b\u200c\u200d\u2060\ufeff\u00ad") else ""
    return f"{' ' if words[0].isspace() else ''}{core}{' ' if words[-1].isspace() else ''}"
