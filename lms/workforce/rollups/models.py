"""What happened, append-only; what it came to per enrolment; and bitmaps of who it happened to."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, BigId

OWNERLESS = 1 << 31
EVERYWHERE = 0
GENERATION = 1_000_000


class Kind(enum.IntEnum):
    """What happened to an enrolment in a month; each is counted by people."""

    APPLIED = 1
    ACTIVE = 2
    HALFWAY = 3
    PASSED = 4
    COMPLETED = 5
    CERTIFIED = 6
    DROPPED = 7
    SCORED = 8


class EventKind(enum.IntEnum):
    """What changed; small numbers, for a table that grows."""

    ENROLMENT_CHANGED = 2
    LEARNED = 3
    CERTIFICATE_CHANGED = 6
    ACCOUNT_CHANGED = 7
    SURVEY_ANSWERED = 8
    DISABILITY_CHANGED = 9
    SKILLS_RELATED = 10


class LearningEvent(Base):
    """A row of somebody changed; written in the transaction in which it did.

    `xid` is that transaction on PostgreSQL, where ids do not follow the order of commits. The event
    of an answered survey names the run and its day, and nobody.
    """

    __tablename__ = "learning_event"
    __table_args__ = (sa.Index("ix_learning_event_xid_id", "xid", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    xid: Mapped[int] = mapped_column(sa.BigInteger)
    occurred_at: Mapped[datetime]
    kind: Mapped[int] = mapped_column(sa.SmallInteger)
    learner_id: Mapped[int] = mapped_column(sa.BigInteger)
    enrolment_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    run_id: Mapped[int | None] = mapped_column(sa.BigInteger)


class EnrolmentFact(Base):
    """One enrolment and the months of its milestones (202611), as they are counted.

    A certificate whose holder erased the account is a row of its own, under its number below zero,
    with a snapshot number of its own from 2³¹ up. `active` lists months; results are in hundredths.
    """

    __tablename__ = "enrolment_fact"
    __table_args__ = (sa.Index("ix_enrolment_fact_last_on", "last_on"),)

    enrolment_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    snapshot_id: Mapped[int] = mapped_column(sa.BigInteger)
    offering_id: Mapped[int] = mapped_column(sa.BigInteger)
    applied: Mapped[int | None]
    active: Mapped[str] = mapped_column(sa.Text, default="")
    halfway: Mapped[int | None]
    passed: Mapped[int | None]
    completed: Mapped[int | None]
    certified: Mapped[int | None]
    dropped: Mapped[int | None]
    scored: Mapped[int | None]
    pre: Mapped[int | None]
    post: Mapped[int | None]
    last_on: Mapped[date | None]


class PeopleBitmap(Base):
    """The snapshots to which a kind of thing happened in a month, in one offering (0: in any)."""

    __tablename__ = "people_bitmap"
    __table_args__ = (sa.Index("ix_people_bitmap_edit", "edit"),)

    kind: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    edit: Mapped[int] = mapped_column(sa.BigInteger)


class ValueBitmap(Base):
    """The snapshots that have a value of a dimension; disability is encrypted."""

    __tablename__ = "value_bitmap"

    dimension: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    edit: Mapped[int] = mapped_column(sa.BigInteger)


class ScorePairs(Base):
    """Results before and after, of one offering and month: arrays of (snapshot, pre, post)."""

    __tablename__ = "score_pairs"

    month: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    edit: Mapped[int] = mapped_column(sa.BigInteger)


class SnapshotLink(Base):
    """A later snapshot of a person and their first one: both are one person."""

    __tablename__ = "snapshot_link"
    __table_args__ = (
        sa.Index("ix_snapshot_link_edit", "edit"),
        {"sqlite_with_rowid": False},
    )

    snapshot_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    first_id: Mapped[int] = mapped_column(sa.BigInteger)
    edit: Mapped[int] = mapped_column(sa.BigInteger)


class RatingMonth(Base):
    """Answers to five-point questions of a run in a month: sums, and nobody's."""

    __tablename__ = "rating_month"

    run_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[int]
    items: Mapped[int]
    total: Mapped[int]
    high: Mapped[int]


class Watermark(Base):
    """Up to where the events have been counted, and when that was.

    `edit` grows with every change of a bitmap; `swept_on` is the day up to which idle was counted.
    """

    __tablename__ = "watermark"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    xid: Mapped[int] = mapped_column(sa.BigInteger)
    event_id: Mapped[int] = mapped_column(sa.BigInteger)
    updated_at: Mapped[datetime]
    edit: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    swept_on: Mapped[date | None]
