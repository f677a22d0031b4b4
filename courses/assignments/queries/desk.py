"""What waits for a marker, and who may take it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from courses.assignments.lifecycle import RELEASED, WAITING, State
from courses.assignments.models import Marking, Submission
from courses.enrolment.models import SEATED, CourseRun, Enrolment
from lms.clock import now
from lms.db import db

PAGE = 50
TO_DECIDE = 2


@dataclass(frozen=True)
class Filter:
    """What of the queue is shown."""

    run_id: int | None = None
    lesson_key: int | None = None
    before: datetime | None = None
    mine: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Waiting:
    """A line of the queue, and whether the reader may take it now."""

    submission: Submission
    free: bool


def _takeable(marker_id: int, *, decides: bool) -> ColumnElement[bool]:
    """Not one's own work, not marked by oneself; where two do not agree, only who decides."""
    by_me = exists().where(
        Marking.submission_id == Submission.id,
        Marking.marker_id == marker_id,
        Marking.finished_at.is_not(None),
    )
    fresh = and_(Submission.marks < TO_DECIDE, ~by_me)
    allowed = or_(fresh, Submission.marks >= TO_DECIDE) if decides else fresh
    return and_(allowed, Enrolment.learner_id != marker_id)


def _free(marker_id: int, at: datetime) -> ColumnElement[bool]:
    """Nobody else holds it."""
    return or_(
        Submission.claimed_by_id.is_(None),
        Submission.claimed_by_id == marker_id,
        Submission.claimed_until <= at,
    )


def takeable(
    course_id: int, marker_id: int, *, decides: bool, chosen: Filter | None = None
) -> sa.Select[Submission]:
    """What this marker may begin now, the longest waiting first."""
    return (
        _of_course(course_id, chosen or Filter())
        .where(_takeable(marker_id, decides=decides), _free(marker_id, now()))
        .order_by(Submission.submitted_at, Submission.id)
    )


def _of_course(course_id: int, chosen: Filter) -> sa.Select[Submission]:
    states = RELEASED if chosen.marked else WAITING
    query = (
        select(Submission)
        .join(Submission.enrolment)
        .join(Enrolment.run)
        .where(CourseRun.course_id == course_id, Submission.state.in_(states))
    )
    if not chosen.marked:
        query = query.where(Enrolment.state.in_(SEATED))
    if chosen.run_id is not None:
        query = query.where(Enrolment.run_id == chosen.run_id)
    if chosen.lesson_key is not None:
        query = query.where(Submission.lesson_key == chosen.lesson_key)
    if chosen.before is not None:
        query = query.where(Submission.submitted_at <= chosen.before)
    return query


def queue(
    course_id: int,
    marker_id: int,
    *,
    decides: bool,
    chosen: Filter,
    after: tuple[datetime, int] | None = None,
) -> list[Waiting]:
    """A page of the queue, the longest waiting first; what is marked, the newest first."""
    query = _of_course(course_id, chosen)
    if chosen.mine:
        own = exists().where(Marking.submission_id == Submission.id, Marking.marker_id == marker_id)
        query = query.where(or_(own, Submission.claimed_by_id == marker_id))
    place = sa.tuple_(Submission.submitted_at, Submission.id)
    if chosen.marked:
        query = query.order_by(Submission.submitted_at.desc(), Submission.id.desc())
    else:
        query = query.order_by(Submission.submitted_at, Submission.id)
    if after is not None:
        here = sa.tuple_(sa.literal(after[0], Submission.submitted_at.type), sa.literal(after[1]))
        query = query.where(place < here if chosen.marked else place > here)
    moment = now()
    may = and_(_takeable(marker_id, decides=decides), _free(marker_id, moment))
    rows = db.session.execute(
        query.add_columns(may)
        .options(
            contains_eager(Submission.enrolment).contains_eager(Enrolment.run),
            contains_eager(Submission.enrolment).joinedload(Enrolment.learner),
            joinedload(Submission.claimed_by),
        )
        .limit(PAGE + 1)
    )
    return [Waiting(row[0], bool(row[1]) and not chosen.marked) for row in rows]


def numbers(course_id: int) -> dict[State, int]:
    """How many works of a course are in which state."""
    rows = db.session.execute(
        select(Submission.state, func.count())
        .join(Submission.enrolment)
        .join(Enrolment.run)
        .where(CourseRun.course_id == course_id, Enrolment.state.in_(SEATED))
        .group_by(Submission.state)
    )
    return {row[0]: row[1] for row in rows}


def waiting_for(course_ids: Iterable[int], marker_id: int) -> dict[int, int]:
    """How many works of each course this marker could begin now."""
    rows = db.session.execute(
        select(CourseRun.course_id, func.count())
        .select_from(Submission)
        .join(Submission.enrolment)
        .join(Enrolment.run)
        .where(
            CourseRun.course_id.in_(list(course_ids)),
            Submission.state.in_(WAITING),
            Enrolment.state.in_(SEATED),
            _takeable(marker_id, decides=False),
            _free(marker_id, now()),
        )
        .group_by(CourseRun.course_id)
    )
    return {row[0]: row[1] for row in rows}


def runs_with_works(course_id: int) -> Sequence[CourseRun]:
    """Runs of a course, the newest first: for the filter and the days of each."""
    return db.session.scalars(
        select(CourseRun).filter_by(course_id=course_id).order_by(CourseRun.number.desc())
    ).all()
