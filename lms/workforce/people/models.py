"""Files of people that left the house, and whose data each held."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.public import User
from lms.db import Base, Entity, new_public_id
from lms.institutions.public import Institution


class ExportState(enum.StrEnum):
    """Over: the file is deleted; who was in it stays on record."""

    ORDERED = "ordered"
    READY = "ready"
    OVER = "over"


class PersonExport(Entity):
    """Who exported people, why, which ones, how many, and the digest of the file."""

    __tablename__ = "person_export"
    __table_args__ = (
        sa.Index("ix_person_export_by_id_created_at", "by_id", "created_at"),
        sa.CheckConstraint("people >= 0", "people_are_counted"),
        sa.CheckConstraint("state <> 'ready' OR digest IS NOT NULL", "a_ready_file_has_a_digest"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"))
    reason: Mapped[str] = mapped_column(sa.String(500))
    filters: Mapped[dict[str, Any]]
    ending: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[ExportState] = mapped_column(default=ExportState.ORDERED, index=True)
    people: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    expires_at: Mapped[datetime]
    downloads: Mapped[int] = mapped_column(default=0)

    by: Mapped[User] = relationship()
    institution: Mapped[Institution] = relationship()


class ExportedPerson(Base):
    """One person was in one file; the person sees it among their own data."""

    __tablename__ = "exported_person"

    export_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person_export.id"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, autoincrement=False, index=True
    )

    export: Mapped[PersonExport] = relationship()
