"""Counts as arrays: one axis per dimension, its values in order, the margin at the end."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from lms.workforce.dimensions import ALL
from lms.workforce.disclosing.lines import Numbers
from lms.workforce.periods import Period, PeriodKind

Count = Callable[[tuple[str, ...], Period], Mapping[tuple[str, ...], int]]
ALWAYS = Period(PeriodKind.ALWAYS)


class Counts:
    """One way of counting, read once per dimensions and period."""

    def __init__(self, count: Count) -> None:
        self.count = count
        self._arrays: dict[tuple[tuple[str, ...], Period], Numbers] = {}
        self._places: dict[str, dict[str, int]] = {}
        self.inside = cache(self._inside)
        self.partly = cache(self._partly)

    def values(self, name: str) -> tuple[str, ...]:
        """Those that anybody ever had, in order."""
        return tuple(self._place(name))[:-1]

    def array(self, dims: tuple[str, ...], period: Period) -> Numbers:
        """All cells with their margins."""
        for (names, when), wider in self._arrays.items():
            if when == period and set(dims) <= set(names):
                index = tuple(slice(None) if name in dims else -1 for name in names)
                return wider[index]
        array = self._read(dims, period)
        self._arrays[dims, period] = array
        return array

    def unknown(self, dims: tuple[str, ...], period: Period) -> set[tuple[str, ...]]:
        """Cells with a value that came up since the values were read: not decided, so hidden."""
        places = [self._place(name) for name in dims]
        return {
            cell
            for cell in self.count(dims, period)
            if any(value not in place for value, place in zip(cell, places, strict=True))
        }

    def _place(self, name: str) -> dict[str, int]:
        if name not in self._places:
            found = sorted(value for (value,) in self.count((name,), ALWAYS) if value != ALL)
            self._places[name] = {value: n for n, value in enumerate((*found, ALL))}
        return self._places[name]

    def _read(self, dims: tuple[str, ...], period: Period) -> Numbers:
        counts = self.count(dims, period)
        places = [self._place(name) for name in dims]
        array = np.zeros([len(place) for place in places], dtype=np.int64)
        if not counts:
            return array
        if not dims:
            return np.array(counts.get((), 0), dtype=np.int64)
        columns = [
            np.fromiter((place.get(value, -9) for value in column), np.int64, len(counts))
            for place, column in zip(places, zip(*counts, strict=True), strict=True)
        ]
        numbers = np.fromiter(counts.values(), np.int64, len(counts))
        there = np.logical_and.reduce([column >= 0 for column in columns])
        array[tuple(column[there] for column in columns)] = numbers[there]
        return array

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
