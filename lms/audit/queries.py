"""Reads of the trail."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.db import db

PAGE = 50


def trail(
    *,
    verb: str = "",
    institution_id: int | None = None,
    person_id: int | None = None,
    before: int | None = None,
) -> tuple[Sequence[AuditEntry], bool]:
    """The newest rows before a number, and whether there are more; a verb may be a beginning."""
    rows = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if verb:
        rows = rows.where(AuditEntry.verb.startswith(verb, autoescape=True))
    if institution_id is not None:
        rows = rows.where(AuditEntry.institution_id == institution_id)
    if person_id is not None:
        rows = rows.where(AuditEntry.by_id == person_id)
    if before is not None:
        rows = rows.where(AuditEntry.id < before)
    found = db.session.scalars(rows).all()
    return found[:PAGE], len(found) > PAGE
