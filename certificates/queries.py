"""Reads of the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from certificates.models import Certificate, CertificateState, PaperPreview
from certificates.printed import Printed
from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.errors import NotFound, found
from lms.i18n.dates import to_bangkok

PAPER_JOB = "certificate.draw"
_printed: Cache[str, Printed] = Cache(2000)
_previews: Cache[int, str | None] = Cache(2000, seconds=30)


@dataclass(frozen=True)
class Standing:
    """How a certificate stands in the register; what it says is kept apart, for it never changes."""

    id: int
    code: str
    learner_id: int | None
    state: CertificateState
    is_sample: bool
    issued_at: datetime
    expires_on: date | None
    statement_digest: str
    paper: str | None

    @property
    def verdict(self) -> str:
        """The word of the verify page for it, today."""
        if self.is_sample:
            return "sample"
        if self.state is not CertificateState.VALID:
            return self.state.value
        today = to_bangkok(now()).date()
        return "expired" if self.expires_on and self.expires_on < today else "valid"

    @property
    def is_slow(self) -> bool:
        """Whether the paper should have been there long ago."""
        return self.paper is None and (now() - self.issued_at).total_seconds() > 120


_columns = (
    Certificate.id,
    Certificate.code,
    Certificate.learner_id,
    Certificate.state,
    Certificate.is_sample,
    Certificate.issued_at,
    Certificate.expires_on,
    Certificate.statement_digest,
    Certificate.paper,
)
_standing = select(*_columns).where(Certificate.code == bindparam("code"))
_mine = (
    select(*_columns, Certificate.statement)
    .where(Certificate.learner_id == bindparam("learner_id"))
    .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
)
_of_enrolments = (
    select(*_columns, Certificate.statement, Certificate.enrolment_id)
    .where(Certificate.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)))
    .order_by(Certificate.revision, Certificate.id)
)
_statement = select(Certificate.statement).where(Certificate.id == bindparam("id"))
_paper = select(Certificate.paper).where(Certificate.code == bindparam("code"))
_by_picture = (
    select(PaperPreview.course_id).where(PaperPreview.picture == bindparam("picture")).limit(1)
)
_preview = select(PaperPreview.picture).where(PaperPreview.course_id == bindparam("course_id"))


def standing(code: str) -> Standing | None:
    """One indexed row by the public code, read beside the request's transaction."""
    row = _beside(_standing, code=code.upper())
    return Standing(*row[0]) if row else None


def printed(certificate: Standing) -> Printed:
    """What the paper says; parsed once a process, because it never changes."""
    return _printed.get(
        certificate.statement_digest,
        lambda: Printed.read(_beside(_statement, id=certificate.id)[0].statement),
    )


def mine(learner_id: int) -> list[tuple[Standing, Printed]]:
    """A learner's certificates with what they say, the newest first: one statement."""
    return [_with_words(row) for row in _beside(_mine, learner_id=learner_id)]


def held(code: str) -> Standing:
    return found(standing(code))


def held_paper(code: str) -> Standing:
    """A certificate whose paper is ready; NotFound until then."""
    certificate = held(code)
    if certificate.paper is None:
        raise NotFound
    return certificate


def paper_digest(code: str) -> str | None:
    """The SHA-256 of the signed file that the register has under this code."""
    rows = _beside(_paper, code=code.upper())
    return rows[0].paper if rows else None


def preview(course_id: int) -> str | None:
    """The picture of a course's paper, where it was drawn already; known for half a minute."""

    def read() -> str | None:
        rows = _beside(_preview, course_id=course_id)
        return rows[0].picture if rows else None

    return _previews.get(course_id, read)


def is_preview(picture: str) -> bool:
    """Whether that file is a picture of a paper, and may be shown to anybody."""
    return bool(_beside(_by_picture, picture=picture))


def _with_words(row: Any) -> tuple[Standing, Printed]:
    known = Standing(*row[: len(_columns)])
    return known, _printed.get(known.statement_digest, lambda: Printed.read(row.statement))


def _beside(statement: Select[*tuple[Any, ...]], **values: Any) -> Sequence[Any]:
    with db.engines["read"].connect() as connection:
        return connection.execute(statement, values).all()


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


def of_enrolments(enrolment_ids: Sequence[int]) -> dict[int, tuple[Standing, Printed]]:
    """The newest certificate of each enrolment that has one, with what it says: one statement."""
    if not enrolment_ids:
        return {}
    rows = _beside(_of_enrolments, enrolment_ids=list(enrolment_ids))
    return {row.enrolment_id: _with_words(row) for row in rows}


def without_paper() -> Sequence[Certificate]:
    return db.session.scalars(
        select(Certificate).where(Certificate.paper.is_(None)).order_by(Certificate.id).limit(500)
    ).all()
