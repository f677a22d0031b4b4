"""What the page of an outline shows beside the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from courses.authoring.models import Discarded, DraftEditor
from courses.content.models import Course, CourseVersion
from courses.content.queries import Outline
from lms.db import db
from lms.errors import found
from lms.i18n import Localised


@dataclass(frozen=True)
class Sum:
    """The minutes of all lessons against the hours of the course."""

    minutes: int
    of: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.minutes // self.of) if self.of else 0

    @property
    def lacking(self) -> int:
        """Minutes that are still to be filled; below zero there are too many."""
        return self.of - self.minutes

    @property
    def fits(self) -> bool:
        """Within a tenth, it adds up."""
        return abs(self.lacking) * 10 <= self.of


@dataclass(frozen=True)
class LastEdit:
    name: Localised
    at: datetime


def hours_of(course: Course, version: CourseVersion | None) -> Decimal:
    """What the draft says, or what the course says."""
    given = (version.details or {}).get("hours") if version is not None else None
    return Decimal(str(given)) if given else course.hours


def sum_of(course: Course, version: CourseVersion | None, outline: Outline | None) -> Sum:
    minutes = sum(module.minutes for module in outline) if outline else 0
    return Sum(minutes, int(hours_of(course, version) * 60))


def last_edit(version: CourseVersion, but: int) -> LastEdit | None:
    """Who changed the draft last, other than the reader."""
    row = db.session.scalar(
        select(DraftEditor)
        .where(DraftEditor.version_id == version.id, DraftEditor.user_id != but)
        .options(joinedload(DraftEditor.user))
        .order_by(DraftEditor.last_at.desc(), DraftEditor.user_id)
        .limit(1)
    )
    return LastEdit(row.user.display_name, row.last_at) if row else None


def trash(course: Course) -> Sequence[Discarded]:
    """What was deleted and not restored, the last first."""
    return db.session.scalars(
        select(Discarded)
        .where(Discarded.course_id == course.id, Discarded.restored_at.is_(None))
        .options(joinedload(Discarded.by))
        .order_by(Discarded.id.desc())
        .limit(200)
    ).all()


def trash_count(course: Course) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Discarded)
            .where(Discarded.course_id == course.id, Discarded.restored_at.is_(None))
        )
        or 0
    )


def discarded_of(course: Course, public_id: str) -> Discarded:
    return found(
        db.session.scalar(
            select(Discarded).where(
                Discarded.course_id == course.id, Discarded.public_id == public_id.upper()
            )
        )
    )


def title_of(discarded: Discarded) -> Localised:
    """What was deleted, by its name."""
    content = discarded.content
    thing = content["module"] if content["whole"] else content["lessons"][0]
    return Localised.of(thing["title"])
