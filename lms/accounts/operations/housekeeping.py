"""What need not be kept any longer."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from lms.accounts import ages, queries
from lms.accounts.models import (
    LogInFailure,
    OneTimeToken,
    User,
    UserSession,
    UserState,
)
from lms.accounts.operations import guardians, leaving
from lms.clock import now
from lms.db import db
from lms.mail.models import Message

SESSIONS_KEPT = timedelta(days=90)
MESSAGES_KEPT = timedelta(days=30)
GUARDIANS_AWAITED = timedelta(days=90)


def tidy_up() -> None:
    """Old links, codes, sessions, failures and mails; accounts whose guardian never answered."""
    at = now()
    db.session.execute(delete(OneTimeToken).where(OneTimeToken.expires_at < at - timedelta(days=2)))
    db.session.execute(delete(UserSession).where(UserSession.expires_at < at - SESSIONS_KEPT))
    db.session.execute(delete(LogInFailure).where(LogInFailure.window_ends_at < at))
    db.session.execute(
        update(Message)
        .where(Message.sent_at < at - MESSAGES_KEPT, Message.body != "")
        .values(body="")
    )
    waiting = select(User).filter_by(state=UserState.WAITING_FOR_GUARDIAN).order_by(User.id)
    for user in db.session.scalars(waiting.limit(500)).all():
        if not ages.needs_guardian(user.date_of_birth, queries.today()):
            guardians.come_of_age(user)
        elif user.created_at < at - GUARDIANS_AWAITED and _never_consented(user):
            leaving.erase(user, by=None)


def _never_consented(user: User) -> bool:
    """A consent that was withdrawn leaves a record of learning behind: that is not tidied away."""
    return not any(line.how == "guardian" for line in queries.ledger(user.id))
