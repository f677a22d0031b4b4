"""Making a person, and keeping what they say about themselves."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.accounts import ages, queries
from lms.accounts.models import Guardian, Profile, User, UserState
from lms.accounts.names import NameMissing, PersonName, clean_name
from lms.accounts.operations import consents
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import sort_key


class AddressIsTaken(DomainError):
    message = _l("An account with this e-mail address exists already.")
    field = "email"


class NotBornYet(DomainError):
    message = _l("This date of birth cannot be right.")
    field = "date_of_birth"


class GuardianIsMissing(DomainError):
    message = _l("Under 20 we need the name and e-mail address of a parent or guardian.")
    field = "guardian_name"


class GuardianIsYou(DomainError):
    message = _l("Your guardian needs an e-mail address of their own.")
    field = "guardian_email"


@dataclass(frozen=True)
class GuardianGiven:
    """Who is to consent for a young person."""

    name: str
    relation: str
    email: str


def create_user(
    *,
    name: PersonName,
    email: str | None = None,
    date_of_birth: date | None = None,
    locale: str = "th",
    password_hash: str | None = None,
    confirmed: bool = True,
    guardian: GuardianGiven | None = None,
    guardian_consented: bool = False,
    consented: Iterable[str] = queries.NEEDED,
    how: str = "sign_up",
    by: User | None = None,
) -> User:
    """One person, one account; a young one waits for the guardian unless that has consented."""
    check_birth(date_of_birth)
    young = ages.needs_guardian(date_of_birth, queries.today())
    if young and guardian is None and not guardian_consented:
        raise GuardianIsMissing
    if guardian is not None and guardian.email == email:
        raise GuardianIsYou
    waiting = young and not guardian_consented
    user = User(
        email=email,
        email_confirmed_at=now() if confirmed and email else None,
        password_hash=password_hash,
        date_of_birth=date_of_birth,
        locale=locale,
        state=UserState.WAITING_FOR_GUARDIAN if waiting else UserState.ACTIVE,
        registered_by_id=by.id if by else None,
    )
    _put_name(user, name)
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as clash:
        raise AddressIsTaken from clash
    if guardian is not None and young:
        consented_at = now() if guardian_consented else None
        db.session.add(Guardian(user_id=user.id, consented_at=consented_at, **asdict(guardian)))
    for purpose in consented:
        consents.give(user, purpose, how=how, by=by or user)
    audit.record("user.created", user, by=by or user, how=how)
    return user


def register_person(
    *,
    name: PersonName,
    by: User,
    date_of_birth: date | None = None,
    email: str | None = None,
    locale: str = "th",
    guardian: GuardianGiven | None = None,
    consent_on_paper: bool = True,
) -> User:
    """Staff register somebody in person, with or without e-mail; consent was signed on paper.

    An address given here is confirmed by the first code that is typed from it.
    """
    return create_user(
        name=name,
        email=email,
        date_of_birth=date_of_birth,
        locale=locale,
        confirmed=False,
        guardian=guardian,
        guardian_consented=consent_on_paper,
        consented=queries.NEEDED if consent_on_paper else (),
        how="paper",
        by=by,
    )


def rename(user: User, name: PersonName, *, by: User | None) -> None:
    """Papers that were printed keep the name they were printed with."""
    if cleaned(name) != user.name:
        _put_name(user, name)
        audit.record("user.renamed", user, by=by)


def cleaned(name: PersonName) -> PersonName:
    """Every part as it is stored; raises a `NameProblem` that knows its part."""
    parts = {}
    for part in fields(name):
        text = getattr(name, part.name) or ""
        try:
            parts[part.name] = clean_name(text) if text.strip() else ""
        except DomainError as problem:
            problem.field = part.name
            raise
    return PersonName(**parts)


def _put_name(user: User, name: PersonName) -> None:
    name = cleaned(name)
    if not (name.first_th or name.first_en):
        raise NameMissing(field="first_th")
    for part, text in asdict(name).items():
        setattr(user, part, text)
    user.sort_key = _sort_key(name)


def _sort_key(name: PersonName) -> str:
    thai = sort_key(f"{name.first_th} {name.last_th}".strip())
    english = sort_key(f"{name.first_en} {name.middle_en} {name.last_en}".strip())
    return (thai + english)[:480] if thai else english


def check_birth(born: date | None) -> None:
    if born is not None and not ages.is_possible(born, queries.today()):
        raise NotBornYet


def set_birth(user: User, born: date | None) -> None:
    """Somebody registered without a date of birth can say it, once."""
    check_birth(born)
    if user.date_of_birth is None and born is not None:
        if ages.needs_guardian(born, queries.today()) and queries.guardian(user.id) is None:
            user.state = UserState.WAITING_FOR_GUARDIAN
        user.date_of_birth = born
        audit.record("user.birth_set", user, by=user)


def choose_locale(user: User, locale: str) -> None:
    user.locale = locale


def update_profile(user: User, **values: Any) -> Profile:
    """Every field is optional; what is left out here stays as it is."""
    profile = db.session.get(Profile, user.id)
    if profile is None:
        profile = Profile(user_id=user.id)
        db.session.add(profile)
    changed = sorted(k for k, v in values.items() if (getattr(profile, k) or None) != (v or None))
    for name in changed:
        setattr(profile, name, values[name])
    if changed:
        audit.record("profile.changed", user, by=user, fields=changed)
    return profile
