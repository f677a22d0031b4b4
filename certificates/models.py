"""What is attested: the register, the frozen statement, the paper."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, Entity, new_public_id


class CertificateState(enum.StrEnum):
    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class Certificate(Entity):
    """ใบรับรอง: issued once per person, run and design; nothing here is ever deleted.

    `statement` is canonical JSON and the truth; the PDF under `paper` is a view of it.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "be_year", "sequence"),
        sa.Index(
            "uq_certificate_once",
            "learner_id",
            "run_id",
            "design",
            "revision",
            unique=True,
        ),
        sa.Index("ix_certificate_learner_id_issued_at", "learner_id", "issued_at"),
        sa.Index("ix_certificate_institution_id_issued_at", "institution_id", "issued_at"),
        sa.CheckConstraint("is_sample = (sequence IS NULL)", "a_sample_takes_no_number"),
        sa.CheckConstraint("(paper IS NULL) = (paper_at IS NULL)", "paper_is_dated"),
    )

    code: Mapped[str] = mapped_column(sa.String(24), unique=True, default=new_public_id)
    learner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    enrolment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(sa.ForeignKey("course_run.id"), index=True)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"))
    design: Mapped[str] = mapped_column(sa.String(40))
    revision: Mapped[int] = mapped_column(default=1)
    be_year: Mapped[int | None]
    sequence: Mapped[int | None]
    register_number: Mapped[str | None] = mapped_column(sa.String(80))
    state: Mapped[CertificateState] = mapped_column(default=CertificateState.VALID)
    is_sample: Mapped[bool] = mapped_column(default=False)
    issued_at: Mapped[datetime]
    expires_on: Mapped[date | None]
    statement: Mapped[bytes] = mapped_column(sa.LargeBinary)
    statement_digest: Mapped[str] = mapped_column(sa.String(64))
    paper: Mapped[str | None] = mapped_column(sa.String(64))
    paper_at: Mapped[datetime | None]


class RegisterCounter(Base):
    """The last number given by an institution in a BE year; gapless, because it is locked."""

    __tablename__ = "register_counter"

    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"), primary_key=True)
    be_year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class LookUps(Base):
    """How often a certificate was looked up on a day; by nobody in particular."""

    __tablename__ = "look_ups"

    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int]


class PaperPreview(Base):
    """The picture of a course's paper, drawn anew when its looks have changed."""

    __tablename__ = "paper_preview"

    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), primary_key=True)
    looks: Mapped[str] = mapped_column(sa.String(64))
    picture: Mapped[str] = mapped_column(sa.String(64))
