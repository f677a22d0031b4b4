"""Which cells of which tables may be shown: decided by the cell alone, never by the table.

A cell is hidden when it holds too few people, when a wider cell holds only a few more (any
condition dropped or widened, the period too), or when hiding it is needed so that another one
cannot be worked out as a total less its other parts. Wider cells are decided before narrower ones,
the periods that make up a wider one together, so every table shows a cell the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from lms.workforce.dimensions import ALL
from lms.workforce.disclosing.counts import Count, Counts
from lms.workforce.disclosing.hierarchy import WIDER, canonical
from lms.workforce.disclosing.hypercube import Hypercube
from lms.workforce.periods import Period, PeriodKind

Cell = tuple[str, ...]


class Control:
    """Decisions about one way of counting; `count` gives all cells over dimensions, margins too."""

    def __init__(self, count: Count, least: int, years: Sequence[Period]) -> None:
        self.least = least
        self.years = tuple(years)
        self.counts = Counts(count)
        self._hypercubes: dict[tuple[tuple[str, ...], Period | None], Hypercube] = {}
        self._answers: dict[tuple[tuple[str, ...], Period], frozenset[Cell]] = {}

    def hidden(self, dims: tuple[str, ...], period: Period) -> frozenset[Cell]:
        """The cells over sorted `dims`, margins among them, that may not be shown."""
        if (dims, period) not in self._answers:
            self._answers[dims, period] = self._answer(dims, period)
        return self._answers[dims, period]

    def hypercube(self, dims: tuple[str, ...], parent: Period | None) -> Hypercube:
        """The decisions about the full cells over `dims` in the periods that make up `parent`."""
        if (dims, parent) not in self._hypercubes:
            self._hypercubes[dims, parent] = Hypercube(self, dims, parent)
        return self._hypercubes[dims, parent]

    def periods(self, parent: Period | None) -> tuple[Period, ...]:
        """Those that make up a wider one; always has no wider one."""
        if parent is None:
            return (Period(PeriodKind.ALWAYS),)
        return self.years if parent.kind is PeriodKind.ALWAYS else parent.children

    def _answer(self, dims: tuple[str, ...], period: Period) -> frozenset[Cell]:
        if period.year and Period.of_year(period.year) not in self.years:
            return frozenset(self.counts.count(dims, period))  # came up since: not decided
        self.counts.array(canonical(dims), period)
        found = set(self.counts.unknown(dims, period))
        for size in range(len(dims) + 1):
            for names in combinations(dims, size):
                places = [dims.index(name) for name in names]
                for values in self._full(names, period):
                    cell = [ALL] * len(dims)
                    for place, value in zip(places, values, strict=True):
                        cell[place] = value
                    found.add(tuple(cell))
        return frozenset(found)

    def _full(self, names: tuple[str, ...], period: Period) -> set[Cell]:
        """The hidden cells that have a value in each of `names`."""
        finest = canonical(names)
        hypercube = self.hypercube(finest, period.parent)
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
                wider = self.counts.inside(finer, name)
                parts = [q for v, q in self.counts.partly(finer, name) if v == said[finer]]
                inside = [q for q, members in wider.items() if said[finer] in members]
                every = [{**cell, name: q} for cell in every for q in inside]
                if len(said) > len(canonical(names)):  # it lies in two that are not exact
                    every += [{**said, name: q} for q in parts]
        return [cell for cell in every if len(cell) == len(names)]


def hidden(
    count: Callable[[tuple[str, ...], Period], Mapping[Cell, int]],
    dims: tuple[str, ...],
    period: Period,
    least: int,
    years: Sequence[Period],
) -> frozenset[Cell]:
    """What `Control` says, once."""
    return Control(count, least, years).hidden(dims, period)
