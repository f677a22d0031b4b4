"""Who came back: of those who began in a month, the share who learned one, two … months later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from lms.clock import now
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import HIDDEN, Cell, Question
from lms.workforce.disclosing.lines import Flags, Numbers
from lms.workforce.grid import Grid
from lms.workforce.measures.answering import least, settled
from lms.workforce.measures.control import Count, Counted, decided
from lms.workforce.measures.figures import share
from lms.workforce.measures.registry import OF_COURSES
from lms.workforce.periods import Period, after, between, month_of
from lms.workforce.rollups.cohorts import MOST
from lms.workforce.rollups.cube import Cube, cube
from lms.workforce.rollups.models import Kind
from lms.workforce.values import meant

RECENT = 24
Months = tuple[int, ...]
Names = tuple[str, ...]


class OneFilter(DomainError):
    message = _l("Cohorts take at most one filter, and only one that belongs to courses.")


@dataclass(frozen=True)
class Cohort:
    """People who learned for the first time in a month; `later` are shares, month after month."""

    month: int
    size: Cell
    later: tuple[Cell, ...]


@dataclass(frozen=True)
class Retention:
    """Cohorts, oldest first, all of one count."""

    cohorts: tuple[Cohort, ...]
    as_of: datetime


def retention(question: Question) -> Retention:
    """The cohorts of the period's months; always: of the last two years."""
    names = [name for name, _value in question.where]
    if question.by or len(names) > 1 or not OF_COURSES.issuperset(names):
        raise OneFilter
    where = {name: meant(name, value).value for name, value in question.where}
    asked = question.period.months or _recent()
    shown, as_of = settled(cube(), lambda known: _decided(known, tuple(where), where, least()))
    there = (one for one in shown if one.month in asked and one.size != Cell(0))
    return Retention(tuple(there), as_of)


def _recent() -> Months:
    this = month_of(now())
    return tuple(after(this, -n) for n in range(RECENT - 1, -1, -1))


def _decided(known: Cube, dims: Names, where: Mapping[str, str], few: int) -> list[Cohort]:
    """All cohorts under disclosure control, each part of them as a count of people of its own."""
    months = known.active_months()
    counts = np.zeros((len(months), 1 + MOST), dtype=np.int64)
    closed = np.zeros(counts.shape, dtype=bool)
    for later in range(1 + MOST):
        counted = Counted(f"cohort/{later}", _counting(known, months, later))
        for at, month in enumerate(months):
            found = decided(known, counted, dims, Period.of_month(month), few)
            counts[at, later] = found.counts.at((), where).get((), 0)
            closed[at, later] = found.closed.at((), where).get((), False)
    size = counts[:, :1]
    rest = size - counts
    closed |= ((rest > 0) & (rest < few)) | closed[:, :1]
    _close_sums(counts, closed, months, _learned(known, months, dims, where, few), few)
    return [_cohort(months, at, counts[at], closed[at]) for at in range(len(months))]


def _counting(known: Cube, months: Months, later: int) -> Count:
    def count(dims: Names, period: Period) -> Grid[int]:
        grid = known.cohorts(dims)
        held = [at for at, month in enumerate(months) if period.holds(month)]
        return Grid(dims, grid.names, grid.array[..., held, later].sum(-1), int)

    return count


def _learned(
    known: Cube, months: Months, dims: Names, where: Mapping[str, str], few: int
) -> list[int | None]:
    """The published number of all who learned in each month; None where it is hidden."""
    active = Counted(Kind.ACTIVE.name, lambda d, p: known.people(Kind.ACTIVE, d, p))
    every: list[int | None] = []
    for month in months:
        found = decided(known, active, dims, Period.of_month(month), few)
        is_closed = () in found.closed.at((), where)
        every.append(None if is_closed else found.counts.at((), where).get((), 0))
    return every


def _close_sums(
    counts: Numbers, closed: Flags, months: Months, learned: list[int | None], few: int
) -> None:
    """Those of all cohorts who learned in one month, and those of older ones, are all who did:
    what is hidden of them must not be the rest.
    """
    place = {month: at for at, month in enumerate(months)}
    settled = False
    while not settled:
        settled = True
        for month, whole in zip(months, learned, strict=True):
            if whole is None:
                continue
            parts = [(place[began], later) for later in range(1 + MOST)
                     if (began := after(month, -later)) in place]  # fmt: skip
            older = whole - sum(int(counts[part]) for part in parts)
            secret = [part for part in parts if closed[part]]
            people = older + sum(int(counts[part]) for part in secret)
            alone = len(secret) == 1 and not older
            if people == 0 or (people >= few and not alone):
                continue
            open_ = [part for part in parts if not closed[part]]
            if open_:
                closed[min(open_, key=lambda part: (counts[part] == 0, counts[part]))] = True
                settled = False


def _cohort(months: Months, at: int, counts: Numbers, closed: Flags) -> Cohort:
    size = HIDDEN if closed[0] else Cell(int(counts[0]), people=int(counts[0]))
    later = tuple(
        HIDDEN if closed[n] or size.hidden else share(Cell(int(counts[n])), size)
        for n in range(1, 1 + min(MOST, between(months[at], months[-1])))
    )
    return Cohort(months[at], size, later)
