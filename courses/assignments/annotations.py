"""Comments at places of a text that does not change any more: pure. Places are code points."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


class Comment(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def stop(self) -> int: ...


@dataclass(frozen=True)
class Segment:
    """A piece of a paragraph; `comments` are the numbers of those that speak about it."""

    text: str
    comments: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """One line of the text as it was typed, and where it begins."""

    number: int
    start: int
    segments: tuple[Segment, ...]
    ending: tuple[int, ...] = ()  # comments whose place ends here: shown beneath it

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)


def place(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """A place that is in the text and not empty, or None."""
    start, stop = max(0, start), min(stop, len(text))
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return (start, stop) if start < stop else None


def paragraph_place(text: str, number: int) -> tuple[int, int] | None:
    """Where paragraph `number` (from 1) stands."""
    found = [p for p in paragraphs(text, ()) if p.number == number]
    return (found[0].start, found[0].start + len(found[0].text)) if found else None


def paragraphs(text: str, comments: Sequence[Comment]) -> list[Paragraph]:
    """The text line by line, cut where a comment begins or ends; empty lines are left out."""
    made: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        stop = start + len(line)
        if line.strip():
            number = len(made) + 1
            ending = [n for n, c in enumerate(comments, 1) if start < c.stop <= stop]
            made.append(Paragraph(number, start, _cut(line, start, comments), tuple(ending)))
        start = stop + 1
    return made


def _cut(line: str, start: int, comments: Sequence[Comment]) -> tuple[Segment, ...]:
    stop = start + len(line)
    edges = {start, stop}
    for comment in comments:
        edges |= {e for e in (comment.start, comment.stop) if start < e < stop}
    cuts = sorted(edges)
    return tuple(
        Segment(
            line[a - start : b - start],
            tuple(n for n, c in enumerate(comments, 1) if c.start < b and a < c.stop),
        )
        for a, b in pairwise(cuts)
    )
