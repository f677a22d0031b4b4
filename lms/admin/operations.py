"""What an operator changes in reference data and in queues; institutions have their own."""

from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from lms import audit, caching
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.jobs import queue
from lms.jobs.models import Job, JobState
from lms.jobs.queue import enqueue
from lms.mail.models import Message
from lms.reference import operations as reference
from lms.reference import queries as known
from lms.reference.models import CodeEntry, Province


class ProvinceIsOpen(DomainError):
    message = _l("This province takes part already.")
    field = "code"


class EntryTaken(DomainError):
    message = _l("The list has a row with this code.")
    field = "code"


class JobIsNotDead(DomainError):
    message = _l("Only a job that has been given up can be tried again.")


class MessageHasLeft(DomainError):
    message = _l("This message has left already.")


def open_province(code: str, *, is_home: bool = False, by: User, **brand: Any) -> Province:
    """Let another province take part, with its districts and a brand of its own."""
    if known.province(code) is not None:
        raise ProvinceIsOpen
    province = reference.open_province(code, home=False, **brand)
    audit.record("province.opened", province, by=by, code=code)
    if is_home:
        _move_home(province)
    caching.clear_all()
    return province


def change_province(province: Province, *, is_home: bool, by: User, **brand: Any) -> None:
    """How the platform is called there; one province is the home whose brand this copy wears."""
    changed = sorted(k for k, v in brand.items() if getattr(province, k) != v)
    for name in changed:
        setattr(province, name, brand[name])
    if is_home and not province.is_home:
        _move_home(province)
        changed.append("is_home")
    if changed:
        audit.record("province.changed", province, by=by, code=province.code, fields=changed)
        caching.clear_all()


def _move_home(province: Province) -> None:
    db.session.execute(update(Province).values(is_home=False))
    province.is_home = True
    db.session.flush()  # after the statement above, whatever order the session would choose


def add_entry(
    list_name: str, code: str, *, title: Localised, position: int, valid_to: date | None, by: User
) -> CodeEntry:
    entry = CodeEntry(
        list_name=list_name, code=code, title=title, position=position, valid_to=valid_to
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError as clash:
        raise EntryTaken from clash
    audit.record("list.row_added", entry, by=by, list=list_name, code=code)
    caching.clear_all()
    return entry


def change_entry(
    entry: CodeEntry, *, title: Localised, position: int, valid_to: date | None, by: User
) -> None:
    """The code stays: people and figures refer to it. A row is retired, never deleted."""
    values = {"title": title, "position": position, "valid_to": valid_to}
    changed = sorted(k for k, v in values.items() if getattr(entry, k) != v)
    for name in changed:
        setattr(entry, name, values[name])
    if changed:
        audit.record("list.row_changed", entry, by=by, list=entry.list_name, fields=changed)
        caching.clear_all()


def retry_job(job: Job, *, by: User) -> None:
    if job.state is not JobState.DEAD:
        raise JobIsNotDead
    queue.retry(job)
    audit.record("job.retried", job, by=by, name=job.name)


def resend(message: Message, *, by: User) -> None:
    """Ask for the delivery of a message that has not left; one that waits already stays one."""
    if message.sent_at is not None:
        raise MessageHasLeft
    minute = int(now().timestamp() // 60)  # impatient fingers ask once a minute
    enqueue("mail.deliver", key=f"mail/again/{message.id}/{minute}", message_id=message.id)
    audit.record("mail.sent_again", message, by=by)
