"""Which counts a person belongs to: pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from lms.i18n.dates import BE, to_bangkok
from lms.workforce.models import ALWAYS, EVERYWHERE, Measure


class Touch(NamedTuple):
    """A person counts for a measure, at an institution, in a month."""

    person_id: int
    measure: int
    institution_id: int
    month: int


class Cell(NamedTuple):
    """One published number: a measure, at an institution or everywhere, in a period."""

    measure: int
    institution_id: int
    period: int


def month_of(moment: datetime) -> int:
    """202611, by the wall clock in Bangkok."""
    local = to_bangkok(moment)
    return local.year * 100 + local.month


def year_of(month: int) -> int:
    """The Thai fiscal year of a month: 202610 lies in 2570."""
    year, number = divmod(month, 100)
    return year + BE + (number >= 10)


def months_of(year: int) -> list[int]:
    """The twelve months of a fiscal year, October first."""
    before = year - BE - 1
    return [before * 100 + m for m in (10, 11, 12)] + [(before + 1) * 100 + m for m in range(1, 10)]


def cells_of(touches: Iterable[Touch]) -> set[tuple[int, Cell]]:
    """Every (person, cell): each person once in a cell, however often they did something."""
    return {
        (touch.person_id, Cell(touch.measure, institution_id, period))
        for touch in touches
        for institution_id in _places(touch)
        for period in (touch.month, year_of(touch.month), ALWAYS)
    }


def count(touches: Iterable[Touch]) -> Counter[Cell]:
    return Counter(cell for _person, cell in cells_of(touches))


def _places(touch: Touch) -> Iterator[int]:
    yield EVERYWHERE
    if touch.measure != Measure.REGISTERED:
        yield touch.institution_id
