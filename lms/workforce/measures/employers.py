"""M14: what employers do with certificates: how often they look one up, never whose; and where
enough people hold what open places ask for.
"""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import product
from typing import NamedTuple

import sqlalchemy as sa

from certificates.public import Certificate, LookUps
from courses.public import Course
from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.workforce.asking import Cell
from lms.workforce.dimensions import ALL, NOT_STATED
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.days import day_after, first_day, last_day
from lms.workforce.measures.figures import Figures, Key
from lms.workforce.measures.registry import Unit, measure
from lms.workforce.periods import Period


class Looked(NamedTuple):
    """How often certificates of a course were looked up, and how many certificates those were."""

    institution: str
    course: str
    certificates: int
    times: int


_kept: Cache[tuple[Period, int], list[Looked]] = Cache(300, seconds=120)


@measure("M14a", _l("Look-ups of certificates"), Unit.LOOK_UPS,
         dimensions=("institution", "course"),
         source=_l("Counter of the page that checks certificates"))  # fmt: skip
def look_ups(ask: Ask) -> Figures:
    """
    How often certificates were looked up on the page that checks them, by their code or by their
    file, whoever asked. The day of the look-up decides the period. Nobody keeps who asked, and
    numbers that rest on fewer certificates than are shown are hidden.
    """
    minute = int(now().timestamp()) // 60

    def certificates(dims: tuple[str, ...], period: Period) -> Mapping[Key, int]:
        return _summed(dims, period, minute, lambda row: row.certificates)

    def times(dims: tuple[str, ...], period: Period) -> Mapping[Key, int]:
        return _summed(dims, period, minute, lambda row: row.times)

    return ask.done(f"look_ups/{minute}", times, certificates)


def _summed(
    dims: tuple[str, ...], period: Period, minute: int, part: Callable[[Looked], int]
) -> Mapping[Key, int]:
    rows = _cube(dims, looked_up(period, minute))
    return {cell: sum(part(row) for row in found) for cell, found in rows.items()}


def _cube(dims: tuple[str, ...], rows: list[Looked]) -> dict[Key, list[Looked]]:
    """The rows of every cell, margins included; a certificate stands in one course alone."""
    cells: dict[Key, list[Looked]] = {}
    for row in rows:
        for cell in product(*((getattr(row, name, NOT_STATED), ALL) for name in dims)):
            cells.setdefault(cell, []).append(row)
    return cells


def looked_up(period: Period, minute: int) -> list[Looked]:
    """By institution and course, over the days of a period."""
    return _kept.get((period, minute), lambda: _read(period))


def _read(period: Period) -> list[Looked]:
    statement = (
        sa.select(
            Institution.code,
            Course.code,
            sa.func.count(sa.distinct(LookUps.certificate_id)),
            sa.func.sum(LookUps.times),
        )
        .join(Certificate, Certificate.id == LookUps.certificate_id)
        .join(Institution, Institution.id == Certificate.institution_id)
        .join(Course, Course.id == Certificate.course_id)
        .where(Certificate.is_sample.is_(False))
        .group_by(Institution.code, Course.code)
        .order_by(Institution.code, Course.code)
    )
    if period.months:
        statement = statement.where(
            LookUps.day >= first_day(period), LookUps.day < day_after(period)
        )
    return [
        Looked(row[0], row[1], int(row[2]), int(row[3])) for row in db.session.execute(statement)
    ]


_matched: list[Callable[[date], int]] = []


def matched_by(counter: Callable[[date], int]) -> None:
    """Register who knows the open places and counts those that could be filled on a day."""
    _matched[:] = [counter]


@measure(
    "M14b",
    _l("Open places that could be filled"),
    Unit.VACANCIES,
    dimensions=(),
    source=_l("Vacancies of employers and the register of certificates"),
)
def matched(ask: Ask) -> Figures:
    """
    Open places of employers, on the last day of the period or today, for which at least as many
    people who hold certificates of the skills asked for live in the district of the place as there
    are places. The certificates are those of today, whatever the period. Nobody is matched by name:
    published numbers of people are compared with numbers of places, and a number that is hidden
    counts as too few.
    """
    on = last_day(ask.question.period, ask.today)
    return Figures({(): Cell(sum(count(on) for count in _matched))})
