"""M17: courses that somebody recognises."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from courses.public import Accreditation, Course, CourseState
from lms.db import db
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.workforce.asking import Cell
from lms.workforce.dimensions import ALL
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.days import last_day
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import Unit, measure


@dataclass(frozen=True)
class Recognised:
    """A course and the body that recognises it, from when to when."""

    institution: str
    course: str
    title: Localised
    body: Localised
    number: str
    valid_from: date | None
    valid_to: date | None


@measure("M17", _l("Accredited courses"), Unit.COURSES, dimensions=("institution", "course"),
         source=_l("Accreditations of courses"))  # fmt: skip
def accredited(ask: Ask) -> Figures:
    """
    Published courses with at least one accreditation that is in force on the last day of the
    period, or today where the period is not over; each course counts once, by however many bodies
    it is recognised. A course belongs to the institution that owns it.
    """
    where = ask.where
    chosen = [
        found
        for found in recognised(last_day(ask.question.period, ask.today))
        if where.get("institution", found.institution) == found.institution
        and where.get("course", found.course) == found.course
    ]
    courses: dict[tuple[str, ...], set[str]] = {}
    for found in chosen:
        values = {"institution": found.institution, "course": found.course}
        courses.setdefault(tuple(values[name] for name in ask.question.by), set()).add(found.course)
    total = (ALL,) * len(ask.question.by)
    courses[total] = {found.course for found in chosen}
    return Figures({key: Cell(len(codes)) for key, codes in courses.items()})


def recognised(on: date) -> list[Recognised]:
    """Accreditations of published courses that are in force on that day."""
    rows = db.session.execute(
        sa.select(
            Institution.code,
            Course.code,
            Course.title,
            Accreditation.body,
            Accreditation.number,
            Accreditation.valid_from,
            Accreditation.valid_to,
        )
        .join(Course, Course.id == Accreditation.course_id)
        .join(Institution, Institution.id == Course.institution_id)
        .where(
            Course.state == CourseState.PUBLISHED,
            sa.or_(Accreditation.valid_from.is_(None), Accreditation.valid_from <= on),
            sa.or_(Accreditation.valid_to.is_(None), Accreditation.valid_to >= on),
        )
        .order_by(Institution.rank, Institution.code, Course.code, Accreditation.id)
    )
    return [Recognised(*row) for row in rows]
