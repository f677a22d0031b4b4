"""Reads of messages."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.db import db
from lms.errors import found
from lms.mail.models import Message


def latest(address: str = "") -> Sequence[Message]:
    """The hundred newest, to one address if it is given."""
    newest = select(Message).order_by(Message.id.desc()).limit(100)
    if address:
        newest = newest.where(Message.address == address.strip().lower())
    return db.session.scalars(newest).all()


def get_message(message_id: int) -> Message:
    return found(db.session.get(Message, message_id))
