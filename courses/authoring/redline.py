"""Which words came and which went, between two texts; Thai is cut into words first."""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from lms.i18n import thai

MOST = 4000
_space = re.compile(r"\s+|\S+")


class Op(enum.StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Run:
    """Words beside each other with one fate."""

    op: Op
    text: str


@dataclass(frozen=True)
class Line:
    """A block of the text; `op` where it came or went whole."""

    op: Op
    runs: tuple[Run, ...]

    @property
    def differs(self) -> bool:
        return self.op is not Op.SAME or any(run.op is not Op.SAME for run in self.runs)


def lines(before: str, after: str, *, around: int = 1) -> tuple[Line, ...]:
    """The blocks that differ, with `around` equal ones beside them for orientation."""
    old, new = before.split("\n") if before else [], after.split("\n") if after else []
    found: list[Line] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += [Line(Op.SAME, (Run(Op.SAME, text),)) for text in old[a:b]]
        elif tag == "replace":
            found += _replaced(old[a:b], new[c:d])
        else:
            found += [_whole(Op.GONE, text) for text in old[a:b]]
            found += [_whole(Op.NEW, text) for text in new[c:d]]
    near = {
        n + step
        for n, line in enumerate(found)
        if line.differs
        for step in range(-around, around + 1)
    }
    return tuple(line for n, line in enumerate(found) if n in near)


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Line against line while they are alike; what is left came or went whole."""
    found = []
    for was, now in zip(old, new, strict=False):
        pieces = runs(was, now)
        same = sum(len(run.text) for run in pieces if run.op is Op.SAME)
        if same * 3 >= max(len(was), len(now)):
            found.append(Line(Op.SAME, pieces))
        else:
            found += [_whole(Op.GONE, was), _whole(Op.NEW, now)]
    found += [_whole(Op.GONE, text) for text in old[len(new) :]]
    found += [_whole(Op.NEW, text) for text in new[len(old) :]]
    return found


def _whole(op: Op, text: str) -> Line:
    return Line(op, (Run(op, text),))


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Word by word; joined without what is new it is `before`, without what is gone `after`."""
    if before == after:
        return (Run(Op.SAME, before),) if before else ()
    old, new = _pieces(before), _pieces(after)
    if len(old) + len(new) > MOST:
        return tuple(run for run in (Run(Op.GONE, before), Run(Op.NEW, after)) if run.text)
    found: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run(Op.SAME, "".join(old[a:b])))
            continue
        found += [Run(Op.GONE, "".join(old[a:b]))] if b > a else []
        found += [Run(Op.NEW, "".join(new[c:d]))] if d > c else []
    return tuple(found)


@lru_cache(2000)
def _pieces(text: str) -> tuple[str, ...]:
    """Spaces by themselves: a word is the same whether one follows it or not."""
    return tuple(part for piece in thai.pieces(text) for part in _space.findall(piece))


def count(found: Sequence[Line], op: Op) -> int:
    """How many words have that fate."""
    return sum(len(thai.words(run.text)) for line in found for run in line.runs if run.op is op)
