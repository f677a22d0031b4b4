"""Reads of the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from certificates.models import Certificate, CertificateState
from lms.db import db
from lms.errors import NotFound, found


@dataclass(frozen=True)
class Standing:
    """What the public may know of a certificate: its frozen statement and how it stands."""

    id: int
    code: str
    state: CertificateState
    is_sample: bool
    issued_at: datetime
    expires_on: date | None
    statement: bytes
    paper: str | None


_standing = select(
    Certificate.id,
    Certificate.code,
    Certificate.state,
    Certificate.is_sample,
    Certificate.issued_at,
    Certificate.expires_on,
    Certificate.statement,
    Certificate.paper,
).where(Certificate.code == bindparam("code"))
_paper = select(Certificate.paper).where(Certificate.code == bindparam("code"))


def standing(code: str) -> Standing | None:
    """One indexed row by the public code; None where there is none."""
    row = db.session.execute(_standing, {"code": code.upper()}).one_or_none()
    return None if row is None else Standing(*row)


def paper_digest(code: str) -> str | None:
    """The SHA-256 of the signed file we keep under this code."""
    return db.session.scalar(_paper, {"code": code.upper()})


def issued(learner_id: int, run_id: int, design: str) -> Certificate | None:
    return db.session.scalar(
        select(Certificate)
        .filter_by(learner_id=learner_id, run_id=run_id, design=design)
        .order_by(Certificate.revision.desc())
        .limit(1)
    )


def get_certificate(code: str) -> Certificate:
    return found(db.session.scalar(select(Certificate).filter_by(code=code.upper())))


def by_id(certificate_id: int) -> Certificate:
    return found(db.session.get(Certificate, certificate_id))


def get_paper(code: str) -> Certificate:
    """A certificate whose paper is ready; NotFound until then."""
    certificate = get_certificate(code)
    if certificate.paper is None:
        raise NotFound
    return certificate


def of_learner(learner_id: int) -> Sequence[Certificate]:
    return db.session.scalars(
        select(Certificate)
        .filter_by(learner_id=learner_id)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    ).all()


def of_enrolments(enrolment_ids: Sequence[int]) -> dict[int, Certificate]:
    """The newest certificate of each enrolment that has one."""
    rows = db.session.scalars(
        select(Certificate)
        .where(Certificate.enrolment_id.in_(enrolment_ids))
        .order_by(Certificate.revision, Certificate.id)
    )
    return {row.enrolment_id: row for row in rows if row.enrolment_id is not None}


def without_paper() -> Sequence[Certificate]:
    return db.session.scalars(
        select(Certificate).where(Certificate.paper.is_(None)).order_by(Certificate.id).limit(500)
    ).all()
