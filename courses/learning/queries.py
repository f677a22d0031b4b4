"""Hot reads of the room: statements built once, run beside the request's transaction."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, RowMapping, bindparam, select

from courses.content.models import Course
from courses.content.queries import Outline, editions, outline
from courses.enrolment.models import CourseRun, Enrolment
from courses.enrolment.queries import begun_at
from courses.learning.completion import Facts, Rules
from courses.learning.models import (
    AssignmentResult,
    NewsSeen,
    Progress,
    QuizResult,
    WatchedIntervals,
)
from courses.learning.news import news
from courses.learning.standing import LessonProgress, Marked, Result, Room, Standing
from lms.db import db
from lms.errors import DomainError, found
from lms.i18n import lazy_gettext as _l

_room = (
    select(
        CourseRun.id.label("run_id"),
        CourseRun.public_id.label("run_public_id"),
        CourseRun.number.label("run_number"),
        CourseRun.state.label("run_state"),
        CourseRun.starts_on,
        CourseRun.ends_on,
        CourseRun.rules,
        Course.code.label("course_code"),
        Course.title,
        Course.document,
        Course.language,
        Course.version_id,
        Enrolment.id.label("enrolment_id"),
        Enrolment.learner_id,
        Enrolment.state,
        Enrolment.completed_at,
        begun_at.label("begun_at"),
        NewsSeen.number.label("news_seen"),
    )
    .join(Course, Course.id == CourseRun.course_id)
    .outerjoin(
        Enrolment,
        sa.and_(Enrolment.run_id == CourseRun.id, Enrolment.learner_id == bindparam("learner_id")),
    )
    .outerjoin(NewsSeen, NewsSeen.enrolment_id == Enrolment.id)
    .where(CourseRun.public_id == bindparam("public_id"))
)
_facts = (
    select(
        Progress.enrolment_id,
        Progress.lesson_key,
        Progress.status,
        Progress.position,
        Progress.seconds,
        Progress.updated_at,
        QuizResult.role,
        QuizResult.attempts,
        QuizResult.first_percent,
        QuizResult.best_percent,
        QuizResult.passed,
        AssignmentResult.percent,
        AssignmentResult.passed.label("work_passed"),
    )
    .outerjoin(
        QuizResult,
        sa.and_(
            QuizResult.enrolment_id == Progress.enrolment_id,
            QuizResult.lesson_key == Progress.lesson_key,
        ),
    )
    .outerjoin(
        AssignmentResult,
        sa.and_(
            AssignmentResult.enrolment_id == Progress.enrolment_id,
            AssignmentResult.lesson_key == Progress.lesson_key,
        ),
    )
    .where(Progress.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)))
)
_watched = select(WatchedIntervals.intervals, WatchedIntervals.reported_at).where(
    WatchedIntervals.enrolment_id == bindparam("enrolment_id"),
    WatchedIntervals.lesson_key == bindparam("lesson_key"),
)


class NotEnrolled(DomainError):
    """The run is there, but the reader has no place in it."""

    message = _l("You are not enrolled in this course yet. Enrol first, then the lessons open.")

    def __init__(self, course_code: str) -> None:
        super().__init__()
        self.course_code = course_code


def room(run_public_id: str, learner_id: int) -> Room:
    """The learner's own place in the run: two statements, however many lessons and learners."""
    values = {"public_id": run_public_id, "learner_id": learner_id}
    with db.engines["read"].connect() as connection:
        row = found(connection.execute(_room, values).mappings().one_or_none())
        if row["enrolment_id"] is None:
            raise NotEnrolled(row["course_code"])
        rows = connection.execute(_facts, {"enrolment_ids": [row["enrolment_id"]]}).all()
    fields = dict(row)
    version_id, seen = found(fields.pop("version_id")), fields.pop("news_seen") or 0
    standing = _standing(outline(version_id), Rules.from_json(fields.pop("rules")), rows)
    told = None
    if row["completed_at"] is None:
        told = news(standing, editions(version_id), since=row["begun_at"], seen=seen)
    return Room(**fields, standing=standing, news=told)


def standing(enrolment: Enrolment, plan: Outline) -> Standing:
    """The same inside the request's own transaction, with what it has just changed."""
    rows = db.session.execute(_facts, {"enrolment_ids": [enrolment.id]}).all()
    return _standing(plan, Rules.from_json(enrolment.run.rules), rows)


def standings(
    enrolments: Iterable[Enrolment], *, as_completed: bool = False
) -> dict[int, Standing]:
    """Of many enrolments, by their id, in one statement (their runs and courses are loaded).

    `as_completed` measures a completed one by the version it was completed in.
    """
    places = list(enrolments)
    versions = {
        e.id: (as_completed and e.completed_version_id) or e.run.course.version_id for e in places
    }
    rows: dict[int, list[Row[*tuple[Any, ...]]]] = {e.id: [] for e in places}
    for row in db.session.execute(_facts, {"enrolment_ids": list(rows)}):
        rows[row.enrolment_id].append(row)
    return {
        e.id: _standing(outline(found(versions[e.id])), Rules.from_json(e.run.rules), rows[e.id])
        for e in places
    }


def facts(enrolment: Enrolment) -> Facts:
    """What the learner has done, counted against the version that learners see now."""
    return standing(enrolment, outline(found(enrolment.run.course.version_id))).facts


def _standing(plan: Outline, rules: Rules, rows: Iterable[Row[*tuple[Any, ...]]]) -> Standing:
    progress: dict[int, LessonProgress] = {}
    results: dict[int, Result] = {}
    works: dict[int, Marked] = {}
    for row in rows:
        progress[row.lesson_key] = LessonProgress(
            row.status, row.position, row.seconds, row.updated_at
        )
        if row.role is not None:
            results[row.lesson_key] = Result(
                row.role, row.attempts, row.first_percent, row.best_percent, row.passed
            )
        if row.percent is not None:
            works[row.lesson_key] = Marked(row.percent, row.work_passed)
    return Standing(plan, rules, progress, results, works)


def watched(enrolment_id: int, lesson_key: int) -> RowMapping | None:
    """The stored intervals of one video and when they were last reported."""
    values = {"enrolment_id": enrolment_id, "lesson_key": lesson_key}
    with db.engines["read"].connect() as connection:
        return connection.execute(_watched, values).mappings().one_or_none()
