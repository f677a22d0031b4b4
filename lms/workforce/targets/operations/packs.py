"""The evidence pack of the agreement: asked for, made by a job, kept."""

from datetime import datetime

from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.jobs.queue import enqueue
from lms.workforce.periods import Period
from lms.workforce.targets import queries
from lms.workforce.targets.models import EvidencePack, PackState

PACK = "targets.pack"


def ask_pack(period: Period, *, by: User) -> EvidencePack:
    """Ask for a PDF of everything; one that is still being made is enough."""
    waiting = queries.waiting_pack(str(period))
    if waiting is not None:
        return waiting
    pack = EvidencePack(period=str(period), asked_by=by)
    db.session.add(pack)
    db.session.flush()  # the job is about its key
    audit.record("evidence_pack.asked", pack, by=by, period=str(period))
    enqueue(PACK, pack_id=pack.id)
    return pack


def keep_pack(pack_id: int, digest: str, size: int, as_of: datetime | None) -> None:
    """Twice is once."""
    pack = db.session.get_one(EvidencePack, pack_id)
    lock_row(pack)
    if pack.state is not PackState.DONE:
        pack.digest, pack.size, pack.as_of = digest, size, as_of
        pack.state, pack.made_at = PackState.DONE, now()


def note_pack_failure(pack_id: int) -> None:
    pack = db.session.get_one(EvidencePack, pack_id)
    if pack.state is PackState.ASKED:
        pack.state = PackState.FAILED
