"""The quiz of a draft as its authors see it: read fresh, with what is right."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func, select

from courses.quizzes.bank import Level, level_of
from courses.quizzes.kinds import QuestionKind
from courses.quizzes.models import (
    Difficulty,
    Question,
    QuestionStatistic,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from lms.db import db

USUAL_SECONDS: dict[QuestionKind, int] = {
    QuestionKind.SINGLE: 60,
    QuestionKind.MULTIPLE: 75,
    QuestionKind.TRUE_FALSE: 30,
    QuestionKind.SHORT: 60,
    QuestionKind.NUMERIC: 90,
    QuestionKind.MATCHING: 120,
    QuestionKind.ORDERING: 90,
    QuestionKind.CLOZE: 120,
    QuestionKind.ESSAY: 900,
    QuestionKind.UPLOAD: 1200,
    QuestionKind.HOTSPOT: 60,
}


@dataclass(frozen=True)
class Asked:
    """A question in its place; `newest` is the number of its newest version."""

    question_id: int
    public_id: str
    version_id: int
    position: int
    number: int
    newest: int
    kind: QuestionKind
    text: str
    points: Decimal
    body: dict[str, Any]
    difficulty: Difficulty
    level: Level
    is_retired: bool
    is_drawn: bool
    seconds: int

    @property
    def is_old(self) -> bool:
        return self.number < self.newest


@dataclass(frozen=True)
class Sheet:
    """A quiz and what it asks, in order."""

    quiz: Quiz
    asked: tuple[Asked, ...]

    @property
    def points(self) -> Decimal:
        return sum((one.points for one in self.asked), Decimal(0))

    @property
    def minutes(self) -> int:
        """How long it takes, by real answers where there are enough, else by the kind."""
        return -(-sum(one.seconds for one in self.asked) // 60)


def quiz_in(version_id: int, lesson_key: int) -> Quiz | None:
    return db.session.scalar(
        select(Quiz).where(Quiz.version_id == version_id, Quiz.lesson_key == lesson_key)
    )


def sheet(version_id: int, lesson_key: int) -> Sheet | None:
    """Two statements, however many questions there are."""
    quiz = quiz_in(version_id, lesson_key)
    return None if quiz is None else Sheet(quiz, asked_in(quiz))


def asked_in(quiz: Quiz) -> tuple[Asked, ...]:
    drawn = set((quiz.blueprint or {}).get("drawn", ()))
    return tuple(_asked(row, drawn) for row in db.session.execute(_rows(quiz)).all())


_any = sa.orm.aliased(QuestionVersion)
_newest = (
    select(func.max(_any.number))
    .where(_any.question_id == QuestionVersion.question_id)
    .correlate(QuestionVersion)
    .scalar_subquery()
)


def _rows(quiz: Quiz) -> sa.Select[Any]:
    return (
        select(Question, QuestionVersion, QuizQuestion.position, _newest, QuestionStatistic.figures)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(QuizQuestion, QuizQuestion.question_version_id == QuestionVersion.id)
        .outerjoin(QuestionStatistic, QuestionStatistic.question_version_id == QuestionVersion.id)
        .where(QuizQuestion.quiz_id == quiz.id)
        .order_by(QuizQuestion.position, QuestionVersion.id)
    )


def _asked(row: Any, drawn: set[int]) -> Asked:
    question, version, position, newest, figures = row
    seconds = (figures or {}).get("seconds") or USUAL_SECONDS[version.kind]
    return Asked(
        question_id=question.id,
        public_id=question.public_id,
        version_id=version.id,
        position=position,
        number=version.number,
        newest=newest,
        kind=version.kind,
        text=version.text,
        points=version.points,
        body=version.body,
        difficulty=question.difficulty,
        level=level_of(question),
        is_retired=question.retired_at is not None,
        is_drawn=question.id in drawn,
        seconds=int(seconds),
    )
