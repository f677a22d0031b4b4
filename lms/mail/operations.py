"""Mail is written in the reader's language, in the caller's transaction, and leaves by a job."""

import hashlib
import logging
import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app, render_template
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from lms import storage
from lms.clock import now
from lms.config import Config
from lms.db import db, is_sqlite
from lms.i18n import speaking
from lms.jobs.models import Job, JobState
from lms.jobs.queue import URGENT, enqueue, job, retry
from lms.mail.models import Attachment, KeptFile, Message

log = logging.getLogger(__name__)
AREA = "mail"
MOST_ATTACHED = 10 << 20
FILES_KEPT = timedelta(days=30)
UNSENT_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class File:
    """What leaves with a message, kept in the storage already."""

    digest: str
    name: str
    content_type: str
    size: int


def keep_file(name: str, content_type: str, content: bytes) -> File:
    """Keep a file that a message is going to carry; before the write transaction begins."""
    digest = hashlib.sha256(content).hexdigest()
    kind = sqlite if is_sqlite() else postgresql
    noted = kind.insert(KeptFile).values(digest=digest, kept_at=now())
    again = {"kept_at": noted.excluded.kept_at}
    with db.engines[None].begin() as connection:  # before the file: none is lost from sight
        connection.execute(noted.on_conflict_do_update(index_elements=["digest"], set_=again))
    return File(storage.put(content, area=AREA), name, content_type, len(content))


def forget_files() -> None:
    """Letters that left a month ago need their files no more; what no letter carries is deleted."""
    done = select(Message.id).where(
        sa.or_(Message.sent_at < now() - FILES_KEPT, Message.address == "")  # or its reader is gone
    )
    db.session.execute(delete(Attachment).where(Attachment.message_id.in_(done)))
    loose = (
        delete(KeptFile)
        .where(
            KeptFile.kept_at < now() - UNSENT_KEPT,
            KeptFile.digest.not_in(select(Attachment.digest)),
        )
        .returning(KeptFile.digest)
    )
    for digest in db.session.scalars(loose).all():
        storage.delete(digest, area=AREA)


def send_once(
    key: str,
    *,
    address: str,
    locale: str,
    template: str,
    subject: Callable[[], str],
    user_id: int | None = None,
    files: Sequence[File] = (),
    **values: Any,
) -> None:
    """Write `templates/mail/<template>.txt` to `address`; the same key is sent once only.

    Mail servers refuse more than some 10 MB: whoever has more sends an address instead.
    """
    if sum(file.size for file in files) > MOST_ATTACHED:
        raise ValueError("too much for a letter")
    with speaking(locale):
        message = Message(
            key=key,
            user_id=user_id,
            address=address,
            locale=locale,
            subject=" ".join(subject().split())[:300],
            body=render_template(f"{template}.txt", **values),
            attachments=[
                Attachment(
                    position=position,
                    digest=file.digest,
                    name=file.name,
                    content_type=file.content_type,
                    size=file.size,
                )
                for position, file in enumerate(files)
            ],
        )
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        return
    enqueue("mail.deliver", key=f"mail/{key}", message_id=message.id)


def send_again(prefix: str) -> None:
    """Give letters that could not leave another life; those whose key begins so."""
    stuck = (
        select(Job)
        .join(Message, Job.key == "mail/" + Message.key)
        .where(
            Message.key.startswith(prefix, autoescape=True),
            Message.sent_at.is_(None),
            Job.state == JobState.DEAD,
        )
    )
    for row in db.session.scalars(stuck).all():
        retry(row)


@job("mail.deliver", priority=URGENT)
def deliver(message_id: int) -> Callable[[], None] | None:
    """Hand one message to the SMTP server; in development it stays in the mailbox."""
    message = db.session.get(Message, message_id)
    if message is None or message.sent_at is not None:
        return None
    config: Config = current_app.extensions["thaksa_config"]
    if not config.mail_url.startswith("mailbox:"):
        _smtp(config, message)
    return partial(_mark_sent, message_id)


def _mark_sent(message_id: int) -> None:
    message = db.session.get(Message, message_id)
    if message is not None:
        message.sent_at = now()


def _smtp(config: Config, message: Message) -> None:
    parts = urlsplit(config.mail_url)
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = config.mail_from
    mail["To"] = message.address
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = make_msgid(domain=parseaddr(config.mail_from)[1].rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.locale
    mail.set_content(message.body)
    for attached in message.attachments:
        kind, _slash, subtype = attached.content_type.partition(";")[0].partition("/")
        mail.add_attachment(
            storage.get(attached.digest, area=AREA),
            maintype=kind,
            subtype=subtype,
            filename=attached.name,
        )
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=20, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=20)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)
