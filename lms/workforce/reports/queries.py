"""Reads of reports, their schedules and what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.accounts.public import Claim, User, UserState
from lms.db import db
from lms.errors import NotFound, found
from lms.institutions.public import (
    Institution,
    Membership,
    Permission,
    Role,
    granting,
    held_at,
    today,
)
from lms.mail import Standing, standing
from lms.workforce.reports.models import (
    DeliveryState,
    Report,
    ReportDelivery,
    ReportRecipient,
    ReportSchedule,
    Sharing,
)
from lms.workforce.reports.policy import finds

PAGE = 50
LAST_DELIVERIES = 20


@dataclass(frozen=True)
class Kept:
    """A report in a list."""

    public_id: str
    title: str
    sharing: Sharing
    changed_at: datetime
    owner: str
    is_mine: bool
    schedules: int


def get_report(public_id: str) -> Report:
    return found(
        db.session.scalar(
            select(Report).filter_by(public_id=public_id).options(joinedload(Report.owner))
        )
    )


def reports(
    user_id: int, claims: frozenset[Claim], whose: str = "", start: int = 0
) -> tuple[list[Kept], int]:
    """What a person finds (all, `mine` or `shared`), the last changed first; and where the next
    page begins (0: nowhere).
    """
    _everywhere, places = held_at(claims, Permission.NUMBERS_VIEW)
    live = (
        select(func.count())
        .where(ReportSchedule.report_id == Report.id, ReportSchedule.ended_at.is_(None))
        .scalar_subquery()
    )
    rows = (
        select(Report, live)
        .options(joinedload(Report.owner))
        .where(
            Report.deleted_at.is_(None),
            sa.or_(
                Report.owner_id == user_id,
                Report.sharing == Sharing.EVERYONE,
                sa.and_(Report.sharing == Sharing.INSTITUTION, Report.institution_id.in_(places)),
            ),
        )
        .order_by(Report.changed_at.desc(), Report.id.desc())
        .offset(start)
        .limit(PAGE + 1)
    )
    if whose == "mine":
        rows = rows.where(Report.owner_id == user_id)
    elif whose == "shared":
        rows = rows.where(Report.owner_id != user_id)
    known = [
        Kept(
            public_id=report.public_id,
            title=report.title,
            sharing=report.sharing,
            changed_at=report.changed_at,
            owner=str(report.owner.display_name),
            is_mine=report.owner_id == user_id,
            schedules=count,
        )
        for report, count in db.session.execute(rows)
    ]
    return known[:PAGE], start + PAGE if len(known) > PAGE else 0


def institution_ids(claims: frozenset[Claim]) -> frozenset[int]:
    """Where a person may see numbers by a role there."""
    return held_at(claims, Permission.NUMBERS_VIEW)[1]


def first_institution(claims: frozenset[Claim]) -> int | None:
    """The institution that a report of theirs belongs to."""
    places = institution_ids(claims)
    first = select(Institution.id).where(Institution.id.in_(places))
    return db.session.scalar(first.order_by(Institution.rank, Institution.id).limit(1))


def get_schedule(public_id: str) -> ReportSchedule:
    schedule = db.session.scalar(
        select(ReportSchedule)
        .filter_by(public_id=public_id)
        .options(joinedload(ReportSchedule.report))
    )
    if schedule is None or schedule.ended_at is not None:
        raise NotFound
    return schedule


def schedules(report: Report) -> Sequence[ReportSchedule]:
    return db.session.scalars(
        select(ReportSchedule)
        .where(ReportSchedule.report_id == report.id, ReportSchedule.ended_at.is_(None))
        .order_by(ReportSchedule.id)
    ).all()


def due(moment: datetime) -> Sequence[ReportSchedule]:
    """Schedules whose slot has come."""
    return db.session.scalars(
        _live()
        .where(ReportSchedule.next_at <= moment, ReportSchedule.paused_at.is_(None))
        .order_by(ReportSchedule.next_at, ReportSchedule.id)
        .limit(500)
    ).all()


def is_live(schedule: ReportSchedule) -> bool:
    """Asked again when its letters are written: hours may have passed since they were planned."""
    return db.session.scalar(_live().where(ReportSchedule.id == schedule.id)) is not None


def _live() -> sa.Select[ReportSchedule]:
    """Schedules that nobody ended, of reports that are there, whose owners may see numbers now."""
    sees = sa.exists().where(
        Membership.user_id == ReportSchedule.owner_id,
        Membership.role.in_(granting(Permission.NUMBERS_VIEW)),
        *_is_held(),
    )
    return (
        select(ReportSchedule)
        .join(Report)
        .join(User, User.id == ReportSchedule.owner_id)
        .where(
            ReportSchedule.ended_at.is_(None),
            Report.deleted_at.is_(None),
            User.state == UserState.ACTIVE,
            sees,
        )
    )


def _is_held() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Membership.ended_at.is_(None),
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
    )


@dataclass(frozen=True)
class Recipient:
    """`has_left`: asked not to get it any more."""

    schedule_id: int
    user_id: int
    address: str
    has_left: bool


def recipients(schedule_ids: Sequence[int]) -> list[Recipient]:
    rows = db.session.execute(
        select(ReportRecipient, User.email)
        .join(User, User.id == ReportRecipient.user_id)
        .where(ReportRecipient.schedule_id.in_(schedule_ids), User.email.is_not(None))
        .order_by(User.email, User.id)
    )
    return [
        Recipient(row.schedule_id, row.user_id, email or "", row.left_at is not None)
        for row, email in rows
    ]


@dataclass(frozen=True)
class Reader:
    """An account as a letter needs it, with the roles of today."""

    id: int
    public_id: str
    email: str
    locale: str
    claims: frozenset[Claim]


def readers(addresses: Sequence[str] = (), ids: Sequence[int] = ()) -> dict[str, Reader]:
    """Live accounts with a confirmed address, by that address, and what they are allowed to do."""
    rows = db.session.execute(
        select(
            User.id, User.public_id, User.email, User.locale,
            Membership.role, Membership.institution_id, Membership.ends_on,
        )
        .join(Membership, Membership.user_id == User.id)
        .where(
            sa.or_(User.email.in_(addresses), User.id.in_(ids)),
            User.state == UserState.ACTIVE,
            User.email_confirmed_at.is_not(None),
            *_is_held(),
        )
        .order_by(User.email, User.id)
    ).all()  # fmt: skip
    known: dict[str, Reader] = {}
    for row in rows:
        claim = Claim(Role(row.role).value, row.institution_id, row.ends_on)
        before = known.get(row.email)
        claims = (before.claims if before else frozenset()) | {claim}
        known[row.email] = Reader(row.id, row.public_id, row.email, row.locale, claims)
    return known


def allowed_readers(schedule: ReportSchedule) -> list[Reader]:
    """Those who get it now: still listed, still allowed, still finding the report."""
    kept = [r.user_id for r in recipients([schedule.id]) if not r.has_left]
    return [
        reader
        for reader in readers(ids=kept).values()
        if finds(reader.id, reader.claims, schedule.report)
    ]


def seat(schedule_id: str, user_id: str) -> ReportRecipient:
    """A recipient by public names."""
    return found(
        db.session.scalar(
            select(ReportRecipient)
            .join(ReportSchedule, ReportSchedule.id == ReportRecipient.schedule_id)
            .join(User, User.id == ReportRecipient.user_id)
            .where(ReportSchedule.public_id == schedule_id, User.public_id == user_id)
        )
    )


def get_delivery(public_id: str) -> ReportDelivery:
    return found(
        db.session.scalar(
            select(ReportDelivery)
            .filter_by(public_id=public_id)
            .options(joinedload(ReportDelivery.schedule).joinedload(ReportSchedule.report))
        )
    )


def delivery(delivery_id: int) -> ReportDelivery | None:
    return db.session.scalar(
        select(ReportDelivery)
        .filter_by(id=delivery_id)
        .options(joinedload(ReportDelivery.schedule).joinedload(ReportSchedule.report))
    )


def deliveries(schedule_ids: Sequence[int]) -> Sequence[ReportDelivery]:
    """The last ones, the newest first."""
    return db.session.scalars(
        select(ReportDelivery)
        .where(ReportDelivery.schedule_id.in_(schedule_ids))
        .order_by(ReportDelivery.planned_for.desc(), ReportDelivery.id.desc())
        .limit(LAST_DELIVERIES)
    ).all()


def handed_over() -> Sequence[ReportDelivery]:
    """Those whose letters are on their way."""
    return db.session.scalars(
        select(ReportDelivery)
        .where(ReportDelivery.state == DeliveryState.HANDED_OVER)
        .order_by(ReportDelivery.id)
        .limit(200)
    ).all()


def letters(delivery: ReportDelivery) -> Standing:
    """What became of the letters of one delivery."""
    return standing(letter_key(delivery))


def letter_key(delivery: ReportDelivery) -> str:
    return f"report/{delivery.public_id}/"
