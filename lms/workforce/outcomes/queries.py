"""Who is to be asked, what a link stands for, and how the asking gets on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import aliased

from courses.public import Course, CourseRun, Enrolment, EnrolmentState, Offering, Snapshot
from lms.accounts.public import STATISTICS, User, UserState, consented_to
from lms.db import db
from lms.errors import found
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok
from lms.institutions.public import Institution
from lms.workforce.outcomes.crowds import Kind
from lms.workforce.outcomes.models import OutcomeAnswer, OutcomeInvitation
from lms.workforce.periods import Period, after, month_of, year_of

WAVES = (3, 6, 12)
LATEST = timedelta(days=30)  # who completed longer ago than that is not asked any more
REMIND_AFTER = (timedelta(days=7), timedelta(days=21))
CHANGES = timedelta(days=7)
LASTS = timedelta(days=60)  # longer than LATEST: who is not named any more is not asked again
ASKING_SINCE = 2  # the first version of the words that names the waves and the reminders


@dataclass(frozen=True)
class Due:
    """Somebody to ask now."""

    enrolment_id: int
    learner_id: int
    completed_at: datetime | None
    offering_id: int
    sex: str | None
    age_band: str | None


def due(wave: int, moment: datetime, most: int) -> Sequence[Due]:
    """Those whose latest completion is so many months ago, who agreed to be asked."""
    until = months_before(moment, wave)
    later = aliased(Enrolment)
    has_later = select(later.id).where(
        later.learner_id == Enrolment.learner_id,
        later.state == EnrolmentState.COMPLETED,
        sa.or_(
            later.completed_at > Enrolment.completed_at,
            sa.and_(later.completed_at == Enrolment.completed_at, later.id > Enrolment.id),
        ),
    )
    asked = select(OutcomeInvitation.id).where(
        OutcomeInvitation.enrolment_id == Enrolment.id, OutcomeInvitation.wave == wave
    )
    rows = db.session.execute(
        select(
            Enrolment.id,
            Enrolment.learner_id,
            Enrolment.completed_at,
            Enrolment.offering_id,
            Snapshot.sex,
            Snapshot.age_band,
        )
        .join(User, User.id == Enrolment.learner_id)
        .join(Snapshot, Snapshot.id == Enrolment.snapshot_id)
        .where(
            Enrolment.state == EnrolmentState.COMPLETED,
            Enrolment.completed_at <= until,
            Enrolment.completed_at > until - LATEST,
            _reachable(),
            ~asked.exists(),
            ~has_later.exists(),
        )
        .order_by(Enrolment.id)
        .limit(most)
    )
    return [Due(*row) for row in rows]


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of the month so many months earlier, or its last day where it has none."""
    month = after(month_of(moment), -months)
    local = to_bangkok(moment)
    first = local.replace(year=month // 100, month=month % 100, day=1)
    following = after(month, 1)
    last = (first.replace(year=following // 100, month=following % 100) - timedelta(days=1)).day
    return first.replace(day=min(local.day, last))


def to_remind(moment: datetime, most: int) -> Sequence[OutcomeInvitation]:
    """Those who have not answered a week, and three weeks, after they were asked."""
    today = to_bangkok(moment).date()
    late = [
        sa.and_(OutcomeInvitation.reminders == n, OutcomeInvitation.sent_on <= today - wait)
        for n, wait in enumerate(REMIND_AFTER)
    ]
    return db.session.scalars(
        select(OutcomeInvitation)
        .join(User, User.id == OutcomeInvitation.learner_id)
        .where(
            sa.or_(*late),
            OutcomeInvitation.answered.is_(False),
            OutcomeInvitation.sent_on > today - LASTS + timedelta(days=7),
            _reachable(),
        )
        .order_by(OutcomeInvitation.id)
        .limit(most)
    ).all()


def _reachable() -> sa.ColumnElement[bool]:
    """Has an account with a confirmed address, and agrees to be asked."""
    return sa.and_(
        User.state == UserState.ACTIVE,
        User.email.is_not(None),
        User.email_confirmed_at.is_not(None),
        consented_to(STATISTICS, since_version=ASKING_SINCE),
    )


def invitation(public_id: str) -> OutcomeInvitation:
    return found(db.session.scalar(select(OutcomeInvitation).filter_by(public_id=public_id)))


def course_title(invited: OutcomeInvitation) -> Localised:
    """What the question is about."""
    title = (
        select(Course.title)
        .join(CourseRun, CourseRun.course_id == Course.id)
        .join(Enrolment, Enrolment.run_id == CourseRun.id)
        .where(Enrolment.id == invited.enrolment_id)
    )
    return found(db.session.scalar(title))


def to_change(change_key: str, since: datetime) -> OutcomeAnswer | None:
    """The answer that a browser gave within a week."""
    return db.session.scalar(
        select(OutcomeAnswer).where(
            OutcomeAnswer.change_key == change_key,
            OutcomeAnswer.answered_on >= to_bangkok(since).date(),
        )
    )


def asked_about_the_same(invited: OutcomeInvitation) -> dict[Kind, int]:
    """How many were asked about the offering, in the wave, of completions of the fiscal year."""
    kind = (
        OutcomeInvitation.offering_id,
        OutcomeInvitation.month,
        OutcomeInvitation.sex,
        OutcomeInvitation.age_band,
    )
    rows = db.session.execute(
        select(*kind, sa.func.count())
        .where(
            OutcomeInvitation.offering_id == invited.offering_id,
            OutcomeInvitation.wave == invited.wave,
            OutcomeInvitation.month.in_(Period.of_year(year_of(invited.month)).months),
        )
        .group_by(*kind)
    )
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}


def over(moment: datetime) -> Sequence[OutcomeInvitation]:
    """Those that still name somebody though nobody can answer them any more."""
    return db.session.scalars(
        select(OutcomeInvitation).where(
            OutcomeInvitation.learner_id.is_not(None),
            OutcomeInvitation.sent_on < to_bangkok(moment).date() - LASTS,
        )
    ).all()


@dataclass(frozen=True)
class Sending:
    """How a wave is getting on: letters, answers; counts of people and nothing else."""

    wave: int
    asked: int
    reminded: int
    answered: int


def sendings(period: Period, institutions: Sequence[str] | None) -> list[Sending]:
    """By wave; of the completions of a period, at these institutions (None: everywhere)."""
    asked = select(
        OutcomeInvitation.wave,
        sa.func.count(),
        sa.func.sum(OutcomeInvitation.reminders),
        sa.func.sum(sa.case((OutcomeInvitation.answered, 1), else_=0)),
    ).group_by(OutcomeInvitation.wave)
    if period.months:
        asked = asked.where(OutcomeInvitation.month.in_(period.months))
    if institutions is not None:
        asked = asked.where(OutcomeInvitation.offering_id.in_(_offerings_at(institutions)))
    rows = db.session.execute(asked)
    known = {row[0]: Sending(row[0], *(int(n or 0) for n in row[1:])) for row in rows}
    return [known.get(wave, Sending(wave, 0, 0, 0)) for wave in WAVES]


def _offerings_at(institutions: Sequence[str]) -> sa.Select[Any]:
    at = Institution.code.in_(institutions)
    return (
        select(Offering.id).join(Institution, Institution.id == Offering.institution_id).where(at)
    )
