"""Mail is written in the reader's language, in the caller's transaction, and leaves by a job."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from sqlalchemy.exc import IntegrityError

from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.i18n import speaking
from lms.jobs.queue import URGENT, enqueue, job
from lms.mail.models import Message

log = logging.getLogger(__name__)


def send_once(
    key: str,
    *,
    address: str,
    locale: str,
    template: str,
    subject: Callable[[], str],
    user_id: int | None = None,
    **values: Any,
) -> None:
    """Write `templates/mail/<template>.txt` to `address`; the same key is sent once only."""
    with speaking(locale):
        message = Message(
            key=key,
            user_id=user_id,
            address=address,
            locale=locale,
            subject=" ".join(subject().split())[:300],
            body=render_template(f"{template}.txt", **values),
        )
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        return
    enqueue("mail.deliver", key=f"mail/{key}", message_id=message.id)


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
