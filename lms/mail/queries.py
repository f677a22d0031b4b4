"""Reads of messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.db import db
from lms.errors import found
from lms.jobs.models import Job, JobState
from lms.mail.models import Attachment, Message


def latest(address: str = "") -> Sequence[Message]:
    """The hundred newest, to one address if it is given."""
    newest = select(Message).order_by(Message.id.desc()).limit(100)
    if address:
        newest = newest.where(Message.address == address.strip().lower())
    return db.session.scalars(newest).all()


def get_message(message_id: int) -> Message:
    return found(db.session.get(Message, message_id))


def get_attachment(message_id: int, position: int) -> Attachment:
    return found(db.session.get(Attachment, (message_id, position)))


@dataclass(frozen=True)
class Standing:
    """What became of some letters: `stuck` ones were tried as often as anything is."""

    letters: int
    sent: int
    stuck: int
    tries: int
    last_sent_at: datetime | None

    @property
    def waiting(self) -> int:
        return self.letters - self.sent - self.stuck


def standing(prefix: str) -> Standing:
    """Of all letters whose key begins so."""
    rows = db.session.execute(
        select(Message.sent_at, Job.state, Job.attempts)
        .outerjoin(Job, Job.key == "mail/" + Message.key)
        .where(Message.key.startswith(prefix, autoescape=True))
    ).all()
    sent = [row.sent_at for row in rows if row.sent_at is not None]
    stuck = sum(row.sent_at is None and row.state is JobState.DEAD for row in rows)
    return Standing(
        letters=len(rows),
        sent=len(sent),
        stuck=stuck,
        tries=max((row.attempts or 0 for row in rows), default=0),
        last_sent_at=max(sent, default=None),
    )
