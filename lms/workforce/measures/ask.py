"""One question on its way to an answer: what a measure's function gets to count with.

Everything that comes out of here is published: what may not be shown is hidden already.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from lms.workforce.asking import HIDDEN, Cell, Question
from lms.workforce.dimensions import ALL, NOT_STATED
from lms.workforce.grid import Grid
from lms.workforce.measures.control import Count, Counted, decided
from lms.workforce.measures.figures import Figures, Key
from lms.workforce.periods import Period
from lms.workforce.rollups.cube import Cube, Gain
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.store import Rated

T = TypeVar("T")
DISABILITY, DISABLED = "disability", "disabled"
NONE = "0"


@dataclass(frozen=True)
class Ask:
    """A question, the cube that answers it, and how few people are hidden."""

    question: Question
    cube: Cube
    least: int
    today: date

    @property
    def where(self) -> dict[str, str]:
        return dict(self.question.where)

    def people(self, kind: Kind, **fixed: str) -> Figures:
        """Distinct people to whom it happened, who also have the values in `fixed`."""
        return self._published(Counted(kind.name, self._people(kind)), fixed)

    def enrolments(self, kind: Kind) -> Figures:
        """How often it happened; shown where the people are."""
        counts = self.cube.enrolments(kind, self.question.dimensions, self.question.period)
        return self.people(kind).valued(self.by_key(counts, Cell))

    def hours(self) -> Figures:
        """Credited hours of those who completed; shown where the people are."""
        counts = self.cube.hours(self.question.dimensions, self.question.period)
        return self.people(Kind.COMPLETED).valued(self.by_key(counts, Cell), Cell(Decimal(0)))

    def employers(self, kind: Kind) -> Figures:
        """Distinct organisations in which they work; shown where the people are."""
        counts = self.cube.employers(kind, self.question.dimensions, self.question.period)
        return self.people(kind).valued(self.by_key(counts, Cell))

    def gains(self, made: Callable[[Gain], Cell]) -> Figures:
        """Made of results before and after; shown where the people with both are."""
        sums = self.cube.gains(self.question.dimensions, self.question.period)
        return self.people(Kind.SCORED).valued(self.by_key(sums, made), Cell(None))

    def answers(self) -> Figures:
        """Sheets of answers to the satisfaction survey: nobody knows whose."""
        return self._published(Counted("answers", self._answers), {})

    def ratings(self, made: Callable[[Rated], Cell]) -> Figures:
        """Made of sums of answers; shown where the sheets are."""
        sums = self.cube.ratings(self.question.dimensions, self.question.period)
        return self.answers().valued(self.by_key(sums, made), Cell(None))

    def counted(self, name: str, count: Count) -> Figures:
        """Counts of people from elsewhere under the same control."""
        return self._published(Counted(name, count), {})

    def spread(self, kind: Kind, dimension: str) -> dict[Key, dict[str, Cell]]:
        """For each key the published people by the values of one more dimension."""
        found: dict[Key, dict[str, Cell]] = {}
        by = (*self.question.by, dimension)
        for key, figure in self._cells(Counted(kind.name, self._people(kind)), by, {}):
            if key[-1] != ALL:
                found.setdefault(key[:-1], {})[key[-1]] = figure
        return {key: figures for key, figures in found.items() if _is_row(key)}

    def apart(self, kind: Kind, dimension: str, group: Callable[[str], str]) -> Figures:
        """Hides the keys in which sums over groups of values would tell about hidden ones.

        A group is safe with none hidden, or with several that hold enough people together.
        """
        by = (*self.question.by, dimension)
        counts, closed = self._decided(Counted(kind.name, self._people(kind)), by, {})
        groups: dict[tuple[Key, str], list[int]] = {}
        for cell in closed:
            if cell[-1] != ALL and _is_row(cell[:-1]):
                groups.setdefault((cell[:-1], group(cell[-1])), []).append(counts.get(cell, 0))
        unsafe = {k for (k, _g), n in groups.items() if len(n) == 1 or sum(n) < self.least}
        return Figures(dict.fromkeys(unsafe, HIDDEN))

    def _people(self, kind: Kind) -> Count:
        def count(dimensions: tuple[str, ...], period: Period) -> Mapping[Key, int]:
            if DISABLED not in dimensions:
                return self.cube.people(kind, dimensions, period)
            place = dimensions.index(DISABLED)
            names = (*dimensions[:place], DISABILITY, *dimensions[place + 1 :])
            kinds = self.cube.people(kind, names, period)
            return kinds.grouped(DISABILITY, DISABLED, disabled)  # a person has told at most one

        return count

    def _answers(self, dimensions: tuple[str, ...], period: Period) -> Mapping[Key, int]:
        sums = self.cube.ratings(dimensions, period)
        return Grid(sums.dims, sums.names, sums.array[..., 0], int)

    def _published(self, counted: Counted, fixed: Mapping[str, str]) -> Figures:
        cells = self._cells(counted, self.question.by, fixed)
        return Figures({key: figure for key, figure in cells if _is_row(key)})

    def _cells(
        self, counted: Counted, by: tuple[str, ...], fixed: Mapping[str, str]
    ) -> Iterator[tuple[Key, Cell]]:
        """Every cell over `by` that is not an open nought, margins among them."""
        counts, closed = self._decided(counted, by, fixed)
        for cell, number in counts.items():
            yield cell, Cell(number, people=number)
        for cell in closed:
            yield cell, HIDDEN

    def _decided(
        self, counted: Counted, by: tuple[str, ...], fixed: Mapping[str, str]
    ) -> tuple[Grid[int], Grid[bool]]:
        where = self.where | dict(fixed)
        dimensions = tuple(sorted({*by, *where}))
        found = decided(self.cube, counted, dimensions, self.question.period, self.least)
        return found.counts.at(by, where), found.closed.at(by, where)

    def by_key(self, values: Mapping[Key, T], made: Callable[[T], Cell]) -> dict[Key, Cell]:
        """Raw sums by key: never published without people to say whether they may be.

        `values` has the cells over the dimensions of the question.
        """
        by, where = self.question.by, self.where
        if isinstance(values, Grid):
            rows: Mapping[Key, T] = values.at(by, where)
        else:
            names = self.question.dimensions
            rows = {
                tuple(cell[names.index(name)] for name in by): value
                for cell, value in values.items()
                if all(cell[names.index(name)] == said for name, said in where.items())
            }
        return {key: made(value) for key, value in rows.items() if _is_row(key)}


def _is_row(key: Key) -> bool:
    """Of a row, or of the total."""
    return key.count(ALL) in (0, len(key))


def disabled(value: str) -> str:
    """Any kind of disability, none, not told."""
    return value if value in (ALL, NOT_STATED) else "out" if value == NONE else "in"
