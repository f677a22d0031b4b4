"""What happened, append-only, and the roll-ups that are made of it."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, BigId


class EventKind(enum.IntEnum):
    """Small numbers, for a table that grows."""

    REGISTERED = 1
    ENROLLED = 2
    LESSON_COMPLETED = 3
    COMPLETED = 4
    CERTIFIED = 5
    WITHDRAWN = 6


class LearningEvent(Base):
    """One fact about one person; `snapshot` holds the dimensions as they were."""

    __tablename__ = "learning_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    xid: Mapped[int] = mapped_column(sa.BigInteger, index=True)
    occurred_at: Mapped[datetime]
    kind: Mapped[int] = mapped_column(sa.SmallInteger)
    delta: Mapped[int] = mapped_column(sa.SmallInteger, default=1)
    learner_id: Mapped[int] = mapped_column(sa.BigInteger)
    enrolment_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    course_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    institution_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    snapshot: Mapped[dict[str, Any]] = mapped_column(default=dict)


class FirstTouch(Base):
    """The month in which a person first did something in a scope; one row is one person.

    `institution_id` 0 is the whole platform, where a person counts once.
    """

    __tablename__ = "first_touch"

    institution_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    kind: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)


class MonthlyPeople(Base):
    """How many people did something at an institution in a month (0: over all months)."""

    __tablename__ = "monthly_people"

    institution_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    kind: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int]
    events: Mapped[int]


class Watermark(Base):
    """Up to where the events have been counted."""

    __tablename__ = "watermark"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    xid: Mapped[int] = mapped_column(sa.BigInteger)
    event_id: Mapped[int] = mapped_column(sa.BigInteger)
    updated_at: Mapped[datetime]
