"""A parent or guardian consents for a young person, and may take it back."""

from datetime import date, datetime, time, timedelta

from lms import audit, mail
from lms.accounts import ages, queries
from lms.accounts.models import Guardian, OneTimeToken, TokenPurpose, User, UserState
from lms.accounts.operations import consents, sessions, tokens
from lms.accounts.operations.people import GuardianGiven, GuardianIsYou
from lms.clock import now
from lms.db import db
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import BANGKOK
from lms.web.security import absolute


class NobodyWaits(DomainError):
    message = _l("This account does not wait for a guardian any more.")


def ask_guardian(user: User) -> None:
    """Send the guardian a link; an older one stops working."""
    guardian = found(queries.guardian(user.id))
    tokens.void(user, TokenPurpose.GUARDIAN)
    tokens.ask(
        TokenPurpose.GUARDIAN,
        guardian.email,
        locale=user.locale,
        path=f"guardian/{user.id}",
        user=user,
    )


def name_guardian(user: User, given: GuardianGiven) -> Guardian:
    """Another guardian, or the same with a corrected address; the link is sent again."""
    if user.state is not UserState.WAITING_FOR_GUARDIAN:
        raise NobodyWaits
    if given.email == user.email:
        raise GuardianIsYou
    guardian = queries.guardian(user.id)
    if guardian is None:
        guardian = Guardian(user_id=user.id, name="", relation="", email="")
        db.session.add(guardian)
    guardian.name, guardian.relation, guardian.email = given.name, given.relation, given.email
    db.session.flush()  # asking reads it
    audit.record("guardian.named", user, by=user)
    ask_guardian(user)
    return guardian


def consent(token: OneTimeToken) -> User:
    """The guardian consents: the account is open."""
    tokens.use(token)
    user, guardian = _both(token)
    if user.state is not UserState.WAITING_FOR_GUARDIAN:
        raise NobodyWaits
    guardian.consented_at = now()
    user.state = UserState.ACTIVE
    for purpose in queries.NEEDED:
        consents.give(user, purpose, how="guardian", guardian=guardian)
    audit.record("guardian.consented", user, by=None)
    _thank(user, guardian)
    _tell(user, f"guardian/{token.id}/consented", "guardian_consented")
    return user


def refuse(token: OneTimeToken) -> User:
    """The guardian does not consent: the account goes on waiting, and the person is told."""
    tokens.use(token)
    user, guardian = _both(token)
    guardian.consented_at = None
    audit.record("guardian.refused", user, by=None)
    _tell(user, f"guardian/{token.id}/refused", "guardian_refused")
    return user


def withdraw(token: OneTimeToken) -> User:
    """The guardian takes the consent back: the account waits again, everywhere at once."""
    tokens.use(token)
    user, guardian = _both(token)
    if user.state is UserState.ACTIVE:
        guardian.consented_at = None
        user.state = UserState.WAITING_FOR_GUARDIAN
        sessions.close_all_sessions(user, by=None)
        audit.record("guardian.withdrew", user, by=None)
        _tell(user, f"guardian/{token.id}/withdrawn", "guardian_refused")
    return user


def come_of_age(user: User) -> None:
    """At 20 nobody else's consent is needed."""
    user.state = UserState.ACTIVE
    audit.record("user.came_of_age", user, by=None)


def _both(token: OneTimeToken) -> tuple[User, Guardian]:
    return found(db.session.get(User, token.user_id)), found(queries.guardian(token.user_id or 0))


def _thank(user: User, guardian: Guardian) -> None:
    """With a link to take the consent back, good until the person is of age."""
    tokens.ask(
        TokenPurpose.GUARDIAN,
        guardian.email,
        locale=user.locale,
        path=f"guardian/{user.id}/thanks",
        user=user,
        payload={"thanks": True},
        lasts=_of_age_on(user) - now() + timedelta(days=1),
    )


def _of_age_on(user: User) -> datetime:
    born = user.date_of_birth or queries.today()
    year = born.year + ages.OF_AGE
    day = date(year, born.month, min(born.day, 28))
    return datetime.combine(day, time.min, BANGKOK)


def _tell(user: User, key: str, template: str) -> None:
    if user.email is None:
        return
    mail.send_once(
        key,
        address=user.email,
        locale=user.locale,
        template=f"accounts/mail/{template}",
        subject=lambda: _("About your guardian's consent"),
        user_id=user.id,
        link=absolute("/log-in"),
    )
