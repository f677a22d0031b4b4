"""Runs and what they ask for: read live, for seats go while somebody looks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, select

from courses.catalogue.offer import RunFacts
from courses.content.models import Course
from courses.enrolment.models import (
    CourseRun,
    Enrolment,
    EnrolmentState,
    RunPrerequisite,
    RunState,
)
from lms.db import db
from lms.i18n import Localised

MOST_RUNS = 400
_run_columns = (
    CourseRun.id,
    CourseRun.course_id,
    CourseRun.public_id,
    CourseRun.number,
    CourseRun.state,
    CourseRun.way,
    CourseRun.mode,
    CourseRun.pace,
    CourseRun.opens_at,
    CourseRun.closes_at,
    CourseRun.starts_on,
    CourseRun.ends_on,
    CourseRun.seats,
    CourseRun.seats_taken,
    CourseRun.place,
    CourseRun.district_code,
)
_offered = (
    select(*_run_columns)
    .where(
        CourseRun.course_id.in_(bindparam("courses", expanding=True)),
        CourseRun.state == RunState.OPEN,
        sa.or_(CourseRun.closes_at.is_(None), CourseRun.closes_at > bindparam("at")),
    )
    .order_by(CourseRun.course_id, CourseRun.opens_at.desc(), CourseRun.id)
    .limit(MOST_RUNS)
)
_runs = (
    select(
        *_run_columns, Enrolment.id.label("enrolment_id"), Enrolment.state.label("enrolment_state")
    )
    .outerjoin(
        Enrolment,
        sa.and_(Enrolment.run_id == CourseRun.id, Enrolment.learner_id == bindparam("reader")),
    )
    .where(
        CourseRun.course_id == bindparam("course"),
        sa.or_(CourseRun.state != RunState.CANCELLED, Enrolment.id.is_not(None)),
    )
    .order_by(CourseRun.number.desc(), CourseRun.id.desc())
    .limit(MOST_RUNS)
)


def offered(course_ids: Sequence[int], at: datetime) -> dict[int, list[RunFacts]]:
    """The runs of these courses that somebody can enrol in, now or later: one statement."""
    runs: dict[int, list[RunFacts]] = {}
    if course_ids:
        for row in db.session.execute(_offered, {"courses": list(course_ids), "at": at}):
            runs.setdefault(row.course_id, []).append(_run(row))
    return runs


def runs_for(course_id: int, reader: int) -> list[RunFacts]:
    """Every run of a course with the reader's own place in it, the newest first."""
    rows = db.session.execute(_runs, {"course": course_id, "reader": reader})
    return [_run(row) for row in rows]


def _run(row: Any) -> RunFacts:
    return RunFacts(*row)


@dataclass(frozen=True)
class Prerequisite:
    """A course that a run asks for, and whether the reader has completed it."""

    run_id: int
    code: str
    title: Localised
    is_done: bool


_own_completions = (
    select(CourseRun.course_id)
    .join(Enrolment, Enrolment.run_id == CourseRun.id)
    .where(Enrolment.learner_id == bindparam("reader"), Enrolment.state == EnrolmentState.COMPLETED)
)
_prerequisites = (
    select(
        RunPrerequisite.run_id,
        Course.code,
        Course.title,
        Course.id.in_(_own_completions).label("is_done"),
    )
    .join(Course, Course.id == RunPrerequisite.course_id)
    .where(RunPrerequisite.run_id.in_(bindparam("runs", expanding=True)))
    .order_by(RunPrerequisite.run_id, Course.code)
)


def prerequisites(run_ids: Collection[int], reader: int) -> list[Prerequisite]:
    """What these runs ask for first."""
    if not run_ids:
        return []
    rows = db.session.execute(_prerequisites, {"runs": list(run_ids), "reader": reader})
    return [Prerequisite(row.run_id, row.code, row.title, bool(row.is_done)) for row in rows]
