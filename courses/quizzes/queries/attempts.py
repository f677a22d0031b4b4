"""Reads of attempts: statements built once, run beside the request's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select

from courses.content.models import Course
from courses.enrolment.models import SEATED, CourseRun, Enrolment, EnrolmentState
from courses.learning.standing import Result
from courses.quizzes.models import (
    GRACE,
    Answer,
    Attempt,
    AttemptState,
    Quiz,
    is_over,
)
from courses.quizzes.paper import Given
from lms.caching import Cache
from lms.db import db
from lms.errors import found
from lms.i18n import Localised

_sheets: Cache[str, "Sheet"] = Cache(20_000)


@dataclass(frozen=True)
class Sheet:
    """Where answers go and whose they are: what never changes of an attempt, so it is kept."""

    id: int
    public_id: str
    quiz_id: int
    learner_id: int
    started_at: datetime


@dataclass(frozen=True)
class CourseOf:
    """The course of an attempt, as far as a policy asks for it."""

    id: int
    institution_id: int


@dataclass(frozen=True)
class Sitting:
    """One attempt and whose it is, as every page of it needs them."""

    id: int
    public_id: str
    quiz_id: int
    enrolment_id: int
    lesson_key: int
    number: int
    seed: int
    state: AttemptState
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    percent: Decimal | None
    passed: bool | None
    marks: Mapping[str, str] | None
    pending: int
    learner_id: int
    enrolment_state: EnrolmentState
    run_public_id: str
    course_id: int
    course_institution_id: int
    course_code: str
    course_title: Localised

    @property
    def course(self) -> CourseOf:
        return CourseOf(self.course_id, self.course_institution_id)

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.id, self.public_id, self.quiz_id, self.learner_id, self.started_at)

    @property
    def is_open(self) -> bool:
        return self.state is AttemptState.OPEN

    @property
    def has_seat(self) -> bool:
        return self.enrolment_state in SEATED

    def is_over(self, at: datetime) -> bool:
        """Whether nothing is accepted any more: the deadline and its grace have passed."""
        return is_over(self.deadline_at, at)

    def is_late(self, at: datetime) -> bool:
        """Whether the deadline is behind; answers are taken for the grace."""
        return self.deadline_at is not None and self.deadline_at <= at

    def left(self, at: datetime) -> str:
        """12:34 or 1:02:03 until the deadline."""
        seconds = max(0, int((self.deadline_at - at).total_seconds())) if self.deadline_at else 0
        minutes, rest = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

    @property
    def ran_out(self) -> bool:
        """Whether the clock and not the learner submitted it."""
        return self.submitted_at is not None and is_over(self.deadline_at, self.submitted_at)


@dataclass(frozen=True)
class Try:
    """One line in the list of what was tried."""

    public_id: str
    number: int
    state: AttemptState
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    percent: Decimal | None
    passed: bool | None
    pending: int

    @property
    def is_open(self) -> bool:
        return self.state is AttemptState.OPEN

    def is_over(self, at: datetime) -> bool:
        return is_over(self.deadline_at, at)


_sitting = (
    select(
        Attempt.id,
        Attempt.public_id,
        Attempt.quiz_id,
        Attempt.enrolment_id,
        Attempt.lesson_key,
        Attempt.number,
        Attempt.seed,
        Attempt.state,
        Attempt.started_at,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Attempt.percent,
        Attempt.passed,
        Attempt.marks,
        Attempt.pending,
        Enrolment.learner_id,
        Enrolment.state.label("enrolment_state"),
        CourseRun.public_id.label("run_public_id"),
        Course.id.label("course_id"),
        Course.institution_id.label("course_institution_id"),
        Course.code.label("course_code"),
        Course.title.label("course_title"),
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(CourseRun, CourseRun.id == Enrolment.run_id)
    .join(Course, Course.id == CourseRun.course_id)
    .where(Attempt.public_id == bindparam("public_id"))
)
_tries = (
    select(
        Attempt.public_id,
        Attempt.number,
        Attempt.state,
        Attempt.started_at,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Attempt.percent,
        Attempt.passed,
        Attempt.pending,
    )
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.lesson_key == bindparam("lesson_key"),
    )
    .order_by(Attempt.number)
)
SAVED = select(Answer.question_version_id, Answer.part, Answer.response).where(
    Answer.attempt_id == bindparam("attempt_id"), Answer.response.is_not(None)
)
_overdue = (
    select(Attempt.id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(
        Attempt.state == AttemptState.OPEN,
        Attempt.deadline_at < bindparam("before", type_=Attempt.deadline_at.type),
        Enrolment.state.in_(SEATED),
    )
    .order_by(Attempt.deadline_at, Attempt.id)
    .limit(bindparam("limit"))
)


def get_sitting(public_id: str) -> Sitting:
    """One attempt by its public name."""
    with db.engines["read"].connect() as connection:
        row = connection.execute(_sitting, {"public_id": public_id}).mappings().one_or_none()
    return Sitting(**found(row))


def get_sheet(public_id: str) -> Sheet:
    """Where the answers of one attempt go; read once a process."""
    return _sheets.get(public_id, lambda: get_sitting(public_id).sheet)


def tries(enrolment_id: int, lesson_key: int) -> tuple[Try, ...]:
    """Every attempt of one enrolment in one lesson, the first one first."""
    values = {"enrolment_id": enrolment_id, "lesson_key": lesson_key}
    with db.engines["read"].connect() as connection:
        rows = connection.execute(_tries, values).mappings().all()
    return tuple(Try(**row) for row in rows)


def saved(attempt_id: int) -> dict[int, Given]:
    """What was answered so far, by question and part, with what this request has just kept."""
    rows = db.session.connection().execute(SAVED, {"attempt_id": attempt_id})
    return by_question(rows)


def by_question(rows: Iterable[Any]) -> dict[int, Given]:
    given: dict[int, dict[str, Any]] = {}
    for question_id, part, response in rows:
        given.setdefault(question_id, {})[part] = response
    return dict(given)


def overdue(at: datetime, limit: int) -> list[int]:
    """Open attempts whose time and grace are over, of people who still have their place."""
    values = {"before": at - GRACE, "limit": limit}
    with db.engines["read"].connect() as connection:
        return list(connection.scalars(_overdue, values))


def results_from_attempts(
    enrolment_ids: Iterable[int],
) -> dict[tuple[int, int], Result]:
    """What the stored results must say, by enrolment and lesson, counted again from attempts.

    One that waits to be marked has no result yet.
    """
    counted = (
        select(Attempt.enrolment_id, Attempt.lesson_key, Quiz.role, Attempt.percent, Attempt.passed)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(
            Attempt.enrolment_id.in_(list(enrolment_ids)),
            Attempt.state == AttemptState.SUBMITTED,
            Attempt.pending == 0,
        )
        .order_by(Attempt.enrolment_id, Attempt.lesson_key, Attempt.number)
    )
    results: dict[tuple[int, int], Result] = {}
    for enrolment_id, lesson_key, role, marked, passed in db.session.execute(counted):
        percent = found(marked)
        before = results.get((enrolment_id, lesson_key))
        results[enrolment_id, lesson_key] = Result(
            role=role.value,
            attempts=before.attempts + 1 if before else 1,
            first_percent=before.first_percent if before else percent,
            best_percent=max(before.best_percent, percent) if before else percent,
            passed=passed is not False or (before is not None and before.passed),
        )
    return results
