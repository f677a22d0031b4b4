"""Quizzes, their questions in versions, attempts and answers."""

import enum
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.content.models import Course
from courses.enrolment.models import Enrolment
from courses.quizzes.marking import QuestionKind
from lms.db import Base, BigId, Entity, new_public_id
from lms.i18n import Localised

GRACE = timedelta(seconds=30)


def is_over(deadline_at: datetime | None, at: datetime) -> bool:
    """Late answers are accepted until the grace is over."""
    return deadline_at is not None and deadline_at + GRACE < at


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
    blueprint: Mapped[dict[str, Any] | None]


class Difficulty(enum.StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Question(Entity):
    """A question of a bank; what it says stands in its versions.

    The bank is that of a course, or of an institution; with neither it is shared by all.
    """

    __tablename__ = "question"
    __table_args__ = (
        sa.CheckConstraint("course_id IS NULL OR institution_id IS NULL", "it_stands_in_one_bank"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int | None] = mapped_column(sa.ForeignKey("course.id"), index=True)
    bank_institution_id: Mapped[int | None] = mapped_column(
        "institution_id", sa.ForeignKey("institution.id"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    skill_id: Mapped[int | None] = mapped_column(sa.ForeignKey("framework_skill.id"))
    difficulty: Mapped[Difficulty] = mapped_column(
        default=Difficulty.MEDIUM, server_default="medium"
    )
    retired_at: Mapped[datetime | None]

    course: Mapped[Course | None] = relationship()

    @property
    def institution_id(self) -> int | None:
        """The institution that owns it; None where all share it."""
        return self.course.institution_id if self.course else self.bank_institution_id


class QuestionTag(Base):
    __tablename__ = "question_tag"

    question_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("question.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(sa.String(60), primary_key=True, index=True)


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
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    source: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")


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
    """ครั้งที่ทำ: one try of one enrolment; `marks` says what each question earned, when marked."""

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
        sa.Index(
            "ix_attempt_deadline_open",
            "deadline_at",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)", "submission_is_dated"
        ),
        sa.CheckConstraint(
            "(state = 'submitted') = (percent IS NOT NULL)", "a_submission_is_marked"
        ),
        sa.CheckConstraint(
            "percent IS NULL OR (percent >= 0 AND percent <= 100)", "a_result_is_a_percentage"
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
    marks: Mapped[dict[str, Any] | None]
    pending: Mapped[int] = mapped_column(sa.SmallInteger, default=0, server_default="0")

    quiz: Mapped[Quiz] = relationship()
    enrolment: Mapped[Enrolment] = relationship()

    def is_over(self, at: datetime) -> bool:
        """Whether nothing is accepted any more: the deadline and its grace have passed."""
        return is_over(self.deadline_at, at)

    @property
    def learner_id(self) -> int:
        return self.enrolment.learner_id

    @property
    def institution_id(self) -> int:
        return self.enrolment.institution_id


class Answer(Base):
    """What stands in one input of one attempt; stored at once, marked at submission.

    A matching or ordering question has a row for each of its `part`s, so that answers that come
    side by side never overwrite each other. `writer` and `seq` tell a late copy from a newer
    answer; a cleared answer stays as a row without response.
    """

    __tablename__ = "answer"
    __table_args__ = {"sqlite_with_rowid": False, "postgresql_with": {"fillfactor": 85}}

    attempt_id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.ForeignKey("attempt.id"), primary_key=True
    )
    question_version_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(10), primary_key=True, default="")
    response: Mapped[Any | None] = mapped_column(sa.JSON(none_as_null=True))
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    writer: Mapped[str] = mapped_column(sa.String(16))
    saved_at: Mapped[datetime]


class AnswerFile(Entity):
    """A file handed in as an answer; kept apart from the files of courses."""

    __tablename__ = "answer_file"
    __table_args__ = (sa.Index("ix_answer_file_attempt", "attempt_id", "question_version_id"),)

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    attempt_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("attempt.id"))
    question_version_id: Mapped[int] = mapped_column(sa.BigInteger)
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)

    attempt: Mapped[Attempt] = relationship()

    @property
    def institution_id(self) -> int:
        return self.attempt.institution_id


class HandMark(Base):
    """What a person gave for one answer; `fraction` is exact, such as 3/4.

    A second marker may look at it: `second_id` is who agreed, and falls away when it changes.
    """

    __tablename__ = "hand_mark"

    attempt_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("attempt.id"), primary_key=True)
    question_version_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    marker_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    second_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    fraction: Mapped[str] = mapped_column(sa.String(60))
    levels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    marked_at: Mapped[datetime]

    attempt: Mapped[Attempt] = relationship()

    @property
    def institution_id(self) -> int:
        return self.attempt.institution_id


class QuestionProposal(Base):
    """A question that its authors offer to the bank of an institution, or to the shared one."""

    __tablename__ = "question_proposal"

    question_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("question.id"), primary_key=True)
    institution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    proposed_at: Mapped[datetime]

    question: Mapped[Question] = relationship()


class QuestionStatistic(Base):
    """What the answers so far say about one version of a question; counted again at night."""

    __tablename__ = "question_statistic"

    question_version_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("question_version.id"), primary_key=True
    )
    papers: Mapped[int]
    p: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 4))
    discrimination: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 4))
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_troubled: Mapped[bool] = mapped_column(default=False)
    counted_at: Mapped[datetime]
