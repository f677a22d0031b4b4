"""Progress: one small row a lesson; answers of surveys without the person."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, BigId

STARTED, DONE, DONE_BY_BUTTON = 1, 2, 3


class Progress(Base):
    """How far one enrolment is in one lesson; hot, so small and without other indexes."""

    __tablename__ = "progress"
    __table_args__ = {"sqlite_with_rowid": False, "postgresql_with": {"fillfactor": 85}}

    enrolment_id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.ForeignKey("enrolment.id"), primary_key=True
    )
    lesson_key: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    status: Mapped[int] = mapped_column(sa.SmallInteger)
    position: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


class Activity(Base):
    """Somebody learned in a month (202611), the last time on that day."""

    __tablename__ = "activity"
    __table_args__ = {"sqlite_with_rowid": False}

    enrolment_id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.ForeignKey("enrolment.id"), primary_key=True
    )
    month: Mapped[int] = mapped_column(primary_key=True)
    last_on: Mapped[date]


class WatchedIntervals(Base):
    """Which seconds of a video were played, merged."""

    __tablename__ = "watched_intervals"

    enrolment_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("enrolment.id"), primary_key=True
    )
    lesson_key: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    intervals: Mapped[str] = mapped_column(sa.Text)
    reported_at: Mapped[datetime]


class QuizResult(Base):
    """The best result of one enrolment in one quiz lesson, reported by the quizzes."""

    __tablename__ = "quiz_result"

    enrolment_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("enrolment.id"), primary_key=True
    )
    lesson_key: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    role: Mapped[str] = mapped_column(sa.String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    first_percent: Mapped[Decimal] = mapped_column(sa.Numeric(5, 2))
    best_percent: Mapped[Decimal] = mapped_column(sa.Numeric(5, 2))
    passed: Mapped[bool]
    updated_at: Mapped[datetime]


class AssignmentResult(Base):
    """The result of one enrolment in one assignment, reported when it is marked."""

    __tablename__ = "assignment_result"

    enrolment_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("enrolment.id"), primary_key=True
    )
    lesson_key: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    percent: Mapped[Decimal] = mapped_column(sa.Numeric(5, 2))
    passed: Mapped[bool]
    updated_at: Mapped[datetime]


class NewsSeen(Base):
    """What somebody in the middle of a course has been told of newer versions and put away."""

    __tablename__ = "news_seen"

    enrolment_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("enrolment.id"), primary_key=True
    )
    number: Mapped[int]


class SurveyResponse(Base):
    """Answers of one anonymous person on one day; nothing here leads to who it was.

    The id is random, so neither it nor the order of the rows follows the order of answering; there
    is a day and no time. That somebody answered stands in `progress`, without its time. Both rows
    come in one transaction, so both are there or none. A run with a single answer is protected
    where answers are shown: below the threshold they are not.
    """

    __tablename__ = "survey_response"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("course_run.id"), index=True)
    lesson_key: Mapped[int]
    answered_on: Mapped[date]
    answers: Mapped[dict[str, Any]]
