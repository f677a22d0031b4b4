"""Where you belong and what you may do there."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.public import User
from lms.db import Entity, new_public_id
from lms.i18n import Localised


class InstitutionKind(enum.StrEnum):
    UNIVERSITY = "university"
    AGENCY = "agency"
    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"
    EMPLOYER = "employer"


class Role(enum.StrEnum):
    """Held at an institution; everybody is a learner everywhere."""

    INSTRUCTOR = "instructor"
    REVIEWER = "reviewer"
    REGISTRAR = "registrar"
    ADMIN = "admin"
    ANALYST = "analyst"
    OPERATOR = "operator"


class Institution(Entity):
    """A tenant: teaches, sends people, checks certificates or watches the numbers."""

    __tablename__ = "institution"

    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    kind: Mapped[InstitutionKind]
    name: Mapped[Localised]
    short_name: Mapped[Localised]
    province_code: Mapped[str] = mapped_column(sa.ForeignKey("province.code"), index=True)
    district_code: Mapped[str | None] = mapped_column(sa.String(4))
    colour: Mapped[str] = mapped_column(sa.String(7), default="#0f5c66")
    emblem: Mapped[str | None] = mapped_column(sa.String(64))
    emblem_type: Mapped[str | None] = mapped_column(sa.String(40))
    juristic_id: Mapped[str | None] = mapped_column(sa.String(13))
    website: Mapped[str] = mapped_column(sa.String(300), default="")
    about: Mapped[Localised] = mapped_column(default=Localised)
    register_prefix: Mapped[str] = mapped_column(sa.String(20), default="")
    register_pattern: Mapped[str] = mapped_column(sa.String(60), default="{prefix} {seq:05d}/{be}")
    rank: Mapped[int] = mapped_column(default=100)
    is_active: Mapped[bool] = mapped_column(default=True)
    media_quota: Mapped[int | None] = mapped_column(sa.BigInteger)

    @property
    def institution_id(self) -> int:
        return self.id


class Term(Entity):
    """ภาคการศึกษา: an institution's own calendar."""

    __tablename__ = "term"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "label"),
        sa.CheckConstraint("starts_on <= ends_on", "a_term_ends_after_it_starts"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"))
    label: Mapped[str] = mapped_column(sa.String(40))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Signatory(Entity):
    """A post that signs certificates, for a time."""

    __tablename__ = "signatory"
    __table_args__ = (sa.CheckConstraint("valid_from <= valid_to", "a_post_ends_after_it_starts"),)

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    post: Mapped[Localised]
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    signature: Mapped[str | None] = mapped_column(sa.Text)
    rank: Mapped[int] = mapped_column(default=100)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Membership(Entity):
    """A role that a person holds at an institution, until it ends."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.Index("ix_membership_user_id", "user_id"),
        sa.Index(
            "uq_membership_held",
            "institution_id",
            "user_id",
            "role",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"))
    role: Mapped[Role]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    granted_by: Mapped[User | None] = relationship(foreign_keys=[granted_by_id])
    institution: Mapped[Institution] = relationship()

    def is_current(self, on: date) -> bool:
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= on)


class Registration(Entity):
    """Which institution registered a person at its desk, and so may give them an address."""

    __tablename__ = "registration"

    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), unique=True)

    user: Mapped[User] = relationship()


class Invitation(Entity):
    """An offer of a role to an address; accepted by whoever reads mail there."""

    __tablename__ = "invitation"

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(320), index=True)
    role: Mapped[Role]
    role_ends_on: Mapped[date | None]
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    invited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    institution: Mapped[Institution] = relationship()

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > at
