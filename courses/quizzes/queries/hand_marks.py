"""What waits for a marker, and what markers gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select

from courses.content.models import Course, Lesson
from courses.enrolment.models import SEATED, CourseRun, Enrolment
from courses.quizzes.models import (
    Answer,
    AnswerFile,
    Attempt,
    AttemptState,
    HandMark,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from courses.quizzes.questions import BY_HAND, QuestionKind
from lms.accounts.public import User, UserState
from lms.db import db
from lms.errors import found
from lms.i18n import Localised


@dataclass(frozen=True)
class WaitingAnswer:
    """One answer that a person marks, as the list of the marking desk shows it."""

    attempt_id: int
    attempt_public_id: str
    question_version_id: int
    kind: QuestionKind
    place: int
    quiz_title: Localised
    lesson_key: int
    lesson_slug: str
    run_public_id: str
    run_number: int
    course_code: str
    learner_id: int
    submitted_at: datetime
    answered_at: datetime


@dataclass(frozen=True)
class File:
    """A file that was handed in as an answer."""

    public_id: str
    question_version_id: int
    name: str
    content_type: str
    size: int


@dataclass(frozen=True)
class Given:
    """What a marker gave, and who looked at it after them."""

    question_version_id: int
    marker_id: int
    second_id: int | None
    fraction: Fraction
    levels: dict[str, str]
    comment: str
    marked_at: datetime

    def points(self, of: Decimal) -> Decimal:
        return round(Decimal(self.fraction.numerator) / self.fraction.denominator * of, 2)


_by_hand = and_(
    Attempt.state == AttemptState.SUBMITTED,
    QuestionVersion.kind.in_(BY_HAND),
    Answer.response.is_not(None),
)
_unmarked = ~exists().where(
    HandMark.attempt_id == Attempt.id,
    HandMark.question_version_id == Answer.question_version_id,
)


def _answers(*columns: Any) -> Select[Any]:
    """Answers by hand and where they stand; whoever left has taken theirs along."""
    return (
        select(*columns)
        .select_from(Attempt)
        .join(Answer, Answer.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Course, Course.id == CourseRun.course_id)
        .join(User, User.id == Enrolment.learner_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(_by_hand, User.state != UserState.ERASED, Enrolment.state.in_(SEATED))
    )


_waiting = (
    _answers(
        Attempt.id.label("attempt_id"),
        Attempt.public_id.label("attempt_public_id"),
        Answer.question_version_id,
        QuestionVersion.kind,
        QuizQuestion.position.label("place"),
        Quiz.title.label("quiz_title"),
        Attempt.lesson_key,
        Lesson.slug.label("lesson_slug"),
        CourseRun.public_id.label("run_public_id"),
        CourseRun.number.label("run_number"),
        Course.code.label("course_code"),
        Enrolment.learner_id,
        Attempt.submitted_at,
        Answer.saved_at.label("answered_at"),
    )
    .join(Lesson, and_(Lesson.version_id == Quiz.version_id, Lesson.key == Quiz.lesson_key))
    .join(
        QuizQuestion,
        and_(
            QuizQuestion.quiz_id == Quiz.id,
            QuizQuestion.question_version_id == Answer.question_version_id,
        ),
    )
    .where(CourseRun.course_id == bindparam("course_id"), Attempt.pending > 0, _unmarked)
    .order_by(Attempt.submitted_at, Attempt.id, QuizQuestion.position)
)


def waiting_answers(course_id: int, *, limit: int = 500) -> tuple[WaitingAnswer, ...]:
    """What waits longest comes first; one statement."""
    with db.engines["read"].connect() as connection:
        rows = connection.execute(_waiting.limit(limit), {"course_id": course_id}).mappings()
        return tuple(WaitingAnswer(**row) for row in rows)


def count_waiting(course_ids: Sequence[int]) -> dict[int, int]:
    """How many answers wait, by course; courses where none does are left out."""
    counted = (
        _answers(CourseRun.course_id, func.count())
        .where(CourseRun.course_id.in_(list(course_ids)), Attempt.pending > 0, _unmarked)
        .group_by(CourseRun.course_id)
    )
    with db.engines["read"].connect() as connection:
        return {row[0]: row[1] for row in connection.execute(counted)}


def unmarked(attempt_id: int) -> int:
    """How many answers of one attempt still wait, with what this request has marked."""
    counted = (
        select(func.count())
        .select_from(Attempt)
        .join(Answer, Answer.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(Attempt.id == attempt_id, _by_hand, _unmarked)
    )
    return db.session.scalar(counted) or 0


def hand_marks(attempt_id: int) -> dict[int, Given]:
    """What markers gave in one attempt, by question."""
    marks = db.session.execute(
        select(*HandMark.__table__.columns).where(HandMark.attempt_id == attempt_id)
    )
    return {
        row.question_version_id: Given(
            row.question_version_id,
            row.marker_id,
            row.second_id,
            Fraction(row.fraction),
            row.levels,
            row.comment,
            row.marked_at,
        )
        for row in marks
    }


def files_of(attempt_id: int) -> dict[int, tuple[File, ...]]:
    """What was handed in in one attempt, by question."""
    rows = db.session.execute(
        select(
            AnswerFile.public_id,
            AnswerFile.question_version_id,
            AnswerFile.name,
            AnswerFile.content_type,
            AnswerFile.size,
        )
        .where(AnswerFile.attempt_id == attempt_id)
        .order_by(AnswerFile.id)
    ).mappings()
    files: dict[int, tuple[File, ...]] = {}
    for row in rows:
        number = row["question_version_id"]
        files[number] = (*files.get(number, ()), File(**row))
    return files


def get_file(public_id: str) -> AnswerFile:
    return found(db.session.scalar(select(AnswerFile).filter_by(public_id=public_id)))


def is_handed_in(digest: str) -> bool:
    """Whether somebody handed in this content as an answer."""
    rows: ColumnElement[bool] = exists().where(AnswerFile.digest == digest)
    return bool(db.session.scalar(select(rows)))
