"""Signing up and logging in: by password, or by a code that was sent by e-mail."""

from dataclasses import asdict
from datetime import date
from typing import Any

from lms.accounts import ages, hashing, queries
from lms.accounts.digests import keyed
from lms.accounts.models import OneTimeToken, TokenPurpose, User, UserState
from lms.accounts.names import PersonName
from lms.accounts.operations import failures, guardians, people, tokens
from lms.accounts.operations.people import GuardianGiven
from lms.clock import now
from lms.db import aside, db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

ON_A_PATH, ON_AN_ADDRESS = 100, 1000


class WrongPassword(DomainError):
    message = _l("The e-mail address or the password is not right.")


class TooManyFailures(DomainError):
    message = _l("Too many tries from here. Log in with a code by e-mail instead.")


class AccountIsClosed(DomainError):
    message = _l("This account has been suspended. Write to us if this is a mistake.")


class ChildMustWait(DomainError):
    message = _l("Your guardian has not consented yet. You can log in as soon as that is done.")


def path_of(email: str, network: str, *, known_device: bool = False) -> str:
    """Address × network; a browser that came in before has a path of its own."""
    return keyed("path", email, "device" if known_device else network)


def sign_up(
    *,
    email: str,
    name: PersonName,
    date_of_birth: date | None,
    locale: str,
    network: str,
    password_hash: str | None = None,
    guardian: GuardianGiven | None = None,
) -> str:
    """Ask for an account. The answer is the same whether or not the address has one."""
    name = people.cleaned(name)
    if date_of_birth is None:
        raise people.NotBornYet
    people.check_birth(date_of_birth)
    if ages.needs_guardian(date_of_birth, queries.today()):
        if guardian is None:
            raise people.GuardianIsMissing
        if guardian.email == email:
            raise people.GuardianIsYou
    payload: dict[str, Any] = {
        "name": asdict(name),
        "date_of_birth": date_of_birth.isoformat(),
        "password_hash": password_hash,
        "guardian": asdict(guardian) if guardian else None,
    }
    return tokens.ask(
        TokenPurpose.SIGN_UP,
        email,
        locale=locale,
        path=path_of(email, network),
        payload=payload,
    )


def finish_sign_up(token: OneTimeToken) -> User:
    """The address is theirs: make the account."""
    given = token.payload
    guardian = GuardianGiven(**given["guardian"]) if given["guardian"] else None
    user = people.create_user(
        email=token.email,
        name=PersonName(**given["name"]),
        date_of_birth=date.fromisoformat(given["date_of_birth"]),
        locale=token.locale,
        password_hash=given["password_hash"],
        guardian=guardian,
    )
    token.user_id, token.payload = user.id, {}
    if user.state is UserState.WAITING_FOR_GUARDIAN:
        guardians.ask_guardian(user)
    return user


def ask_code(email: str, *, locale: str, network: str, known_device: bool) -> str:
    """Ask for a code to log in; the answer is the same for every address."""
    path = path_of(email, network, known_device=known_device)
    return tokens.ask(TokenPurpose.LOG_IN_CODE, email, locale=locale, path=path)


def come_in_by_code(handle: str | None, code: str) -> User:
    """Whoever reads the mail is the owner: a log-in, or the end of a sign-up."""
    token = tokens.use_code(handle, code, TokenPurpose.SIGN_UP, TokenPurpose.LOG_IN_CODE)
    if token.purpose is TokenPurpose.SIGN_UP:
        return finish_sign_up(token)
    user = db.session.get(User, token.user_id)
    if user is None:
        raise tokens.CodeIsOver
    if user.email_confirmed_at is None:
        user.email_confirmed_at = now()
    return welcome(user)


def come_in_by_link(secret: str) -> User:
    """The link of a sign-up, on whatever device the mail is read."""
    return finish_sign_up(tokens.use_link(secret, TokenPurpose.SIGN_UP))


def log_in(email: str, password: str, *, network: str, known_device: bool = False) -> User:
    """By password. Nothing here tells an unknown address from a wrong password."""
    path = path_of(email, network, known_device=known_device)
    everywhere = keyed("path", email, "everywhere")
    failed = queries.failures(path, everywhere)
    if failed.get(path, 0) >= ON_A_PATH or (
        not known_device and failed.get(everywhere, 0) >= ON_AN_ADDRESS
    ):
        raise TooManyFailures
    known = queries.credentials(email=email)
    if not hashing.matches(known.password_hash if known else None, password) or known is None:
        aside(lambda: failures.count_failure(path, everywhere))
        raise WrongPassword
    better = None
    if known.password_hash and hashing.is_outdated(known.password_hash):
        better = hashing.hash_password(password)
    user = db.session.get(User, known.user_id)
    if user is None or user.password_hash != known.password_hash:
        raise WrongPassword
    user.password_hash = better or user.password_hash
    failures.forget_failures(path)
    return welcome(user)


def welcome(user: User) -> User:
    """`user` has shown who they are: may they come in today?"""
    if user.state is UserState.WAITING_FOR_GUARDIAN:
        if not ages.needs_guardian(user.date_of_birth, queries.today()):
            guardians.come_of_age(user)
        elif ages.is_child(user.date_of_birth, queries.today()):
            raise ChildMustWait
    elif user.state is not UserState.ACTIVE:
        raise AccountIsClosed
    return user
