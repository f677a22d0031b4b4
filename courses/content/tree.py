"""Sanitised HTML as a small tree: read, walked, written in one way only."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Union

DEEPEST = 40
VOID = frozenset({"br", "hr", "img"})
Child = Union["Node", str]


@dataclass(slots=True)
class Node:
    """An element; text is a plain string among its children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)

    def elements(self) -> Iterator["Node"]:
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> Iterator["Node"]:
        """This element and all beneath it, in the order of the text."""
        yield self
        for child in self.elements():
            yield from child.walk()


def parse(html: str) -> Node:
    """The tree of well-formed HTML; what is deeper than anybody writes joins what is above it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]
        self._too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._open[-1].children.append(Node(tag, _given(attrs)))
        elif len(self._open) > DEEPEST or self._too_deep:
            self._too_deep += 1
        else:
            node = Node(tag, _given(attrs))
            self._open[-1].children.append(node)
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        add(self._open[-1].children, data)


def _given(attrs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    return {name: value or "" for name, value in attrs}


def add(children: list[Child], child: Child) -> None:
    """Append; text beside text is one text."""
    if isinstance(child, str) and children and isinstance(children[-1], str):
        children[-1] += child
    elif child != "":
        children.append(child)


def write(child: Child) -> str:
    """The one way this element is written."""
    if isinstance(child, str):
        return escape(child, quote=False)
    opening = f"<{child.tag}{''.join(_attribute(*pair) for pair in child.attributes.items())}>"
    if child.tag in VOID:
        return opening
    return f"{opening}{''.join(map(write, child.children))}</{child.tag}>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"'


def text(child: Child) -> str:
    """What is read: the text of an element and all beneath it."""
    if isinstance(child, str):
        return child
    if child.tag == "br":
        return "\n"
    return "".join(map(text, child.children))


def blocks(html: str) -> Sequence[str]:
    """The blocks of a stored body: paragraphs, headings, lists …, each as it is written."""
    return [write(child) for child in parse(html).children if child != "\n"]


def reading(html: str) -> str:
    """The words of a stored body with a space between its blocks."""
    parts = (text(child) for node in parse(html).elements() for child in _pieces(node))
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def _pieces(node: Node) -> Iterator[Child]:
    """Runs of text that a reader sees apart: cells, items, paragraphs."""
    apart = {"p", "li", "td", "th", "tr", "dt", "dd", "caption", "figcaption", "h2", "h3", "pre"}
    if not any(n.tag in apart for child in node.elements() for n in child.walk()):
        yield node
        return
    run: list[Child] = []
    for child in node.children:
        if isinstance(child, Node) and any(n.tag in apart for n in child.walk()):
            yield Node("", {}, run)
            run = []
            yield from _pieces(child)
        else:
            run.append(child)
    yield Node("", {}, run)
