"""Reports that were kept, when they are sent, and what became of each sending."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.public import User
from lms.db import Base, Entity, new_public_id
from lms.i18n.dates import to_bangkok


class Sharing(enum.StrEnum):
    """Who finds the report beside its owner; each sees it with their own institutions only."""

    PRIVATE = "private"
    INSTITUTION = "institution"
    EVERYONE = "everyone"


class Frequency(enum.StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class DeliveryState(enum.StrEnum):
    """Handed over: the letters are written and wait for the mail server."""

    PLANNED = "planned"
    HANDED_OVER = "handed_over"
    SENT = "sent"
    NOBODY = "nobody"
    FAILED = "failed"


class Report(Entity):
    """A question with a name: which numbers, divided how, of which period."""

    __tablename__ = "report"
    __table_args__ = (
        sa.CheckConstraint(
            "sharing <> 'institution' OR institution_id IS NOT NULL", "shared_where_it_belongs"
        ),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    definition: Mapped[dict[str, Any]]
    sharing: Mapped[Sharing] = mapped_column(default=Sharing.PRIVATE)
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    owner: Mapped[User] = relationship()


class ReportSchedule(Entity):
    """When a report leaves by mail, as which files; the times are Bangkok's."""

    __tablename__ = "report_schedule"
    __table_args__ = (
        sa.CheckConstraint("(frequency = 'weekly') = (weekday IS NOT NULL)", "a_week_has_its_day"),
        sa.CheckConstraint("(frequency = 'monthly') = (day IS NOT NULL)", "a_month_has_its_day"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", "monday_is_0"),
        sa.CheckConstraint("day BETWEEN 1 AND 31", "days_of_a_month"),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", "hours_of_a_day"),
        sa.CheckConstraint("minute BETWEEN 0 AND 59", "minutes_of_an_hour"),
        sa.Index("ix_report_schedule_next_at", "next_at"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"), index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    frequency: Mapped[Frequency]
    weekday: Mapped[int | None] = mapped_column(sa.SmallInteger)
    day: Mapped[int | None] = mapped_column(sa.SmallInteger)
    hour: Mapped[int] = mapped_column(sa.SmallInteger)
    minute: Mapped[int] = mapped_column(sa.SmallInteger)
    endings: Mapped[list[str]]
    next_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship()


class ReportRecipient(Base):
    """Who gets it; asked again at every sending whether they still may."""

    __tablename__ = "report_recipient"

    schedule_id: Mapped[int] = mapped_column(
        sa.ForeignKey("report_schedule.id"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, autoincrement=False, index=True
    )
    left_at: Mapped[datetime | None]


class ReportDelivery(Entity):
    """One slot of a schedule: each slot has one, whoever plans it."""

    __tablename__ = "report_delivery"
    __table_args__ = (
        sa.UniqueConstraint("schedule_id", "planned_for"),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", "what_is_sent_is_dated"),
        sa.CheckConstraint("tries >= 0", "tries_are_counted"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    schedule_id: Mapped[int] = mapped_column(sa.ForeignKey("report_schedule.id"))
    planned_for: Mapped[datetime]
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PLANNED, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.String(40))
    sent_at: Mapped[datetime | None]
    recipients: Mapped[int] = mapped_column(default=0)
    as_of: Mapped[datetime | None]

    schedule: Mapped[ReportSchedule] = relationship()

    @property
    def is_late(self) -> bool:
        """It left on another day than it was planned for."""
        left = self.sent_at or self.planned_for
        return to_bangkok(left).date() > to_bangkok(self.planned_for).date()
