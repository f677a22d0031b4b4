"""Record what an auditor could ask about later; the chain is closed as the transaction commits."""

import hashlib
from datetime import UTC, datetime
from typing import Any, Protocol

import rfc8785
import sqlalchemy as sa
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db, is_sqlite

_LOCK = 7_235_411
_START = "0" * 64


class HasId(Protocol):
    id: Any


def record(
    verb: str,
    subject: HasId | None,
    *,
    by: HasId | None,
    institution_id: int | None = None,
    **details: Any,
) -> None:
    """Write down that `by` (None: the system) did `verb` to `subject`; ids and plain values only."""
    if institution_id is None:
        institution_id = getattr(subject, "institution_id", None)
    pending = db.session.info.setdefault("audit", [])
    pending.append((now(), verb, subject, by, institution_id, details))


@event.listens_for(db.session, "before_commit")
def _close_chain(session: Session) -> None:
    """Number and hash what was recorded, last of all, so that the lock is held only for the commit."""
    pending = session.info.pop("audit", [])
    if not pending or session.in_nested_transaction():
        if pending:
            session.info["audit"] = pending
        return
    session.flush()
    if not is_sqlite():
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = session.execute(
        select(AuditEntry.id, AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.id, last.digest) if last else (0, _START)
    for at, verb, subject, by, institution_id, details in pending:
        number += 1
        entry = AuditEntry(
            id=number,
            at=at,
            verb=verb,
            subject=type(subject).__name__ if subject is not None else "",
            subject_id=getattr(subject, "id", None),
            by_id=getattr(by, "id", None),
            institution_id=institution_id,
            details=details,
            previous=previous,
            digest="",
        )
        previous = entry.digest = digest(entry)
        session.add(entry)
    session.flush()


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.parent is None:
        session.info.pop("audit", None)


def digest(entry: AuditEntry) -> str:
    """SHA-256 over every column but itself, in canonical JSON."""
    return hashlib.sha256(
        rfc8785.dumps(
            {
                "id": entry.id,
                "at": _stamp(entry.at),
                "verb": entry.verb,
                "subject": entry.subject,
                "subject_id": entry.subject_id,
                "by": entry.by_id,
                "institution": entry.institution_id,
                "details": entry.details,
                "previous": entry.previous,
            }
        )
    ).hexdigest()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def first_broken() -> int | None:
    """The number of the first row that was changed, removed or put in; None where all is whole."""
    expected, previous, last = 1, _START, -(2**62)
    while rows := db.session.scalars(  # by pieces: the read engine keeps no cursor open
        select(AuditEntry).where(AuditEntry.id > last).order_by(AuditEntry.id).limit(1000)
    ).all():
        for entry in rows:
            if (entry.id, entry.previous, entry.digest) != (expected, previous, digest(entry)):
                return expected
            expected, previous, last = entry.id + 1, entry.digest, entry.id
    return None
