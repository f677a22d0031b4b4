"""Ordering a file of people, making it, handing it over, deleting it."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, select, update

from lms import audit, storage
from lms.accounts.public import User
from lms.clock import now
from lms.db import aside, db
from lms.errors import DomainError, NotFound
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.jobs.queue import enqueue
from lms.workforce.people import queries
from lms.workforce.people.models import ExportedPerson, ExportState, PersonExport
from lms.workforce.people.queries import Filters

MAKE, AREA = "people.make", "people"
LEAST_REASON = 20
AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 5
LASTS = timedelta(hours=24)


class ReasonIsShort(DomainError):
    message = _l("Say in a sentence what the data is for: 20 characters at least.")
    field = "reason"


class TooManyExports(DomainError):
    message = _l("At most 5 exports an hour. Wait a while, or choose more at once.")


class NothingToHand(DomainError):
    message = _l("The file is not there any more. Order a new one.")


class SomebodyWithdrew(DomainError):
    message = _l(
        "Somebody in this file has withdrawn the consent since. The file is deleted: order a new one."
    )


def order(filters: Filters, reason: str, ending: str, *, by: User, at: Institution) -> PersonExport:
    """Ask for a file; who, why and what is on record before anything is read."""
    if len("".join(reason.split())) < LEAST_REASON:
        raise ReasonIsShort
    if queries.ordered_lately(by.id, AN_HOUR) >= MOST_AN_HOUR:
        raise TooManyExports
    export = PersonExport(
        by_id=by.id,
        institution_id=at.id,
        reason=reason,
        filters=filters.to_json(),
        ending=ending,
        expires_at=now() + LASTS,
    )
    db.session.add(export)
    db.session.flush()  # the job carries its id
    audit.record("people.export_ordered", export, by=by, reason=reason, filters=export.filters)
    enqueue(MAKE, key=f"people/{export.id}", export_id=export.id, locale=by.locale)
    return export


def keep(export_id: int, content: bytes) -> str:
    """Write the file; its digest. It is on record before, so no try leaves a file behind."""
    digest = sha256(content).hexdigest()

    def expect() -> None:
        export = db.session.get_one(PersonExport, export_id, populate_existing=True)
        if export.digest != digest:
            delete_file(export.digest)  # of a try that came to nothing
        if export.state is ExportState.ORDERED:
            export.digest = digest

    aside(expect)
    return storage.put(content, area=AREA)


def note_ready(export_id: int, digest: str, people: Sequence[int]) -> None:
    """The file is there: who is in it, and its digest, are on record.

    Who withdrew or left while it was written is not written back; the file is then outdated at once.
    """
    ready = (
        update(PersonExport)
        .where(PersonExport.id == export_id, PersonExport.state == ExportState.ORDERED)
        .values(state=ExportState.READY, digest=digest, people=len(people))
        .returning(PersonExport.id)
    )
    if db.session.scalar(ready) is None:
        delete_file(digest)  # its time was over before it was there
        return
    db.session.add_all(
        ExportedPerson(export_id=export_id, user_id=n) for n in queries.still_agreeing(people)
    )
    export = db.session.get_one(PersonExport, export_id, populate_existing=True)
    by = db.session.get(User, export.by_id)
    audit.record(
        "people.exported",
        export,
        by=by,
        reason=export.reason,
        filters=export.filters,
        people=len(people),
        sha256=digest,
    )


def hand_over(export: PersonExport, *, by: User) -> bytes:
    """The bytes, as long as everybody in them still agrees."""
    if export.state is not ExportState.READY or export.expires_at <= now():
        raise NothingToHand
    if queries.is_outdated(export):
        _end_now(export)
        raise SomebodyWithdrew
    content = storage.get(export.digest or "", area=AREA)
    taken = update(PersonExport).where(PersonExport.id == export.id)
    db.session.execute(taken.values(downloads=PersonExport.downloads + 1))
    audit.record("people.downloaded", export, by=by, sha256=export.digest)
    return content


def _end_now(export: PersonExport) -> None:
    """Kept although the request is refused: what is said about the file is true."""
    export_id, digest = export.id, export.digest
    delete_file(digest)
    aside(lambda: end([export_id]))


def end(export_ids: Sequence[int]) -> None:
    """Their time is over, or somebody withdrew: the record stays without the file."""
    over = update(PersonExport).where(PersonExport.id.in_(export_ids))
    db.session.execute(over.values(state=ExportState.OVER))


def delete_file(digest: str | None) -> None:
    """Twice is once."""
    try:
        if digest:
            storage.delete(digest, area=AREA)
    except (NotFound, FileNotFoundError):
        return


def forget(user_id: int) -> None:
    """An erased person is in no list of exports, and files that hold them are not handed over."""
    theirs = select(ExportedPerson.export_id).where(ExportedPerson.user_id == user_id)
    db.session.execute(
        update(PersonExport)
        .where(PersonExport.id.in_(theirs), PersonExport.state == ExportState.READY)
        .values(expires_at=now())
    )
    db.session.execute(delete(ExportedPerson).where(ExportedPerson.user_id == user_id))
