"""A second proof beside password or mail: the code of an app on the phone, or one on paper."""

import secrets

from sqlalchemy import delete, select, update

from lms import audit
from lms.accounts import queries, totp
from lms.accounts.digests import decrypt, encrypt, keyed
from lms.accounts.models import RecoveryCode, SecondFactor, User
from lms.accounts.operations import failures
from lms.accounts.operations.credentials import tell
from lms.clock import now
from lms.db import aside, db
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RECOVERY_CODES, TRIES = 10, 10


class FactorMissing(DomainError):
    message = _l("Set up the app with codes first, on the page “Log-in and devices”.")
    field = "factor"


class FactorIsOn(DomainError):
    message = _l("The second step is on already. Remove it first.")


class WrongFactor(DomainError):
    message = _l("This is not the code that the app shows now. Wait for the next one and type it.")
    field = "factor"


class TooManyCodes(DomainError):
    message = _l("Too many wrong codes. Try again tomorrow.")
    field = "factor"


class NobodyToReset(DomainError):
    message = _l("Nobody with this address has a second step.")
    field = "email"


class ResetByYourself(DomainError):
    message = _l("Another platform operator has to take yours away, or you do with a code.")
    field = "email"


def begin_factor(user: User) -> None:
    """A new secret to put into the app; it counts once a code has proved it."""
    row = db.session.get(SecondFactor, user.id)
    if row is None:
        db.session.add(SecondFactor(user_id=user.id, secret=encrypt(totp.new_secret())))
    elif row.confirmed_at is None:
        row.secret = encrypt(totp.new_secret())
    else:
        raise FactorIsOn


def confirm_factor(user: User, typed: str | None) -> list[str]:
    """The app shows the right code: on from now; what comes back is shown once, to be kept on paper."""
    row = db.session.get(SecondFactor, user.id)
    if row is None or row.confirmed_at is not None:
        raise FactorMissing
    step = totp.step_of_code(decrypt(row.secret) or "", _plain(typed), now())
    if step is None:
        raise WrongFactor
    row.confirmed_at, row.last_step = now(), step
    codes = ["".join(secrets.choice(ALPHABET) for _n in range(10)) for _m in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(RecoveryCode(digest=_digest(user.id, c), user_id=user.id) for c in codes)
    audit.record("second_factor.on", user, by=user)
    tell(user, user.email, "second_factor_on", lambda: _("The second step is on"))
    return [f"{c[:5]}-{c[5:]}" for c in codes]


def remove_factor(user: User, typed: str | None, *, path: str) -> None:
    """Their own, by a code of it: who only has the password cannot put another in its place."""
    check_factor(user.id, typed, path=path)
    _take_away(user)
    audit.record("second_factor.off", user, by=user)


def reset_factor(email: str, *, by: User) -> None:
    """Phone and recovery codes are lost: somebody else, who knows the person, takes it away."""
    user = queries.user_by_email(email)
    if user is None or queries.second_factor(user.id) is None:
        raise NobodyToReset
    if user.id == by.id:
        raise ResetByYourself
    _take_away(user)
    audit.record("second_factor.reset", user, by=by)


def _take_away(user: User) -> None:
    for table in (RecoveryCode, SecondFactor):
        db.session.execute(delete(table).where(table.user_id == user.id))
    tell(user, user.email, "second_factor_off", lambda: _("The second step is off"))


def check_factor(user_id: int, typed: str | None, *, path: str) -> None:
    """The code of now, or a recovery code: spent for good even when what it was for is refused.

    So are failures counted. Before the first write of a request.
    """
    known = queries.factor(user_id)
    if known is None:
        raise FactorMissing
    if queries.failures(path).get(path, 0) >= TRIES:
        raise TooManyCodes
    plain = _plain(typed)
    step = totp.step_of_code(known, plain, now()) if len(plain) == totp.DIGITS else None
    spent: list[bool] = []
    aside(lambda: spent.append(_spend(user_id, step, plain, path)))
    if not spent[0]:
        raise WrongFactor


def _spend(user_id: int, step: int | None, plain: str, path: str) -> bool:
    if _use_step(user_id, step) if step else _use_recovery(user_id, plain):
        return True
    failures.count_failure(path)
    return False


def _use_step(user_id: int, step: int) -> bool:
    used = (
        update(SecondFactor)
        .where(SecondFactor.user_id == user_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.user_id)
    )
    return db.session.scalar(used) is not None


def _use_recovery(user_id: int, plain: str) -> bool:
    mine = select(RecoveryCode.digest).where(
        RecoveryCode.digest == _digest(user_id, plain.upper()), RecoveryCode.used_at.is_(None)
    )
    used = (
        update(RecoveryCode)
        .where(RecoveryCode.digest.in_(mine), RecoveryCode.used_at.is_(None))
        .values(used_at=now())
        .returning(RecoveryCode.user_id)
    )
    if db.session.scalar(used) is None:
        return False
    audit.record("second_factor.recovery_used", db.session.get(User, user_id), by=None)
    return True


def _digest(user_id: int, plain: str) -> str:
    return keyed("recovery", user_id, plain)


def _plain(typed: str | None) -> str:
    return "".join(c for c in arabic_digits(typed or "") if c not in " -")
