"""Counts as arrays: one axis per dimension, its values in order, the margin at the end."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from lms.workforce.dimensions import ALL
from lms.workforce.disclosing.lines import Numbers
from lms.workforce.grid import Grid
from lms.workforce.periods import Period, PeriodKind

Count = Callable[[tuple[str, ...], Period], Mapping[tuple[str, ...], int]]
ALWAYS = Period(PeriodKind.ALWAYS)


class Counts:
    """One way of counting, read once per dimensions and period."""

    def __init__(self, count: Count) -> None:
        self.count = count
        self._arrays: dict[Period, dict[tuple[str, ...], Numbers]] = {}
        self._values: dict[str, tuple[str, ...]] = {}
        self.inside = cache(self._inside)
        self.partly = cache(self._partly)

    def values(self, name: str) -> tuple[str, ...]:
        """Those that anybody ever had, in order."""
        if name not in self._values:
            grid = self.grid((name,), ALWAYS)
            self._values[name] = tuple(sorted(value for (value,) in grid if value != ALL))
        return self._values[name]

    def array(self, dims: tuple[str, ...], period: Period) -> Numbers:
        """All cells with their margins; those of fewer dimensions stand in those of more."""
        told = self._arrays.setdefault(period, {})
        if dims not in told:
            for names, wider in told.items():
                if set(dims) <= set(names):
                    index = tuple(slice(None) if name in dims else -1 for name in names)
                    told[dims] = wider[index]
                    break
            else:
                told[dims] = self._read(dims, period)
        return told[dims]

    def grid(self, dims: tuple[str, ...], period: Period) -> Grid[int]:
        """All cells as they were counted."""
        counts = self.count(dims, period)
        return counts if isinstance(counts, Grid) else Grid.of(dims, counts)

    def _read(self, dims: tuple[str, ...], period: Period) -> Numbers:
        found: Numbers = self.grid(dims, period).on([self.values(name) for name in dims])
        return found

    def _pairs(self, finer: str, wider: str) -> tuple[Numbers, Numbers]:
        """Everybody by both, and by the finer one alone."""
        dims = tuple(sorted((finer, wider)))
        array = self.array(dims, ALWAYS)
        if dims[0] == wider:
            array = array.T
        return array[:-1, :-1], array[:-1, -1]

    def _inside(self, finer: str, wider: str) -> dict[str, frozenset[str]]:
        """For every value of the wider dimension, the finer ones that lie in it as a whole."""
        both, alone = self._pairs(finer, wider)
        whole = (both == alone[:, None]) & (both > 0)
        names = self.values(finer)
        return {
            value: frozenset(names[n] for n in np.flatnonzero(whole[:, at]))
            for at, value in enumerate(self.values(wider))
        }

    def _partly(self, finer: str, wider: str) -> tuple[tuple[str, str], ...]:
        """Pairs of a finer value and a wider one in which only some of its people are."""
        both, alone = self._pairs(finer, wider)
        some = (both > 0) & (both < alone[:, None])
        names, wide = self.values(finer), self.values(wider)
        return tuple((names[v], wide[q]) for v, q in np.argwhere(some))
