"""Keeping reports, planning when they leave, and noting what became of each sending."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.accounts.public import Claim, User, normal_email
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.jobs.queue import enqueue
from lms.mail import send_again as send_letters_again
from lms.workforce.reports import queries
from lms.workforce.reports.definition import Definition
from lms.workforce.reports.models import (
    DeliveryState,
    Frequency,
    Report,
    ReportDelivery,
    ReportRecipient,
    ReportSchedule,
    Sharing,
)
from lms.workforce.reports.policy import finds
from lms.workforce.reports.slots import last_slot, slot_after
from lms.workforce.scope import scope_of

SEND = "reports.send"
MOST_TRIES = 5
PAUSES = (1, 5, 15, 60)  # minutes between the tries
MOST_RECIPIENTS = 50
ENDINGS = ("xlsx", "pdf", "csv", "parquet")


class NotForMany(DomainError):
    message = _l("You belong to no institution whose numbers you see: choose another way to share.")
    field = "sharing"


class NobodyNamed(DomainError):
    message = _l("Name at least one address.")
    field = "recipients"


class TooManyNamed(DomainError):
    message = _l("At most 50 addresses get one report.")
    field = "recipients"


class NoAddress(DomainError):
    field = "recipients"

    @classmethod
    def named(cls, texts: Sequence[str]) -> "NoAddress":
        return cls(_("This is no e-mail address: %(texts)s", texts=", ".join(texts)))


class MayNotSee(DomainError):
    """Names the addresses; whether such an account exists is not said."""

    field = "recipients"

    @classmethod
    def named(cls, addresses: Sequence[str]) -> "MayNotSee":
        return cls(
            _(
                "Nobody who may see this report has this address: %(addresses)s",
                addresses=", ".join(addresses),
            )
        )


class NoFormat(DomainError):
    message = _l("Choose at least one kind of file.")
    field = "endings"


def keep_report(
    owner: User,
    definition: Definition,
    *,
    claims: frozenset[Claim],
    title: str,
    sharing: Sharing = Sharing.PRIVATE,
) -> Report:
    """Keep a question under a name; it is refused if its owner cannot ask it."""
    definition.plan(now(), scope_of(claims))
    report = Report(
        owner_id=owner.id,
        institution_id=_belongs(claims, sharing),
        title=title,
        definition=definition.to_json(),
        sharing=sharing,
        changed_at=now(),
    )
    db.session.add(report)
    db.session.flush()  # the audit names its id
    audit.record("report.kept", report, by=owner, sharing=sharing.value)
    return report


def change_report(
    report: Report,
    definition: Definition,
    *,
    claims: frozenset[Claim],
    title: str,
    sharing: Sharing,
    by: User,
) -> Report:
    definition.plan(now(), scope_of(claims))
    report.institution_id = _belongs(claims, sharing)
    report.definition, report.title = definition.to_json(), title
    report.sharing, report.changed_at = sharing, now()
    audit.record("report.changed", report, by=by, sharing=sharing.value)
    return report


def duplicate_report(report: Report, *, claims: frozenset[Claim], by: User) -> Report:
    """A copy of one's own, shared with nobody."""
    return keep_report(
        by,
        Definition.from_json(report.definition),
        claims=claims,
        title=_("Copy of %(title)s", title=report.title)[:200],
    )


def delete_report(report: Report, *, by: User) -> None:
    """Nothing of it leaves any more; it can be brought back."""
    if report.deleted_at is None:
        report.deleted_at = now()
        audit.record("report.deleted", report, by=by)


def restore_report(report: Report, *, by: User) -> None:
    """Its schedules go on with the next slot: what fell into the meantime is left out."""
    if report.deleted_at is not None:
        report.deleted_at = None
        for schedule in queries.schedules(report):
            schedule.next_at = slot_after(schedule, now())
        audit.record("report.restored", report, by=by)


def _belongs(claims: frozenset[Claim], sharing: Sharing) -> int | None:
    place = queries.first_institution(claims)
    if place is None and sharing is Sharing.INSTITUTION:
        raise NotForMany
    return place


def add_schedule(
    report: Report,
    *,
    frequency: Frequency,
    hour: int,
    minute: int,
    endings: Sequence[str],
    recipients: Sequence[str],
    weekday: int | None = None,
    day: int | None = None,
    by: User,
) -> ReportSchedule:
    """Send the report from its next slot on."""
    chosen = [ending for ending in ENDINGS if ending in endings]
    if not chosen:
        raise NoFormat
    people = _people(report, recipients)
    schedule = ReportSchedule(
        report_id=report.id,
        report=report,
        owner_id=by.id,
        frequency=frequency,
        weekday=(weekday or 0) if frequency is Frequency.WEEKLY else None,
        day=(day or 1) if frequency is Frequency.MONTHLY else None,
        hour=hour,
        minute=minute,
        endings=chosen,
        next_at=now(),
    )
    schedule.next_at = slot_after(schedule, now())
    db.session.add(schedule)
    db.session.flush()  # recipients and the audit name its id
    for person in people:
        db.session.add(ReportRecipient(schedule_id=schedule.id, user_id=person))
    audit.record("report.scheduled", schedule, by=by, people=len(people))
    return schedule


