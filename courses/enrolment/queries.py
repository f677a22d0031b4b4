"""Reads about runs and the places in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from courses.content.models import Course, LessonKind
from courses.content.queries import outline
from courses.enrolment.models import (
    LEAVABLE,
    CourseRun,
    Enrolment,
    EnrolmentState,
    RunPrerequisite,
    RunState,
)
from lms.accounts.public import User
from lms.db import db
from lms.errors import found
from lms.i18n.dates import to_bangkok

PAGE = 100
begun_at = func.coalesce(Enrolment.reenrolled_at, Enrolment.enrolled_at)


def get_run(public_id: str) -> CourseRun:
    return found(
        db.session.scalar(
            select(CourseRun)
            .filter_by(public_id=public_id)
            .options(joinedload(CourseRun.course).joinedload(Course.institution))
        )
    )


def runs_of(course: Course) -> Sequence[CourseRun]:
    """Runs that were not cancelled, the newest first."""
    return db.session.scalars(
        select(CourseRun)
        .where(CourseRun.course_id == course.id, CourseRun.state != RunState.CANCELLED)
        .order_by(CourseRun.number.desc(), CourseRun.id)
    ).all()


def next_number(course: Course) -> int:
    last = select(func.max(CourseRun.number)).where(CourseRun.course_id == course.id)
    return (db.session.scalar(last) or 0) + 1


def past_closing(at: datetime) -> Sequence[CourseRun]:
    """Runs that still say open although their window or they themselves are over."""
    over = or_(CourseRun.closes_at <= at, CourseRun.ends_on < to_bangkok(at).date())
    return db.session.scalars(
        select(CourseRun)
        .where(CourseRun.state == RunState.OPEN, over)
        .options(joinedload(CourseRun.course))
        .order_by(CourseRun.id)
    ).all()


def usual_rules(course: Course) -> dict[str, Any]:
    """What a new run asks for unless somebody says otherwise: all that the course holds."""
    lessons = outline(course.version_id).lessons if course.version_id else ()
    required = [lesson for lesson in lessons if lesson.required]
    roles = {lesson.settings.get("role") for lesson in required if lesson.kind is LessonKind.QUIZ}
    works = sum(lesson.kind is LessonKind.ASSIGNMENT for lesson in required)
    return {
        "content_percent": 100,
        "pretest_required": "pre_test" in roles,
        "posttest_pass_percent": 60 if "post_test" in roles else None,
        "assignments_required": works or None,
        "survey_required": any(lesson.kind is LessonKind.SURVEY for lesson in required),
    }


def get_enrolment(enrolment_id: int) -> Enrolment:
    """With its learner, run and course."""
    return found(
        db.session.scalar(
            select(Enrolment)
            .where(Enrolment.id == enrolment_id)
            .options(
                joinedload(Enrolment.learner),
                joinedload(Enrolment.run).joinedload(CourseRun.course),
            )
        )
    )


def enrolment_of(learner_id: int, run_id: int) -> Enrolment | None:
    """The learner's one place in the run, in whatever state."""
    return db.session.scalar(
        select(Enrolment)
        .filter_by(learner_id=learner_id, run_id=run_id)
        .options(joinedload(Enrolment.run).joinedload(CourseRun.course))
    )


def place(run: CourseRun, learner_public_id: str) -> Enrolment:
    """Somebody's place in this run, by the learner's public name."""
    return found(
        db.session.scalar(
            select(Enrolment)
            .join(Enrolment.learner)
            .where(Enrolment.run_id == run.id, User.public_id == learner_public_id)
            .options(contains_eager(Enrolment.learner), joinedload(Enrolment.run))
        )
    )


def mine(learner_id: int) -> Sequence[Enrolment]:
    """Every place that a learner holds or waits for, the newest first, with run and course."""
    left = (EnrolmentState.WITHDRAWN, EnrolmentState.REFUSED)
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.learner_id == learner_id, Enrolment.state.not_in(left))
        .options(
            joinedload(Enrolment.run).joinedload(CourseRun.course).joinedload(Course.institution)
        )
        .order_by(begun_at.desc(), Enrolment.id.desc())
    ).all()


def roll(
    run: CourseRun, *, state: EnrolmentState | None = None, after: int = 0, limit: int = PAGE
) -> Sequence[Enrolment]:
    """Who is in the run, in the order they first came; the next page begins after an id."""
    chosen = select(Enrolment).where(Enrolment.run_id == run.id, Enrolment.id > after)
    if state is not None:
        chosen = chosen.where(Enrolment.state == state)
    return db.session.scalars(
        chosen.options(joinedload(Enrolment.learner)).order_by(Enrolment.id).limit(limit)
    ).all()


def numbers(run: CourseRun) -> dict[EnrolmentState, int]:
    """How many places are in which state."""
    counted = (
        select(Enrolment.state, func.count())
        .where(Enrolment.run_id == run.id)
        .group_by(Enrolment.state)
    )
    return dict(db.session.execute(counted).all())


def leavable(run: CourseRun) -> Sequence[Enrolment]:
    """Every place that could still be given up, locked."""
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.run_id == run.id, Enrolment.state.in_(LEAVABLE))
        .order_by(Enrolment.id)
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    ).all()


def longest_waiting(run: CourseRun, limit: int | None) -> Sequence[Enrolment]:
    """The head of the waiting list, locked; None is the whole list."""
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.run_id == run.id, Enrolment.state == EnrolmentState.WAITING)
        .options(joinedload(Enrolment.learner, innerjoin=True))
        .order_by(Enrolment.queued_at, Enrolment.id)
        .limit(limit)
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    ).all()


def positions(learner_id: int) -> dict[int, int]:
    """Where a learner stands in every waiting list they are on, by enrolment."""
    own, ahead = aliased(Enrolment), aliased(Enrolment)
    counted = (
        select(own.id, func.count())
        .join(ahead, ahead.run_id == own.run_id)
        .where(
            own.learner_id == learner_id,
            own.state == EnrolmentState.WAITING,
            ahead.state == EnrolmentState.WAITING,
            tuple_(ahead.queued_at, ahead.id) <= tuple_(own.queued_at, own.id),
        )
        .group_by(own.id)
    )
    return dict(db.session.execute(counted).all())


def prerequisites(run: CourseRun) -> Sequence[Course]:
    return db.session.scalars(
        select(Course)
        .join(RunPrerequisite, RunPrerequisite.course_id == Course.id)
        .where(RunPrerequisite.run_id == run.id)
        .order_by(Course.code)
    ).all()


def missing_prerequisites(learner_id: int, run: CourseRun) -> Sequence[Course]:
    """What the learner has yet to complete, in any run of it, before this run."""
    completed = (
        select(CourseRun.course_id)
        .join(Enrolment, Enrolment.run_id == CourseRun.id)
        .where(Enrolment.learner_id == learner_id, Enrolment.state == EnrolmentState.COMPLETED)
    )
    return db.session.scalars(
        select(Course)
        .join(RunPrerequisite, RunPrerequisite.course_id == Course.id)
        .where(RunPrerequisite.run_id == run.id, Course.id.not_in(completed))
        .order_by(Course.code)
    ).all()
