"""A job is a row: what is to be done, how often it was tried, who holds it."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import now
from lms.db import Entity


class JobState(enum.StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Entity):
    """Work asked for by name, with ids and plain values."""

    __tablename__ = "job"
    __table_args__ = (
        sa.Index("ix_job_state_run_at", "state", "run_at"),
        sa.CheckConstraint("attempts >= 0", "attempts_are_counted"),
        sa.CheckConstraint(
            "(state = 'running') = (lease_token IS NOT NULL)", "a_running_job_is_leased"
        ),
    )

    name: Mapped[str] = mapped_column(sa.String(80))
    args: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(sa.String(200), unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime] = mapped_column(default=now)
    lease_token: Mapped[str | None] = mapped_column(sa.String(32))
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.Text)
    finished_at: Mapped[datetime | None]
