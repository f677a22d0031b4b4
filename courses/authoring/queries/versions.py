"""The versions of a course, with the people behind each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.authoring.models import DraftEditor, Endorsement, EndorsementState
from courses.content.models import Course, CourseVersion
from lms.accounts.public import User
from lms.db import db
from lms.errors import found


@dataclass(frozen=True)
class VersionLine:
    """One version; `writers` changed it while it was a draft."""

    version: CourseVersion
    writers: tuple[User, ...]
    approver: User | None
    endorsed_by: tuple[Endorsement, ...]
    is_live: bool


def versions(course: Course) -> list[VersionLine]:
    """The newest first; four statements."""
    rows = db.session.scalars(
        select(CourseVersion)
        .where(CourseVersion.course_id == course.id)
        .options(joinedload(CourseVersion.course))
        .order_by(CourseVersion.number.desc())
    ).all()
    ids = [row.id for row in rows]
    wrote: dict[int, dict[int, None]] = {row.id: {} for row in rows}
    for row in rows:
        if row.author_id:
            wrote[row.id][row.author_id] = None
    for editor in db.session.scalars(
        select(DraftEditor).where(DraftEditor.version_id.in_(ids)).order_by(DraftEditor.first_at)
    ):
        wrote[editor.version_id][editor.user_id] = None
    named = {who for ids_ in wrote.values() for who in ids_}
    named |= {row.approved_by_id for row in rows if row.approved_by_id}
    people = {p.id: p for p in db.session.scalars(select(User).where(User.id.in_(named)))}
    given = db.session.scalars(
        select(Endorsement)
        .where(Endorsement.version_id.in_(ids), Endorsement.state == EndorsementState.GIVEN)
        .options(joinedload(Endorsement.agency))
    ).all()
    return [
        VersionLine(
            version=row,
            writers=tuple(people[who] for who in wrote[row.id] if who in people),
            approver=people.get(row.approved_by_id or 0),
            endorsed_by=tuple(e for e in given if e.version_id == row.id),
            is_live=row.id == course.version_id,
        )
        for row in rows
    ]


def published(course: Course, number: int) -> CourseVersion:
    return found(
        db.session.scalar(
            select(CourseVersion)
            .where(
                CourseVersion.course_id == course.id,
                CourseVersion.number == number,
                CourseVersion.published_at.is_not(None),
            )
            .options(joinedload(CourseVersion.course))
        )
    )


def two_of(
    known: Sequence[CourseVersion], old: str | None, new: str | None, course: Course
) -> tuple[CourseVersion, CourseVersion]:
    """The versions with these numbers; what is live and the newest one where none is named."""
    if not known:
        found(None)
    numbers = {str(version.number): version for version in known}
    live = next((v for v in known if v.id == course.version_id), known[-1])
    return numbers.get(old or "", live), numbers.get(new or "", known[0])
