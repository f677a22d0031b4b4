"""Asking people, keeping what they answer without them, and forgetting."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms import mail
from lms.accounts.public import STATISTICS, User, has_consented, withdraw_consent
from lms.clock import now
from lms.db import db, new_public_id
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import to_bangkok
from lms.jobs.queue import enqueue
from lms.web.security import absolute
from lms.workforce.outcomes import crowds, queries
from lms.workforce.outcomes.models import OutcomeAnswer, OutcomeInvitation
from lms.workforce.outcomes.passes import pass_for
from lms.workforce.outcomes.queries import Due
from lms.workforce.outcomes.questions import sheet
from lms.workforce.periods import month_of

ASK, REMIND = "outcomes.ask", "outcomes.remind"


class AlreadyAnswered(DomainError):
    message = _l("You have answered already. Thank you.")


class ConsentIsMissing(DomainError):
    message = _l("Tick this too, or leave the income band empty.")
    field = "income_consent"


def ask_for_batch(name: str, day: str, number: int) -> None:
    """One batch of a day; asked for twice, it is done once."""
    enqueue(name, key=f"{name}/{day}/{number}", day=day, number=number)


def invite(people: Sequence[Due], wave: int) -> None:
    """Ask each of them by mail, once."""
    today = to_bangkok(now()).date()
    for person in people:
        invited = OutcomeInvitation(
            learner_id=person.learner_id,
            enrolment_id=person.enrolment_id,
            wave=wave,
            month=month_of(found(person.completed_at)),
            offering_id=person.offering_id,
            sex=person.sex,
            age_band=person.age_band,
            sent_on=today,
        )
        try:
            with db.session.begin_nested():
                db.session.add(invited)
        except IntegrityError:
            continue  # asked by another process
        _write(invited)


def remind(ids: Sequence[int]) -> None:
    """Ask again, twice at most; who answered meanwhile hears nothing."""
    again = (
        update(OutcomeInvitation)
        .where(
            OutcomeInvitation.id.in_(ids),
            OutcomeInvitation.answered.is_(False),
            OutcomeInvitation.reminders < 2,
        )
        .values(reminders=OutcomeInvitation.reminders + 1)
        .returning(OutcomeInvitation.id)
    )
    reminded = db.session.scalars(again).all()
    chosen = select(OutcomeInvitation).where(OutcomeInvitation.id.in_(reminded))
    for invited in db.session.scalars(chosen.execution_options(populate_existing=True)).all():
        _write(invited)


def _write(invited: OutcomeInvitation) -> None:
    user = found(db.session.get(User, invited.learner_id))
    token = pass_for(invited)
    title = queries.course_title(invited)
    mail.send_once(
        f"outcome/{invited.public_id}/{invited.reminders}",
        address=found(user.email),
        locale=user.locale,
        template="outcomes/mail/ask",
        subject=lambda: _("How are you getting on after “%(course)s”?", course=str(title)),
        user_id=user.id,
        course=title,
        name=user.display_name,
        months=invited.wave,
        is_reminder=invited.reminders > 0,
        link=absolute(f"/outcomes/{token}"),
        stop_link=absolute(f"/outcomes/{token}/stop"),
    )


def answer(invited: OutcomeInvitation, answers: Mapping[str, Any], *, least: int) -> str:
    """Keep the answers without the person; what comes back lets this browser change them.

    Course, month, sex and age stay as far as at least `least` of those who were asked share them.
    """
    first = (
        update(OutcomeInvitation)
        .where(OutcomeInvitation.id == invited.id, OutcomeInvitation.answered.is_(False))
        .values(answered=True)
        .returning(OutcomeInvitation.id)
    )
    if db.session.scalar(first) is None:
        raise AlreadyAnswered
    told = checked(answers)
    secret = secrets.token_urlsafe(24)
    kind = invited.offering_id, invited.month, invited.sex, invited.age_band
    place = crowds.kept(kind, queries.asked_about_the_same(invited), least)
    offering_id, month, sex, age_band = place
    db.session.add(
        OutcomeAnswer(
            id=secrets.randbits(62),
            wave=invited.wave,
            month=month,
            offering_id=offering_id,
            sex=sex,
            age_band=age_band,
            answered_on=to_bangkok(now()).date(),
            version=sheet().version,
            answers=told,
            change_key=digest_of(secret),
        )
    )
    return secret


def change(given: OutcomeAnswer, answers: Mapping[str, Any]) -> None:
    """The browser that answered says it differently; the day of answering stays."""
    given.answers = checked(answers)
    given.version = sheet().version


def checked(answers: Mapping[str, Any]) -> dict[str, Any]:
    """An income band is only kept with its own consent; what was left out is not there."""
    told = {key: value for key, value in answers.items() if value not in (None, "", False)}
    if "income_band" in told and not told.get("income_consent"):
        raise ConsentIsMissing
    if "income_band" not in told:
        told.pop("income_consent", None)
    return told


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def stop(invited: OutcomeInvitation) -> None:
    """Ask this person no more: what they once agreed to is withdrawn."""
    user = found(db.session.get(User, invited.learner_id))
    if has_consented(user.id, STATISTICS):
        withdraw_consent(user, STATISTICS, how="outcome_mail")


def close_changes(moment: datetime) -> None:
    """After a week nothing leads from any browser to an answer."""
    before = to_bangkok(moment - queries.CHANGES).date()
    db.session.execute(
        update(OutcomeAnswer)
        .where(OutcomeAnswer.change_key.is_not(None), OutcomeAnswer.answered_on < before)
        .values(change_key=None)
    )


def close_invitations(moment: datetime) -> None:
    """When the links are over nothing tells any more who was asked, or who answered."""
    for invited in queries.over(moment):
        _unname(invited)


def forget(user_id: int) -> None:
    """An erased person counts as one who was asked, without a name."""
    theirs = select(OutcomeInvitation).where(OutcomeInvitation.learner_id == user_id)
    for invited in db.session.scalars(theirs).all():
        _unname(invited)


def _unname(invited: OutcomeInvitation) -> None:
    """Not even by the key of a letter, which holds the public id."""
    invited.learner_id = invited.enrolment_id = None
    invited.public_id = new_public_id()
