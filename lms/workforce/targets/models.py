"""Targets, what was handed in as evidence, and the packs of papers that were made of them."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.public import User
from lms.db import Entity, new_public_id
from lms.i18n import Localised
from lms.institutions.public import Institution
from lms.workforce.asking import Question
from lms.workforce.periods import Period


class Target(Entity):
    """A number that an institution or a programme is to reach in a period.

    `conditions` are the filters as an address has them: district=3001&sex=female. `monthly` has a
    share for each month of the period where the plan is not even.
    """

    __tablename__ = "target"
    __table_args__ = (
        sa.CheckConstraint("(institution_id IS NULL) <> (programme IS NULL)", "has_one_owner"),
        sa.CheckConstraint("number > 0", "asks_for_something"),
        sa.Index(
            "uq_target_institution_id",
            "institution_id", "measure", "conditions", "period",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
        sa.Index(
            "uq_target_programme",
            "programme", "measure", "conditions", "period",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
        sa.Index("ix_target_period", "period"),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    institution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"))
    programme: Mapped[str | None] = mapped_column(sa.String(40))
    measure: Mapped[str] = mapped_column(sa.String(8))
    conditions: Mapped[str] = mapped_column(sa.String(200), default="")
    period: Mapped[str] = mapped_column(sa.String(10))
    number: Mapped[Decimal] = mapped_column(sa.Numeric(16, 3))
    monthly: Mapped[list[Any] | None]
    title: Mapped[Localised] = mapped_column(default=Localised)
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    institution: Mapped[Institution | None] = relationship()

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The filters, sorted by dimension."""
        pairs = (pair.partition("=") for pair in self.conditions.split("&") if pair)
        return tuple((name, value) for name, _equals, value in pairs)

    @property
    def question(self) -> Question:
        """What the actual number is asked for by."""
        return Question(self.measure, Period.parse(self.period), where=self.where)


class TargetEvidence(Entity):
    """A paper or an address that stands for what was reached."""

    __tablename__ = "target_evidence"
    __table_args__ = (
        sa.CheckConstraint("(digest IS NULL) <> (link IS NULL)", "is_a_file_or_a_link"),
        sa.CheckConstraint("(digest IS NULL) = (name IS NULL)", "a_file_has_its_name"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    target_id: Mapped[int] = mapped_column(sa.ForeignKey("target.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    dated: Mapped[date]
    digest: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    name: Mapped[str | None] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100), default="")
    size: Mapped[int] = mapped_column(default=0)
    link: Mapped[str | None] = mapped_column(sa.String(500))
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    target: Mapped[Target] = relationship()
    added_by: Mapped[User] = relationship()


class PackState(enum.StrEnum):
    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"


class EvidencePack(Entity):
    """The agreement's numbers and papers of one period as one PDF."""

    __tablename__ = "evidence_pack"
    __table_args__ = (
        sa.CheckConstraint("(state = 'done') = (digest IS NOT NULL)", "what_is_done_is_kept"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    period: Mapped[str] = mapped_column(sa.String(10), index=True)
    state: Mapped[PackState] = mapped_column(default=PackState.ASKED)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    size: Mapped[int] = mapped_column(default=0)
    as_of: Mapped[datetime | None]
    made_at: Mapped[datetime | None]

    asked_by: Mapped[User] = relationship()
