"""What proves a target: papers and addresses."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from lms import audit, storage
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import to_bangkok
from lms.jobs.queue import enqueue
from lms.workforce.targets import queries
from lms.workforce.targets.models import Target, TargetEvidence
from lms.workforce.targets.papers import kind_of

DISCARD = "targets.discard"
EVIDENCE = "evidence"
MOST_BYTES = 20 << 20


class NoPaper(DomainError):
    message = _l("Choose a file or write an address: one of the two.")
    field = "link"


class BadLink(DomainError):
    message = _l("Write a whole address that begins with https://")
    field = "link"


class PaperTooLarge(DomainError):
    message = _l("The file is larger than 20 MB.")
    field = "file"


class FutureDate(DomainError):
    message = _l("This day is still to come.")
    field = "dated"


def add_link(target: Target, *, title: str, dated: date, link: str, by: User) -> TargetEvidence:
    """An address where the proof can be read."""
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadLink
    return _add(target, TargetEvidence(title=title, dated=dated, link=link), by)


@dataclass(frozen=True)
class Paper:
    """A file that is stored already."""

    digest: str
    name: str
    content_type: str
    size: int


def checked_paper(name: str, content: bytes, dated: date) -> str:
    """The kind of a file that somebody hands in; refuses what is no evidence before it is kept."""
    _check(dated)
    if len(content) > MOST_BYTES:
        raise PaperTooLarge
    return kind_of(name, content)


def add_paper(target: Target, *, title: str, dated: date, paper: Paper, by: User) -> TargetEvidence:
    """A file, put into the storage before."""
    return _add(target, TargetEvidence(title=title, dated=dated, **vars(paper)), by)


def _add(target: Target, evidence: TargetEvidence, by: User) -> TargetEvidence:
    _check(evidence.dated)
    evidence.target, evidence.added_by = target, by
    db.session.add(evidence)
    db.session.flush()  # the record names it
    audit.record("target.evidence_added", target, by=by, evidence=evidence.public_id)
    return evidence


def _check(dated: date) -> None:
    if dated > to_bangkok(now()).date():
        raise FutureDate


def remove_evidence(evidence: TargetEvidence, *, by: User) -> None:
    """The row at once, its file after the commit."""
    audit.record("target.evidence_removed", evidence.target, by=by, evidence=evidence.public_id)
    db.session.delete(evidence)
    if evidence.digest is not None:
        enqueue(DISCARD, digest=evidence.digest)


def discard(digest: str) -> None:
    """Delete the file of removed evidence, unless the same was handed in elsewhere."""
    if not queries.is_evidence(digest):
        storage.delete(digest, area=EVIDENCE)
