"""The decisions about what has come together since a fiscal year or one of its quarters began.

Such a number stands beside the months, quarters and years in which it lies or which lie in it, so
all of one cell are shown together or not at all: when every month and quarter of the year is shown,
and any two of these periods that lie in each other differ by nobody or by enough. Where cohorts are
published, nobody or enough came in both of two periods that follow each other, too.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from lms.workforce.disclosing.hypercube import Hypercube
from lms.workforce.disclosing.lines import Board, Flags, Numbers
from lms.workforce.periods import Period, PeriodKind, after

if TYPE_CHECKING:
    from lms.workforce.disclosing.control import Control

ALWAYS = Period(PeriodKind.ALWAYS)


def parts_so_far(year: Period) -> tuple[Period, ...]:
    """From the beginning of the year, and of each of its quarters, to each month between."""
    every = (Period.so_far(w, m) for w in (year, *year.children) for m in w.months)
    return tuple(dict.fromkeys(one for one in every if one.kind is PeriodKind.SO_FAR))


class Running(Hypercube):
    """Full cells over some dimensions in the parts of one fiscal year."""

    def __init__(self, control: "Control", dims: tuple[str, ...], year: Period) -> None:
        super().__init__(control, dims, None)
        self.year = year
        self.periods = parts_so_far(year)
        quarters = year.children
        self.beside = (*(m for q in quarters for m in q.children), *quarters, year)

    def _in(self, control: "Control") -> Hypercube:
        return control.running(self.dims, self.year)

    def _over(self, dims: tuple[str, ...]) -> Hypercube:
        return self.control.running(dims, self.year)

    def _closed_over_time(self) -> Flags:
        closed = self._closed_beside()
        again = self._in_both() if self.control.has_cohorts else ()
        for difference in (*self._nested(), *again):
            closed |= (difference > 0) & (difference < self.control.least)
        return np.repeat(closed[..., None], len(self.periods), axis=-1)

    def _joined(self, board: Board) -> bool:
        together = board.hidden.any(-1, keepdims=True) & ~board.hidden
        board.hidden |= together
        return bool(together.any())

    @cached_property
    def _numbers(self) -> dict[Period, Numbers]:
        known = {period: self.count[..., at] for at, period in enumerate(self.periods)}
        return known | {period: self._counted(period) for period in (*self.beside, ALWAYS)}

    def _closed_beside(self) -> Flags:
        """Where a month, a quarter or the year itself is hidden."""
        closed = np.zeros(self.count.shape[:-1], dtype=bool)
        for period in self.beside:
            decided = self.control.hypercube(self.dims, period.parent)
            closed |= decided.hidden[..., decided.periods.index(period)]
        return closed

    def _nested(self) -> Iterator[Numbers]:
        """How many more came in a period than in one that lies in it."""
        for part, other in product(self.periods, self._numbers):
            inner, outer = sorted((part, other), key=lambda p: len(p.months) or np.inf)
            if inner != outer and all(outer.holds(month) for month in inner.months):
                yield self._numbers[outer] - self._numbers[inner]

    def _in_both(self) -> Iterator[Numbers]:
        """How many came in each of two periods that make up one, one after the other."""
        ends = {(p.months[0], p.months[-1]): p for p in self._numbers if p.months}
        for (first, last), (then, end) in product(ends, ends):
            whole = ends.get((first, end))
            if then == after(last, 1) and whole is not None:
                three = (ends[first, last], ends[then, end], whole)
                if PeriodKind.SO_FAR in {period.kind for period in three}:
                    one, other, both = (self._numbers[period] for period in three)
                    yield one + other - both
