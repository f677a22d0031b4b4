"""A try of a quiz: started once, submitted once, marked once."""

import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select

from courses.enrolment.models import Enrolment, RunState
from courses.enrolment.queries import get_enrolment
from courses.learning.operations import begin_lesson, hold_place, record_result
from courses.quizzes.answers import response
from courses.quizzes.marking import Mark, mark, score
from courses.quizzes.models import Attempt, AttemptState, is_over
from courses.quizzes.operations.answers import NoPlace
from courses.quizzes.paper import Definition, Given
from courses.quizzes.queries import (
    SAVED,
    answer_keys,
    by_question,
    definition,
    definition_of,
)
from lms import audit
from lms.clock import now
from lms.db import db
from lms.errors import DomainError, found
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import from_bangkok, to_bangkok


class CannotStart(DomainError):
    message = _l("This quiz cannot be started today.")


class NoAttemptsLeft(CannotStart):
    message = _l("You have used all your attempts.")


class NothingAsked(CannotStart):
    message = _l("This quiz has no questions yet.")


class WaitsForMarker(CannotStart):
    message = _l(
        "Your last attempt is waiting to be marked. When you have its result, you can try again."
    )


def start(enrolment: Enrolment, lesson_key: int) -> Attempt:
    """A new attempt, or the one that is open; one whose time is over is submitted as it stands."""
    latest = _latest(enrolment, lesson_key)
    if latest is not None and _is_open(latest) and is_over(latest.deadline_at, now()):
        return submit(latest.id, by_clock=True)
    return _start(enrolment, lesson_key)


def _start(enrolment: Enrolment, lesson_key: int) -> Attempt:
    hold_place(enrolment)
    _refuse_unless_open(enrolment)
    latest = _latest(enrolment, lesson_key)
    if latest is not None and _is_open(latest):
        return db.session.get_one(Attempt, latest.id, populate_existing=True)
    quiz = definition_of(found(enrolment.run.course.version_id), lesson_key)
    tried = latest.number if latest else 0
    if not quiz.questions:
        raise NothingAsked
    if quiz.attempts is not None and tried >= quiz.attempts:
        raise NoAttemptsLeft
    if latest is not None and latest.pending:
        raise WaitsForMarker
    moment = now()
    attempt = Attempt(
        quiz_id=quiz.id,
        enrolment=enrolment,
        lesson_key=lesson_key,
        number=tried + 1,
        seed=secrets.randbits(31),
        started_at=moment,
        deadline_at=_deadline(enrolment, quiz, moment),
    )
    db.session.add(attempt)
    db.session.flush()  # the address of its page is needed
    audit.record("attempt.started", attempt, by=enrolment.learner)
    return attempt


def submit(attempt_id: int, *, by_clock: bool = False) -> Attempt:
    """Mark what was saved and report the result; submitted again, nothing happens."""
    attempt = found(db.session.scalar(locked, {"attempt_id": attempt_id}))
    if attempt.state is AttemptState.SUBMITTED:
        return attempt
    enrolment = get_enrolment(attempt.enrolment_id)
    if not enrolment.has_seat:
        raise NoPlace
    quiz = definition(attempt.quiz_id)
    rows = db.session.connection().execute(SAVED, {"attempt_id": attempt.id})
    given = by_question(rows)
    put_marks(attempt, quiz, _marks(quiz, given))
    attempt.pending = sum(q.by_hand and q.id in given for q in quiz.questions)
    attempt.state, attempt.submitted_at = AttemptState.SUBMITTED, now()
    db.session.flush()  # the result counts from here
    if not attempt.pending:
        passed = attempt.passed is not False
        record_result(enrolment, quiz.lesson_key, quiz.role, found(attempt.percent), passed)
    else:
        begin_lesson(enrolment, quiz.lesson_key)
    audit.record(
        "attempt.submitted",
        attempt,
        by=None if by_clock else enrolment.learner,
        percent=str(attempt.percent),
    )
    return attempt


def put_marks(attempt: Attempt, quiz: Definition, marks: Mapping[int, Mark]) -> None:
    """What every question earned, and what that makes; one that is not in it earned nothing."""
    earned = [marks.get(question.id, Mark()) for question in quiz.questions]
    attempt.percent = score(earned, [question.points for question in quiz.questions])
    attempt.passed = None if quiz.pass_percent is None else attempt.percent >= quiz.pass_percent
    attempt.marks = {str(number): str(m.fraction) for number, m in marks.items()}


locked = (
    select(Attempt)
    .where(Attempt.id == bindparam("attempt_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_last = (
    select(Attempt.id, Attempt.number, Attempt.state, Attempt.deadline_at, Attempt.pending)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.lesson_key == bindparam("lesson_key"),
    )
    .order_by(Attempt.number.desc())
    .limit(1)
)


def _latest(enrolment: Enrolment, lesson_key: int) -> Row[*tuple[Any, ...]] | None:
    values = {"enrolment_id": enrolment.id, "lesson_key": lesson_key}
    return db.session.connection().execute(_last, values).one_or_none()


def _is_open(latest: Row[*tuple[Any, ...]]) -> bool:
    return latest.state is AttemptState.OPEN


def _marks(quiz: Definition, given: dict[int, Given]) -> dict[int, Mark]:
    """What a machine can mark; an answer that waits for a person has no mark yet."""
    keys = answer_keys(quiz.id)
    return {
        q.id: mark(q.kind, q.body, keys[q.id], response(q, given.get(q.id, {})))
        for q in quiz.questions
        if not (q.by_hand and q.id in given)
    }


def _refuse_unless_open(enrolment: Enrolment) -> None:
    run, today = enrolment.run, to_bangkok(now()).date()
    if not enrolment.has_seat:
        raise NoPlace
    if run.state is RunState.CANCELLED or not run.has_started(today) or run.has_ended(today):
        raise CannotStart


def _deadline(enrolment: Enrolment, quiz: Definition, moment: datetime) -> datetime | None:
    """The end of the quiz's minutes or of the run's last day, whichever comes first."""
    ends = []
    if quiz.minutes is not None:
        ends.append(moment + timedelta(minutes=quiz.minutes))
    if enrolment.run.ends_on is not None:
        ends.append(from_bangkok(datetime.combine(enrolment.run.ends_on, time(23, 59, 59))))
    return min(ends, default=None)
