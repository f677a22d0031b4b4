"""Runs and the places people hold in them."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.content.models import Course, Mode, Pace
from lms.accounts.public import User
from lms.clock import now
from lms.db import Base, BigId, Entity, new_public_id

FEW_SEATS = 5


class RunState(enum.StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class EnrolmentWay(enum.StrEnum):
    """How a place in a run is got."""

    SELF = "self"
    APPROVAL = "approval"
    CODE = "code"
    STAFF = "staff"


class EnrolmentState(enum.StrEnum):
    PENDING = "pending"
    WAITING = "waiting"
    ACTIVE = "active"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


SEATED = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)
LEAVABLE = (EnrolmentState.PENDING, EnrolmentState.WAITING, EnrolmentState.ACTIVE)


class CourseRun(Entity):
    """รุ่น: the course as it is learned by some people in some time."""

    __tablename__ = "course_run"
    __table_args__ = (
        sa.UniqueConstraint("course_id", "number"),
        sa.CheckConstraint("seats IS NULL OR seats >= 1", "has_seats"),
        sa.CheckConstraint(
            "seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats)", "never_oversold"
        ),
        sa.CheckConstraint("closes_at IS NULL OR opens_at < closes_at", "closes_after_it_opens"),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", "ends_after_it_starts"
        ),
        sa.CheckConstraint("way <> 'code' OR code_digest IS NOT NULL", "a_code_way_has_a_code"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    number: Mapped[int]
    state: Mapped[RunState] = mapped_column(default=RunState.OPEN)
    way: Mapped[EnrolmentWay] = mapped_column(default=EnrolmentWay.SELF)
    mode: Mapped[Mode]
    pace: Mapped[Pace]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    seats: Mapped[int | None]
    seats_taken: Mapped[int] = mapped_column(default=0)
    code_digest: Mapped[str | None] = mapped_column(sa.String(64))
    district_code: Mapped[str | None] = mapped_column(sa.String(4))
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    programme: Mapped[str | None] = mapped_column(sa.String(40))
    fund: Mapped[str | None] = mapped_column(sa.String(40))
    rules: Mapped[dict[str, Any]]

    course: Mapped[Course] = relationship()

    @property
    def institution_id(self) -> int:
        return self.course.institution_id

    def is_open(self, at: datetime) -> bool:
        """Whether somebody may enrol at that moment (seats aside)."""
        return (
            self.state is RunState.OPEN
            and self.opens_at <= at
            and (self.closes_at is None or at < self.closes_at)
        )

    def has_started(self, on: date) -> bool:
        return self.starts_on is None or self.starts_on <= on

    def has_ended(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on < on

    @property
    def seats_left(self) -> int | None:
        """None where there is no limit."""
        return None if self.seats is None else self.seats - self.seats_taken

    @property
    def few_left(self) -> bool:
        return self.seats_left is not None and self.seats_left < FEW_SEATS


class RunPrerequisite(Base):
    """A course that must be completed before enrolling in the run."""

    __tablename__ = "run_prerequisite"

    run_id: Mapped[int] = mapped_column(sa.ForeignKey("course_run.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), primary_key=True)


class Snapshot(Base):
    """A person's dimensions as they were at an enrolment; one row per person and distinct profile.

    Disability and income are never copied: they rest on a consent that can be taken back. Nothing
    finer than a district is: no number needs it.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        sa.UniqueConstraint("learner_id", "digest"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    learner_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    digest: Mapped[str] = mapped_column(sa.String(32))
    age_band: Mapped[str | None] = mapped_column(sa.String(40))
    sex: Mapped[str | None] = mapped_column(sa.String(40))
    province_code: Mapped[str | None] = mapped_column(sa.String(2))
    district_code: Mapped[str | None] = mapped_column(sa.String(4))
    education: Mapped[str | None] = mapped_column(sa.String(40))
    employment: Mapped[str | None] = mapped_column(sa.String(40))
    occupation: Mapped[str | None] = mapped_column(sa.String(40))
    sector: Mapped[str | None] = mapped_column(sa.String(40))
    industry: Mapped[str | None] = mapped_column(sa.String(40))
    firm_size: Mapped[str | None] = mapped_column(sa.String(40))
    target_group: Mapped[str | None] = mapped_column(sa.String(40))
    employer: Mapped[str | None] = mapped_column(sa.String(13))


class Offering(Base):
    """What a run offered to those who enrolled then; a change of the course makes another row.

    `hours` are credited on completion; `skills` are `framework:code:level`.
    """

    __tablename__ = "offering"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(32), unique=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("course_run.id"), index=True)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"))
    hours: Mapped[Decimal] = mapped_column(sa.Numeric(6, 2))
    mode: Mapped[str] = mapped_column(sa.String(32))
    district_code: Mapped[str | None] = mapped_column(sa.String(4))
    programme: Mapped[str | None] = mapped_column(sa.String(40))
    fund: Mapped[str | None] = mapped_column(sa.String(40))
    skills: Mapped[list[str]]
    dimensions: Mapped[list[str]]
    smart_city: Mapped[list[str]]
    target_groups: Mapped[list[str]]


class Enrolment(Entity):
    """One learner's place in one run.

    `enrolled_at` is when they first asked for it, `reenrolled_at` when they last asked anew.
    `halfway_at` and `passed_at` are the moments when half of what the run asks was done, and when
    its tests and attendance were.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        sa.UniqueConstraint("run_id", "learner_id"),
        sa.Index("ix_enrolment_run_id_state", "run_id", "state", "queued_at"),
        sa.CheckConstraint(
            "(state = 'completed') = (completed_at IS NOT NULL)", "completion_is_dated"
        ),
        sa.CheckConstraint("(state = 'waiting') = (queued_at IS NOT NULL)", "waiting_is_dated"),
    )

    run_id: Mapped[int] = mapped_column(sa.ForeignKey("course_run.id"))
    learner_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    state: Mapped[EnrolmentState]
    enrolled_at: Mapped[datetime] = mapped_column(default=now)
    reenrolled_at: Mapped[datetime | None]
    queued_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    completed_version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("course_version.id"))
    withdrawn_at: Mapped[datetime | None]
    halfway_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    snapshot_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("snapshot.id"))
    offering_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("offering.id"))

    run: Mapped[CourseRun] = relationship()
    learner: Mapped[User] = relationship()

    @property
    def institution_id(self) -> int:
        return self.run.institution_id

    @property
    def has_seat(self) -> bool:
        return self.state in SEATED

    @property
    def begun_at(self) -> datetime:
        """From when days are counted for them: somebody who comes back has all of them again."""
        return self.reenrolled_at or self.enrolled_at
