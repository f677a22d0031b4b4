"""Quizzes, their questions in versions, attempts and answers."""

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.enrolment.models import Enrolment
from courses.quizzes.marking import QuestionKind
from lms.db import Base, BigId, Entity, new_public_id
from lms.i18n import Localised


class QuizRole(enum.StrEnum):
    PRE_TEST = "pre_test"
    POST_TEST = "post_test"
    PRACTICE = "practice"


class Review(enum.StrEnum):
    """When answers and feedback may be seen."""

    SUBMITTED = "submitted"
    PASSED = "passed"
    NEVER = "never"


class AttemptState(enum.StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"


class Quiz(Entity):
    """แบบทดสอบ of one lesson in one version of the course."""

    __tablename__ = "quiz"
    __table_args__ = (
        sa.UniqueConstraint("version_id", "lesson_key"),
        sa.CheckConstraint("attempts IS NULL OR attempts >= 1", "somebody_may_try"),
        sa.CheckConstraint(
            "pass_percent IS NULL OR (pass_percent >= 0 AND pass_percent <= 100)",
            "the_pass_mark_is_a_percentage",
        ),
    )

    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    lesson_key: Mapped[int] = mapped_column(sa.ForeignKey("lesson_key.key"), index=True)
    title: Mapped[Localised]
    role: Mapped[QuizRole]
    pass_percent: Mapped[int | None]
    attempts: Mapped[int | None]
    minutes: Mapped[int | None]
    shuffle: Mapped[bool] = mapped_column(default=True)
    review: Mapped[Review]


class Question(Entity):
    """A question of a course's bank; what it says stands in its versions."""

    __tablename__ = "question"

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)


class QuestionVersion(Entity):
    """What is asked (`body`, public) and what is right (`key`, never sent before it may)."""

    __tablename__ = "question_version"
    __table_args__ = (sa.UniqueConstraint("question_id", "number"),)

    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"))
    number: Mapped[int]
    kind: Mapped[QuestionKind]
    text: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[dict[str, Any]]
    key: Mapped[dict[str, Any]]
    points: Mapped[Decimal] = mapped_column(sa.Numeric(5, 2))


class QuizQuestion(Base):
    """A question's place in a quiz."""

    __tablename__ = "quiz_question"

    quiz_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"), primary_key=True)
    question_version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("question_version.id"), primary_key=True
    )
    position: Mapped[int]

    question: Mapped[QuestionVersion] = relationship()


class Attempt(Entity):
    """ครั้งที่ทำ: one try of one enrolment."""

    __tablename__ = "attempt"
    __table_args__ = (
        sa.UniqueConstraint("enrolment_id", "lesson_key", "number"),
        sa.Index(
            "uq_attempt_open",
            "enrolment_id",
            "lesson_key",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)", "submission_is_dated"
        ),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    quiz_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"))
    lesson_key: Mapped[int]
    number: Mapped[int]
    seed: Mapped[int]
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.OPEN)
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    percent: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 2))
    passed: Mapped[bool | None]

    quiz: Mapped[Quiz] = relationship()
    enrolment: Mapped[Enrolment] = relationship()

    @property
    def learner_id(self) -> int:
        return self.enrolment.learner_id


class Answer(Base):
    """What was answered to one question; stored at once, marked at submission."""

    __tablename__ = "answer"

    attempt_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("attempt.id"), primary_key=True)
    question_version_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    response: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    fraction: Mapped[Decimal | None] = mapped_column(sa.Numeric(6, 5))
