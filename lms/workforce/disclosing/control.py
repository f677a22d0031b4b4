"""Which cells of which tables may be shown: decided by the cell alone, never by the table.

A cell is hidden when it holds too few people, when a wider cell holds only a few more (any
condition dropped or widened, the period too), or when hiding it is needed so that another one
cannot be worked out as a total less its other parts. Wider cells are decided before narrower ones,
the periods that make up a wider one together, so every table shows a cell the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lms.workforce.dimensions import ALL
from lms.workforce.disclosing.counts import Count, Counts
from lms.workforce.disclosing.hierarchy import WIDER, canonical
from lms.workforce.disclosing.hypercube import Hypercube
from lms.workforce.disclosing.lines import Flags
from lms.workforce.disclosing.running import Running
from lms.workforce.grid import Grid, subsets
from lms.workforce.periods import Period, PeriodKind

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """Cells, and which of them are closed; both over the same values."""

    counts: Grid[int]
    closed: Grid[bool]


class Control:
    """Decisions about one way of counting; `count` gives all cells over dimensions, margins too.

    `has_cohorts`: of those who came in a month it is published who came again. `people`: decides
    about the people behind what is counted; where they are hidden, so is that. `among`: about those
    of whom these are some, in the same periods; `ever`: about all who ever came. Of few of them
    it is not even told that there are none of these.
    """

    def __init__(
        self,
        count: Count,
        least: int,
        years: Sequence[Period],
        *,
        has_cohorts: bool = False,
        people: "Control | None" = None,
        among: "Control | None" = None,
        ever: "Control | None" = None,
    ) -> None:
        self.least, self.has_cohorts = least, has_cohorts
        self.people, self.among, self.ever = people, among, ever
        self.years = tuple(years)
        self.counts = Counts(count)
        self._hypercubes: dict[tuple[tuple[str, ...], Period | None], Hypercube] = {}
        self._running: dict[tuple[tuple[str, ...], Period], Running] = {}
        self._answers: dict[tuple[tuple[str, ...], Period], Decided] = {}

    def hidden(self, dims: tuple[str, ...], period: Period) -> frozenset[Cell]:
        """The cells over sorted `dims`, margins among them, that may not be shown."""
        return frozenset(self.decided(dims, period).closed)

    def decided(self, dims: tuple[str, ...], period: Period) -> Decided:
        """All cells over sorted `dims`: how many people, and which of them may not be shown."""
        if (dims, period) not in self._answers:
            self._answers[dims, period] = self._decide(dims, period)
        return self._answers[dims, period]

    def hypercube(self, dims: tuple[str, ...], parent: Period | None) -> Hypercube:
        """The decisions about the full cells over `dims` in the periods that make up `parent`."""
        if (dims, parent) not in self._hypercubes:
            self._hypercubes[dims, parent] = Hypercube(self, dims, parent)
        return self._hypercubes[dims, parent]

    def running(self, dims: tuple[str, ...], year: Period) -> Running:
        """The decisions about what came together in parts of a fiscal year, over `dims`."""
        if (dims, year) not in self._running:
            self._running[dims, year] = Running(self, dims, year)
        return self._running[dims, year]

    def _deciding(self, dims: tuple[str, ...], period: Period) -> Hypercube:
        if period.kind is PeriodKind.SO_FAR:
            return self.running(dims, Period.of_year(period.year))
        return self.hypercube(dims, period.parent)

    def periods(self, parent: Period | None) -> tuple[Period, ...]:
        """Those that make up a wider one; always has no wider one."""
        if parent is None:
            return (Period(PeriodKind.ALWAYS),)
        return self.years if parent.kind is PeriodKind.ALWAYS else parent.children

    def _decide(self, dims: tuple[str, ...], period: Period) -> Decided:
        grid = self.counts.grid(dims, period)
        if period.year and Period.of_year(period.year) not in self.years:
            return Decided(grid, _flags(grid, grid.array > 0))  # came up since: not decided
        self.counts.array(canonical(dims), period)
        names = [self._names(grid, name) for name in dims]
        grid = Grid(dims, names, grid.on(names), int)
        closed = _flags(grid, np.zeros(grid.array.shape, dtype=bool))
        self._close_new(grid, closed)
        for chosen in subsets(dims):
            if canonical(chosen) == chosen:
                self._close(closed, chosen, period)
            else:
                for cell in self.full(chosen, period):
                    values = dict(zip(chosen, cell, strict=True))
                    closed.array[closed.index(tuple(values.get(n, ALL) for n in dims))] = True
        return Decided(grid, closed)

    def _names(self, grid: Grid[int], name: str) -> tuple[str, ...]:
        """The values that are decided about, in their order, and those that came up since."""
        known = self.counts.values(name)
        new = set(grid.names[grid.dims.index(name)]) - set(known)
        if new:
            there = {cell[grid.dims.index(name)] for cell in grid}
            new &= there
        return (*known, *sorted(new))

    def _close_new(self, grid: Grid[int], closed: Grid[bool]) -> None:
        """Cells with a value that came up since the values were read are not decided: hidden."""
        for axis, name in enumerate(grid.dims):
            known = len(self.counts.values(name))
            new = slice(known, len(grid.names[axis]))
            flags, counts = (np.moveaxis(g.array, axis, 0)[new] for g in (closed, grid))
            flags |= counts > 0

    def _close(self, closed: Grid[bool], chosen: tuple[str, ...], period: Period) -> None:
        """The cells that have a value in each of `chosen`, and in no other dimension."""
        hypercube = self._deciding(chosen, period)
        into: list[slice | int] = [-1] * len(closed.dims)
        for name in chosen:
            into[closed.dims.index(name)] = slice(0, len(self.counts.values(name)))
        closed.array[tuple(into)] = hypercube.hidden_in(period)

    def full(self, names: tuple[str, ...], period: Period) -> set[Cell]:
        """The hidden cells that have a value in each of `names`."""
        finest = canonical(names)
        hypercube = self._deciding(finest, period)
        found = set()
        for said in hypercube.hidden_cells(period):
            for values in self._spelt(said, names):
                found.add(tuple(values[name] for name in names))
        return found

    def _spelt(self, said: Mapping[str, str], names: tuple[str, ...]) -> list[dict[str, str]]:
        """A cell with the wider values in which it lies; `said` may name one of those itself."""
        if not set(said) <= set(names):
            return []
        every = [dict(said)]
        for name in names:
            if name not in said:
                finer = next(n for n in said if name in WIDER.get(n, ()))
                whole = self.counts.inside(finer, name)
                parts = [q for v, q in self.counts.partly(finer, name) if v == said[finer]]
                inside = [q for q, members in whole.items() if said[finer] in members]
                every = [{**cell, name: q} for cell in every for q in inside]
                if len(said) > len(canonical(names)):  # it lies in two that are not exact
                    every += [{**said, name: q} for q in parts]
        return [cell for cell in every if len(cell) == len(names)]


def _flags(grid: Grid[int], array: Flags) -> Grid[bool]:
    return Grid(grid.dims, grid.names, array, bool)
