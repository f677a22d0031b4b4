"""Marking by hand: each answer once, changed only with a reason, the result with the last of them."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from courses.enrolment.models import Enrolment
from courses.enrolment.queries import get_enrolment
from courses.learning.operations import correct_result
from courses.quizzes import rubrics
from courses.quizzes.marking import BadResponse, Mark
from courses.quizzes.models import Answer, Attempt, AttemptState, HandMark
from courses.quizzes.operations.attempts import locked, put_marks
from courses.quizzes.paper import Question
from courses.quizzes.queries import definition, results_from_attempts, unmarked
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.errors import DomainError, found
from lms.i18n import lazy_gettext as _l
from lms.jobs.queue import enqueue

LONGEST_COMMENT = 4000


class NothingToMark(DomainError):
    message = _l("There is no answer here that waits for a marker.")


class OwnWork(DomainError):
    message = _l("Somebody else marks your own answers.")


class LearnerLeft(DomainError):
    message = _l("This learner no longer has a place in the run, so nothing is marked any more.")


class AlreadyMarked(DomainError):
    message = _l("This answer has a mark already. To change it, say why.")
    field = "reason"


class BadPoints(DomainError):
    field = "points"


class SameMarker(DomainError):
    message = _l("A second marker is somebody else than the first.")


def hand_mark(
    attempt_id: int,
    question_version_id: int,
    *,
    by: User,
    points: Decimal | None = None,
    levels: Mapping[str, str] | None = None,
    comment: str = "",
    reason: str = "",
) -> Attempt:
    """Give an answer its points, by the levels of its rubric where it has one.

    With the last open answer of the attempt its result counts, in the same transaction.
    """
    attempt, enrolment, question = _open_for_marking(attempt_id, question_version_id, by)
    worth = _worth(question, points, levels)
    key = (attempt.id, question.id)
    known = db.session.get(HandMark, key, populate_existing=True)
    if known is not None and not reason.strip():
        raise AlreadyMarked
    before = known.fraction if known else None
    given = known or HandMark(attempt_id=attempt.id, question_version_id=question.id)
    given.marker_id, given.second_id = by.id, None
    given.fraction, given.levels = str(worth), dict(levels or {})
    given.comment, given.marked_at = comment.strip()[:LONGEST_COMMENT], now()
    db.session.add(given)
    db.session.flush()  # what is left is counted from here
    audit.record(
        "answer.remarked" if known else "answer.marked",
        attempt,
        by=by,
        question=question.id,
        fraction=str(worth),
        before=before,
        reason=reason.strip()[:300] if known else None,
    )
    _settle(attempt, enrolment, question, worth)
    return attempt


def confirm_mark(attempt_id: int, question_version_id: int, *, by: User) -> HandMark:
    """A second marker agrees with the first."""
    attempt, _, question = _open_for_marking(attempt_id, question_version_id, by)
    given = db.session.get(HandMark, (attempt.id, question.id), populate_existing=True)
    if given is None:
        raise NothingToMark
    if given.marker_id == by.id:
        raise SameMarker
    given.second_id = by.id
    audit.record("answer.confirmed", attempt, by=by, question=question.id)
    return given


def _open_for_marking(
    attempt_id: int, question_version_id: int, by: User
) -> tuple[Attempt, Enrolment, Question]:
    """Holds the attempt, so that two markers do not mark at once."""
    attempt = found(db.session.scalar(locked, {"attempt_id": attempt_id}))
    enrolment = get_enrolment(attempt.enrolment_id)
    asked = definition(attempt.quiz_id).questions
    question = next((q for q in asked if q.id == question_version_id and q.by_hand), None)
    answer = select(Answer.response).where(
        Answer.attempt_id == attempt_id, Answer.question_version_id == question_version_id
    )
    if (
        attempt.state is not AttemptState.SUBMITTED
        or question is None
        or db.session.scalar(answer) is None
    ):
        raise NothingToMark
    if enrolment.learner_id == by.id:
        raise OwnWork
    if not enrolment.has_seat:
        raise LearnerLeft
    return attempt, enrolment, question


def _worth(
    question: Question, points: Decimal | None, levels: Mapping[str, str] | None
) -> Fraction:
    if "rubric" in question.body:
        try:
            return rubrics.fraction_by(question.body, levels or {})
        except BadResponse as missing:
            raise BadPoints(str(missing), field="levels") from missing
    if points is None or not points.is_finite() or not 0 <= points <= question.points:
        raise BadPoints(
            _l("Give points from 0 to %(most)s.", most=question.points.normalize()),
        )
    return Fraction(points) / Fraction(question.points)


def _settle(attempt: Attempt, enrolment: Enrolment, question: Question, worth: Fraction) -> None:
    """What the attempt comes to now, and its result once nothing is open any more."""
    quiz = definition(attempt.quiz_id)
    stored = {int(number): Mark(Fraction(said)) for number, said in (attempt.marks or {}).items()}
    put_marks(attempt, quiz, stored | {question.id: Mark(worth)})
    attempt.pending = unmarked(attempt.id)
    db.session.flush()  # the result is counted from here
    if attempt.pending:
        return
    results = results_from_attempts([enrolment.id])
    correct_result(enrolment, quiz.lesson_key, results[enrolment.id, quiz.lesson_key])
    enqueue(
        "quizzes.marked",
        key=f"quizzes.marked/{attempt.id}/{now().isoformat()}",
        attempt_id=attempt.id,
        moment=now().isoformat(),
    )
