"""Two people changed the same text: what both did, and where somebody has to choose.

Blocks first, then words inside the blocks that both touched. Changes that do not overlap both
stay; what overlaps is a `Choice` that holds both texts, so nothing is ever lost.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from courses.content.html import clean
from courses.content.tree import VOID, blocks
from lms.i18n import thai

MOST_PIECES = 6000
_token = re.compile(r"<[^>]*>|[^<]+")


@dataclass(frozen=True)
class Choice:
    """Blocks that both changed in the same place."""

    base: str
    mine: str
    theirs: str


Part = str | Choice


@dataclass(frozen=True)
class Merged:
    """The text in order: HTML that is settled, and choices."""

    parts: tuple[Part, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(part for part in self.parts if isinstance(part, Choice))

    @property
    def html(self) -> str:
        """The whole text, where there is nothing to choose."""
        return clean("\n".join(part for part in self.parts if isinstance(part, str)))


@dataclass(frozen=True)
class _Hunk:
    """`base[start:end]` became `new`, in one of the two texts."""

    start: int
    end: int
    new: tuple[str, ...]


def merge(base: str, mine: str, theirs: str) -> Merged:
    """The changes of `mine` and of `theirs`, both made from `base`; all three are canonical."""
    if mine in (theirs, base):
        return Merged((theirs,))
    if theirs == base:
        return Merged((mine,))
    parts = _three_way(blocks(base), blocks(mine), blocks(theirs), _words, both_inserted=_after)
    return Merged(tuple(_joined(parts)))


def merge_line(base: str, mine: str, theirs: str) -> str | None:
    """A title or another short text; None where somebody has to choose."""
    if mine in (theirs, base):
        return theirs
    return mine if theirs == base else None


def _joined(parts: Sequence[str | Choice]) -> list[Part]:
    """Settled blocks beside each other are one part."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += "\n" + part
        else:
            found.append(part)
    return found


def _three_way(
    base: Sequence[str],
    mine: Sequence[str],
    theirs: Sequence[str],
    settle: Callable[[Sequence[str], Sequence[str], Sequence[str]], Sequence[str | Choice]],
    both_inserted: Callable[[Sequence[str], Sequence[str]], Sequence[str] | None],
) -> list[str | Choice]:
    """Walks over `base`; where only one side changed something, that; else what `settle` says."""
    ours, others = _hunks(base, mine), _hunks(base, theirs)
    found: list[str | Choice] = []
    at = 0
    while ours or others:
        left, right = _next(ours, others)
        start = min(hunk.start for hunk in left + right)
        end = max(hunk.end for hunk in left + right)
        found += base[at:start]
        at = end
        one, other = _applied(base, start, end, left), _applied(base, start, end, right)
        if not right or one == other:
            found += one
        elif not left:
            found += other
        elif start == end and (both := both_inserted(one, other)) is not None:
            found += both
        else:
            found += settle(base[start:end], one, other)
    return found + list(base[at:])


def _hunks(base: Sequence[str], new: Sequence[str]) -> list[_Hunk]:
    matcher = SequenceMatcher(None, base, new, autojunk=False)
    return [
        _Hunk(a, b, tuple(new[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]


def _next(ours: list[_Hunk], others: list[_Hunk]) -> tuple[list[_Hunk], list[_Hunk]]:
    """The first change and, from both sides, all that overlap with it; taken from the lists."""
    sides: tuple[list[_Hunk], list[_Hunk]] = ([], [])
    queues = (ours, others)
    first = min((queue[0].start, queue[0].end, n) for n, queue in enumerate(queues) if queue)[2]
    sides[first].append(queues[first].pop(0))
    grown = True
    while grown:
        grown = False
        for n in (0, 1):
            if queues[n] and any(_overlap(queues[n][0], hunk) for hunk in sides[1 - n]):
                sides[n].append(queues[n].pop(0))
                grown = True
    return sides


def _overlap(one: _Hunk, other: _Hunk) -> bool:
    """Whether both are about the same words, or put something at the same place."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    if one.start == one.end:
        return other.start < one.start < other.end
    if other.start == other.end:
        return one.start < other.start < one.end
    return max(one.start, other.start) < min(one.end, other.end)


def _applied(base: Sequence[str], start: int, end: int, hunks: Sequence[_Hunk]) -> list[str]:
    """One side's text of `base[start:end]`."""
    found: list[str] = []
    at = start
    for hunk in hunks:
        found += [*base[at : hunk.start], *hunk.new]
        at = hunk.end
    return [*found, *base[at:end]]


def _after(mine: Sequence[str], theirs: Sequence[str]) -> Sequence[str]:
    """Blocks that both put at one place: first what is there already, then mine."""
    return [*theirs, *(block for block in mine if block not in theirs)]


def _words(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Sequence[str | Choice]:
    """Blocks that both changed, merged word by word; a choice where that does not go."""
    texts = ["\n".join(side) for side in (base, mine, theirs)]
    choice = Choice(*texts)
    old, one, other = (_pieces(text) for text in texts)
    if len(old) + len(one) + len(other) > MOST_PIECES:
        return [choice]
    parts = _three_way(old, one, other, lambda *sides: [choice], both_inserted=lambda *sides: None)
    words = [part for part in parts if isinstance(part, str)]
    if len(words) < len(parts) or not _is_balanced(words):
        return [choice]
    merged = "".join(words)
    return [merged] if clean(merged).strip() else []


def _pieces(html: str) -> list[str]:
    """Tags and words; joined they are the text again."""
    return [
        piece
        for token in _token.findall(html)
        for piece in ([token] if token.startswith("<") else thai.pieces(token))
    ]


def _is_balanced(pieces: Sequence[str]) -> bool:
    """Whether every tag is closed where it should be."""
    waiting: list[str] = []
    for piece in pieces:
        found = re.match(r"<(/?)([a-z0-9]+)", piece)
        if not found or found.group(2) in VOID:
            continue
        if not found.group(1):
            waiting.append(found.group(2))
        elif not waiting or waiting.pop() != found.group(2):
            return False
    return not waiting