def _people(report: Report, addresses: Sequence[str]) -> list[int]:
    """Ids of those who may see it; anybody else's address is refused."""
    spelt = {text: normal_email(text) for text in addresses}
    none = [text[:80] for text, address in spelt.items() if address is None]
    if none:
        raise NoAddress.named(none)
    wanted = list(dict.fromkeys(address for address in spelt.values() if address))
    if not wanted:
        raise NobodyNamed
    if len(wanted) > MOST_RECIPIENTS:
        raise TooManyNamed
    known = queries.readers(wanted)
    wrong = [
        address for address in wanted if address not in known or not _gets(known[address], report)
    ]
    if wrong:
        raise MayNotSee.named(wrong)
    return [known[address].id for address in wanted]


def _gets(reader: queries.Reader, report: Report) -> bool:
    """Whether they find the report, and its question is one that they may ask."""
    try:
        Definition.from_json(report.definition).plan(now(), scope_of(reader.claims))
    except DomainError:
        return False
    return finds(reader.id, reader.claims, report)


def pause(schedule: ReportSchedule, *, by: User) -> None:
    if schedule.paused_at is None:
        schedule.paused_at = now()
        audit.record("report.paused", schedule, by=by)


def go_on(schedule: ReportSchedule, *, by: User) -> None:
    """From the next slot; those that passed in the pause are left out."""
    if schedule.paused_at is not None:
        schedule.paused_at, schedule.next_at = None, slot_after(schedule, now())
        audit.record("report.goes_on", schedule, by=by)


def end_schedule(schedule: ReportSchedule, *, by: User) -> None:
    if schedule.ended_at is None:
        schedule.ended_at = now()
        audit.record("report.unscheduled", schedule, by=by)


def leave(seat: ReportRecipient) -> None:
    """A recipient wants no more of it."""
    if seat.left_at is None:
        seat.left_at = now()
        schedule = found(db.session.get(ReportSchedule, seat.schedule_id))
        audit.record("report.left", schedule, by=found(db.session.get(User, seat.user_id)))


def plan_due(moment: datetime) -> int:
    """One delivery for every schedule whose slot has come: the latest, however many were missed."""
    planned = 0
    for schedule in queries.due(moment):
        slot = last_slot(schedule, moment)
        schedule.next_at = slot_after(schedule, moment)
        planned += int(_plan(schedule, slot) is not None)
    return planned


def _plan(schedule: ReportSchedule, slot: datetime) -> ReportDelivery | None:
    """The slot's one delivery; nothing if somebody else was first."""
    delivery = ReportDelivery(schedule_id=schedule.id, planned_for=slot)
    try:
        with db.session.begin_nested():
            db.session.add(delivery)
    except IntegrityError:
        return None
    _ask(delivery, now())
    return delivery


def _ask(delivery: ReportDelivery, at: datetime) -> None:
    key = f"report/{delivery.public_id}/{delivery.tries}"
    enqueue(SEND, key=key, at=at, delivery_id=delivery.id)


def note_failure(delivery_id: int, error: str) -> None:
    """Try again after a pause that grows; after the last one somebody has to ask for it."""
    delivery = _locked(delivery_id)
    if delivery is None or delivery.state is not DeliveryState.PLANNED:
        return
    delivery.tries += 1
    delivery.error = error[:40]
    if delivery.tries >= MOST_TRIES:
        delivery.state = DeliveryState.FAILED
        return
    _ask(delivery, now() + timedelta(minutes=PAUSES[delivery.tries - 1]))


def note_handed_over(delivery_id: int, recipients: int, as_of: datetime | None) -> bool:
    """Claim the delivery for the letters that are written now; false where it has been done."""
    delivery = _locked(delivery_id)
    if delivery is None or delivery.state is not DeliveryState.PLANNED:
        return False
    delivery.tries += 1
    delivery.recipients, delivery.as_of, delivery.error = recipients, as_of, None
    delivery.state = DeliveryState.HANDED_OVER if recipients else DeliveryState.NOBODY
    return True


def settle() -> None:
    """See which letters have left, and which cannot."""
    for delivery in queries.handed_over():
        letters = queries.letters(delivery)
        if letters.sent == letters.letters:
            delivery.state = DeliveryState.SENT
            delivery.sent_at = letters.last_sent_at or now()
            delivery.error = None
        elif not letters.waiting:
            delivery.state, delivery.error = DeliveryState.FAILED, "mail"
            delivery.tries += letters.tries


def send_again(delivery: ReportDelivery, *, by: User) -> None:
    """Once more what failed: the letters that are written, or all of it."""
    lock_row(delivery)
    if delivery.state is not DeliveryState.FAILED:
        return
    if delivery.error == "mail":
        send_letters_again(queries.letter_key(delivery))
        delivery.state = DeliveryState.HANDED_OVER
    else:
        delivery.state = DeliveryState.PLANNED
        key = f"report/{delivery.public_id}/{delivery.tries}/{int(now().timestamp())}"
        enqueue(SEND, key=key, delivery_id=delivery.id)
    audit.record("report.sent_again", delivery, by=by)


def forget(user_id: int) -> None:
    """An erased account gets nothing, sends nothing, and leaves no report that is only its own."""
    theirs = update(ReportSchedule).filter_by(owner_id=user_id, ended_at=None)
    db.session.execute(theirs.values(ended_at=now()))
    for row in db.session.scalars(select(ReportRecipient).filter_by(user_id=user_id)).all():
        db.session.delete(row)
    for report in db.session.scalars(select(Report).filter_by(owner_id=user_id)).all():
        if report.sharing is Sharing.PRIVATE:
            report.deleted_at = report.deleted_at or now()
            report.title = "–"


def _locked(delivery_id: int) -> ReportDelivery | None:
    delivery = db.session.get(ReportDelivery, delivery_id)
    if delivery is not None:
        lock_row(delivery)
    return delivery
