"""Passwords and addresses: chosen, changed, reset; and showing once more who you are."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from lms import audit, mail
from lms.accounts import hashing, passwords, queries
from lms.accounts.models import OneTimeToken, TokenPurpose, User
from lms.accounts.operations import failures, sessions, tokens
from lms.accounts.operations.people import AddressIsTaken
from lms.accounts.passwords import PasswordProblem
from lms.clock import now
from lms.db import aside, db
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.security import absolute


class WeakPassword(DomainError):
    field = "password"


class NotProved(DomainError):
    message = _l("Type your password, or the code from the mail.")
    field = "proof"


class WrongProof(DomainError):
    message = _l("This is neither your password nor the code from the newest mail.")
    field = "proof"


class SameAddress(DomainError):
    message = _l("This is your address already.")
    field = "email"


_WHY = {
    PasswordProblem.TOO_SHORT: _l(
        "At least %(least)d characters. Four words in a row are easy to remember."
    ),
    PasswordProblem.TOO_LONG: _l("At most 128 characters."),
    PasswordProblem.COMMON: _l(
        "Others use this password too, so it is tried first. Choose another one."
    ),
    PasswordProblem.ABOUT_YOU: _l("It should not be made of your name or address."),
}


def check_password(password: str, *, staff: bool, about: tuple[str, ...] = ()) -> None:
    """Refuse what is easy to guess, and say why."""
    problem = passwords.problem(password, staff=staff, about=about)
    if problem is not None:
        least = passwords.SHORTEST_STAFF if staff else passwords.SHORTEST
        message = str(_WHY[problem])
        raise WeakPassword(message % {"least": least} if "%(least)" in message else message)


def about(user: User) -> tuple[str, ...]:
    """What others know of a person, and would try."""
    names = (user.first_th, user.last_th, user.first_en, user.middle_en, user.last_en)
    return tuple(filter(None, (*names, user.email)))


def ask_proof(user: User) -> str:
    """A code by e-mail, for who has no password or does not remember it."""
    if user.email is None:
        raise NotProved
    return tokens.ask(
        TokenPurpose.PROOF, user.email, locale=user.locale, path=f"proof/{user.id}", user=user
    )


def prove(user_id: int, proof: str | None, *, handle: str | None, path: str) -> None:
    """Once more, before something that cannot be taken back; argon2 runs before the transaction."""
    if not proof:
        raise NotProved
    known = found(queries.credentials(user_id=user_id))
    digits = proof.replace(" ", "").replace("-", "")
    if handle and len(digits) == 6 and digits.isdecimal():
        token = tokens.use_code(handle, digits, TokenPurpose.PROOF)
        if token.user_id != user_id:
            raise WrongProof
        return
    if queries.failures(path).get(path, 0) >= 20:
        raise WrongProof(_l("Too many tries. Ask for a code by e-mail instead."))
    if not hashing.matches(known.password_hash, proof):
        aside(lambda: failures.count_failure(path))
        raise WrongProof


def set_password(user: User, password_hash: str | None, *, keep: str = "") -> None:
    """A new password (None: only codes by e-mail); every other browser is logged out."""
    user.password_hash = password_hash
    tokens.void(user, TokenPurpose.RESET_PASSWORD, TokenPurpose.LOG_IN_CODE, TokenPurpose.PROOF)
    sessions.close_all_sessions(user, by=user, but=keep)
    audit.record("password.changed", user, by=user, has_password=password_hash is not None)
    tell(user, user.email, "password_changed", lambda: _("Your password was changed"))


def ask_reset(email: str, *, locale: str, path: str) -> None:
    """A link for a new password; the answer is the same for every address."""
    tokens.ask(TokenPurpose.RESET_PASSWORD, email, locale=locale, path=path)


def reset_password(secret: str, password_hash: str) -> User:
    """By the link from the mail: once, within an hour; every session ends."""
    token = tokens.use_link(secret, TokenPurpose.RESET_PASSWORD)
    user = found(db.session.get(User, token.user_id))
    if user.email != token.email:
        raise tokens.LinkIsOver
    if user.email_confirmed_at is None:
        user.email_confirmed_at = now()
    set_password(user, password_hash)
    return user


def ask_new_email(user: User, email: str) -> None:
    """The new address confirms before anything changes."""
    if email == user.email:
        raise SameAddress
    tokens.ask(
        TokenPurpose.CHANGE_EMAIL,
        email,
        locale=user.locale,
        path=f"email/{user.id}",
        user=user,
    )


def change_email(token: OneTimeToken) -> User:
    """The new address has answered; the old one is told."""
    tokens.use(token)
    user = found(db.session.get(User, token.user_id))
    old = user.email
    try:
        with db.session.begin_nested():
            user.email, user.email_confirmed_at = token.email, now()
    except IntegrityError as clash:
        raise AddressIsTaken from clash
    tokens.void(user, TokenPurpose.RESET_PASSWORD, TokenPurpose.LOG_IN_CODE, TokenPurpose.PROOF)
    tokens.void(user, TokenPurpose.CHANGE_EMAIL)
    audit.record("email.changed", user, by=user)
    tell(user, old, "email_changed", lambda: _("Your e-mail address was changed"))
    return user


def tell(user: User, address: str | None, template: str, subject: Callable[[], str]) -> None:
    """A mail to the owner about what was changed, in case it was somebody else."""
    if address is None:
        return
    mail.send_once(
        f"{template}/{user.id}/{now().timestamp()}",
        address=address,
        locale=user.locale,
        template=f"accounts/mail/{template}",
        subject=subject,
        user_id=user.id,
        link=absolute("/forgot-password"),
    )
