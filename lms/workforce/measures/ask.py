"""One question on its way to an answer: what a measure's function gets to count with.

Everything that comes out of here is published: what may not be shown is hidden already.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from lms.workforce.asking import HIDDEN, Cell, Question
from lms.workforce.dimensions import ALL, NOT_STATED
from lms.workforce.measures.control import Count, Counted, hidden
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
        dimensions = tuple(sorted({*self.question.dimensions, dimension}))
        found: dict[Key, dict[str, Cell]] = {}
        cells = self._all(Counted(kind.name, self._people(kind)), dimensions)
        place = dimensions.index(dimension)
        key_of = self._keys(dimensions, {})
        for cell, figure in cells.items():
            key = key_of((*cell[:place], ALL, *cell[place + 1 :]))
            if key is not None and cell[place] != ALL:
                found.setdefault(key, {})[cell[place]] = figure
        return found

    def apart(self, kind: Kind, dimension: str, group: Callable[[str], str]) -> Figures:
        """Hides the keys in which sums over groups of values would tell about hidden ones.

        A group is safe with none hidden, or with several that hold enough people together.
        """
        dimensions = tuple(sorted({*self.question.dimensions, dimension}))
        place, key_of = dimensions.index(dimension), self._keys(dimensions, {})
        counted = Counted(kind.name, self._people(kind))
        period = self.question.period
        counts = counted.count(dimensions, period)
        groups: dict[tuple[Key, str], list[int]] = {}
        for cell in hidden(self.cube, counted, dimensions, period, self.least):
            key = key_of((*cell[:place], ALL, *cell[place + 1 :]))
            if key is not None and cell[place] != ALL:
                groups.setdefault((key, group(cell[place])), []).append(counts.get(cell, 0))
        unsafe = {k for (k, _g), n in groups.items() if len(n) == 1 or sum(n) < self.least}
        return Figures(dict.fromkeys(unsafe, HIDDEN))

    def _people(self, kind: Kind) -> Count:
        def count(dimensions: tuple[str, ...], period: Period) -> Mapping[Key, int]:
            if DISABLED not in dimensions:
                return self.cube.people(kind, dimensions, period)
            place = dimensions.index(DISABLED)
            names = (*dimensions[:place], DISABILITY, *dimensions[place + 1 :])
            return _grouped(self.cube.people(kind, names, period), place)

        return count

    def _answers(self, dimensions: tuple[str, ...], period: Period) -> Mapping[Key, int]:
        sums = self.cube.ratings(dimensions, period)
        return {cell: rating.answers for cell, rating in sums.items()}

    def _published(self, counted: Counted, fixed: Mapping[str, str]) -> Figures:
        dimensions = tuple(sorted({*self.question.dimensions, *fixed}))
        key_of = self._keys(dimensions, fixed)
        found = {}
        for cell, figure in self._all(counted, dimensions).items():
            key = key_of(cell)
            if key is not None:
                found[key] = figure
        return Figures(found)

    def _all(self, counted: Counted, dimensions: tuple[str, ...]) -> dict[Key, Cell]:
        """Every cell over these dimensions that is not an open nought."""
        period = self.question.period
        closed = hidden(self.cube, counted, dimensions, period, self.least)
        cells = {cell: Cell(n, people=n) for cell, n in counted.count(dimensions, period).items()}
        return cells | dict.fromkeys(closed, HIDDEN)

    def by_key(self, values: Mapping[Key, T], made: Callable[[T], Cell]) -> dict[Key, Cell]:
        """Raw sums by key: never published without people to say whether they may be."""
        key_of = self._keys(self.question.dimensions, {})
        found = {}
        for cell, value in values.items():
            key = key_of(cell)
            if key is not None:
                found[key] = made(value)
        return found

    def _keys(
        self, dimensions: tuple[str, ...], fixed: Mapping[str, str]
    ) -> Callable[[Key], Key | None]:
        """From a cell over `dimensions` to the key of its row, of the total, or None: neither."""
        wanted = self.where | dict(fixed)
        tests = [(dimensions.index(name), value) for name, value in wanted.items()]
        free = [n for n, name in enumerate(dimensions) if name not in wanted]
        by = [dimensions.index(name) for name in self.question.by]
        loose = [n for n in free if n not in by]

        def key_of(cell: Key) -> Key | None:
            if any(cell[n] != value for n, value in tests) or any(cell[n] != ALL for n in loose):
                return None
            key = tuple(cell[n] for n in by)
            stars = key.count(ALL)
            return key if stars in (0, len(key)) else None

        return key_of


def _grouped(counts: Mapping[Key, int], place: int) -> dict[Key, int]:
    """The kinds of disability as one: a person has told at most one."""
    found: dict[Key, int] = {}
    for cell, n in counts.items():
        key = (*cell[:place], disabled(cell[place]), *cell[place + 1 :])
        found[key] = found.get(key, 0) + n
    return found


def disabled(value: str) -> str:
    """Any kind of disability, none, not told."""
    return value if value in (ALL, NOT_STATED) else "out" if value == NONE else "in"
