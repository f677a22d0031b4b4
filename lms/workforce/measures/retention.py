"""Who came back: of those who began in a month, the share who learned one, two … months later."""

from dataclasses import dataclass

from lms.clock import now
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import HIDDEN, Cell, Question
from lms.workforce.measures.answering import least
from lms.workforce.measures.figures import share
from lms.workforce.measures.registry import OF_COURSES
from lms.workforce.periods import after, month_of
from lms.workforce.rollups.cube import cube
from lms.workforce.values import meant

RECENT = 24
Row = tuple[int, ...]


class OneFilter(DomainError):
    message = _l("Cohorts take at most one filter, and only one that belongs to courses.")


@dataclass(frozen=True)
class Cohort:
    """People who learned for the first time in a month; `later` are shares, month after month."""

    month: int
    size: Cell
    later: tuple[Cell, ...]


def retention(question: Question) -> list[Cohort]:
    """The cohorts of the period's months, oldest first; always: of the last two years."""
    names = [name for name, _value in question.where]
    if question.by or len(names) > 1 or not OF_COURSES.issuperset(names):
        raise OneFilter
    where = tuple((name, meant(name, value).value) for name, value in question.where)
    months = tuple(m for m in question.period.months or _recent() if m <= month_of(now()))
    known = cube()
    every = known.retention((), months)
    rows = known.retention(where, months) if where else every
    return [_cohort(month, rows[month], every.get(month, ())) for month in sorted(rows)]


def _recent() -> Row:
    this = month_of(now())
    return tuple(after(this, -n) for n in range(RECENT - 1, -1, -1))


def _cohort(month: int, row: Row, whole: Row) -> Cohort:
    """A part is shown where neither it, nor the rest, nor what is left of everybody's is small."""
    size, later = row[0], row[1:]
    if _is_small(size) or _is_small(_left(whole, 0, size)):
        return Cohort(month, HIDDEN, (HIDDEN,) * len(later))
    cells = []
    for n, back in enumerate(later, start=1):
        small = _is_small(back) or _is_small(size - back) or _is_small(_left(whole, n, back))
        cells.append(HIDDEN if small else share(Cell(back), Cell(size)))
    return Cohort(month, Cell(size, people=size), tuple(cells))


def _left(whole: Row, place: int, part: int) -> int:
    return whole[place] - part if place < len(whole) else 0


def _is_small(n: int) -> bool:
    return 0 < n < least()
