"""One question on its way to an answer: what a measure's function gets to count with.

Everything that comes out of here is published: what may not be shown is hidden already.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
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
NONE, UNSAID = "0", "9"


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
        return self._published(self._counted(kind), fixed)

    def enrolments(self, kind: Kind) -> Figures:
        """How often it happened."""
        return self._done(kind, partial(self.cube.enrolments, kind))

    def hours(self) -> Figures:
        """Credited hours of those who completed; shown where their completions are."""
        counts = self.cube.hours(self.question.dimensions, self.question.period)
        completions = self.enrolments(Kind.COMPLETED)
        return completions.valued(self.by_key(counts, Cell), Cell(Decimal(0)))

    def employers(self, kind: Kind) -> Figures:
        """Distinct organisations in which they work; shown where the people are."""
        counts = self.cube.employers(kind, self.question.dimensions, self.question.period)
        return self.people(kind).valued(self.by_key(counts, Cell))

    def gains(self, made: Callable[[Gain], Cell]) -> Figures:
        """Made of results before and after; shown where the enrolments with both are."""
        sums = self.cube.gains(self.question.dimensions, self.question.period)
        return self._done(Kind.SCORED, self.cube.pairs).valued(self.by_key(sums, made), Cell(None))

    def answers(self) -> Figures:
        """Sheets of answers to the satisfaction survey: nobody knows whose."""
        return self.counted("answers", self._answers)

    def ratings(self, made: Callable[[Rated], Cell]) -> Figures:
        """Made of sums of answers; shown where the sheets are."""
        sums = self.cube.ratings(self.question.dimensions, self.question.period)
        return self.answers().valued(self.by_key(sums, made), Cell(None))

    def counted(self, name: str, count: Count) -> Figures:
        """Counts of people from elsewhere under the same control."""
        return self._published(Counted(name, count, ever=self._counted(Kind.APPLIED)), {})

    def done(self, name: str, count: Count, people: Count) -> Figures:
        """What people did, as often as they did it: hidden where they are, and where adding up
        would tell of it.
        """
        return self._published(Counted(f"{name}/done", count, Counted(name, people)), {})

    def spread(self, kind: Kind, dimension: str) -> dict[Key, dict[str, Cell]]:
        """For each key the published people by the values of one more dimension."""
        found: dict[Key, dict[str, Cell]] = {}
        by = (*self.question.by, dimension)
        for key, figure in self._cells(self._counted(kind), by, {}):
            if key[-1] != ALL:
                found.setdefault(key[:-1], {})[key[-1]] = figure
        return {key: figures for key, figures in found.items() if _is_row(key)}

    def apart(self, kind: Kind, dimension: str, group: Callable[[str], str]) -> Figures:
        """Hides the keys in which sums over groups of values would tell about hidden ones.

        A group is safe with none hidden, or with several that hold enough people together.
        """
        by = (*self.question.by, dimension)
        counts, closed = self._decided(self._counted(kind), by, {})
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

    def _done(self, kind: Kind, count: Count) -> Figures:
        done = Counted(f"{kind.name}/done", count, self._counted(kind))
        return self._published(done, {})

    def _counted(self, kind: Kind) -> Counted:
        """Who did more than apply are some of those who learned then, and all of them applied."""
        applied = Counted(Kind.APPLIED.name, self._people(Kind.APPLIED))
        if kind is Kind.APPLIED:
            return applied
        learned = Counted(Kind.ACTIVE.name, self._people(Kind.ACTIVE), ever=applied)
        if kind is Kind.ACTIVE:
            return learned
        return Counted(kind.name, self._people(kind), among=learned, ever=applied)

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
            yield cell, Cell(number, people=None if counted.people else number)
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
    if value in (ALL, NOT_STATED, UNSAID):
        return value if value == ALL else NOT_STATED
    return "out" if value == NONE else "in"
