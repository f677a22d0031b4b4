"""What happened, append-only, and the counts of people that are made of it."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, BigId

EVERYWHERE = 0
ALWAYS = 0


class Measure(enum.IntEnum):
    """What people are counted for."""

    REGISTERED = 1
    ENROLLED = 2
    COMPLETED = 3
    CERTIFIED = 4


class EventKind(enum.IntEnum):
    """What happened to one person; small numbers, for a table that grows."""

    REGISTERED = 1
    ENROLLED = 2
    COMPLETED = 3
    CERTIFIED = 4
    WITHDRAWN = 5
    CERTIFICATE_CHANGED = 6
    ACCOUNT_CHANGED = 7


class LearningEvent(Base):
    """One thing that happened to one person; written in the transaction in which it happened.

    `xid` is that transaction on PostgreSQL, where ids do not follow the order of commits.
    """

    __tablename__ = "learning_event"
    __table_args__ = (sa.Index("ix_learning_event_xid_id", "xid", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    xid: Mapped[int] = mapped_column(sa.BigInteger)
    occurred_at: Mapped[datetime]
    kind: Mapped[int] = mapped_column(sa.SmallInteger)
    learner_id: Mapped[int] = mapped_column(sa.BigInteger)
    enrolment_id: Mapped[int | None] = mapped_column(sa.BigInteger)


class PersonMonth(Base):
    """A person was counted for a measure at an institution in a month (202611: November 2026).

    A number below zero is a certificate whose holder erased the account: it stands for one person.
    """

    __tablename__ = "person_month"
    __table_args__ = {"sqlite_with_rowid": False}

    person_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    measure: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    institution_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)


class PeopleCount(Base):
    """How many different people: at an institution or everywhere (0), in a period.

    A period is a month (202611), a Thai fiscal year (2570) or always (0).
    """

    __tablename__ = "people_count"
    __table_args__ = (sa.CheckConstraint("people >= 0", "nobody_is_less_than_nobody"),)

    measure: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    institution_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int]


class Watermark(Base):
    """Up to where the events have been counted, and when that was."""

    __tablename__ = "watermark"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    xid: Mapped[int] = mapped_column(sa.BigInteger)
    event_id: Mapped[int] = mapped_column(sa.BigInteger)
    updated_at: Mapped[datetime]
