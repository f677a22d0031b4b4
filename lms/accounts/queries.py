"""Reads about people; what log-in needs is read beside the request's transaction."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Connection, func, select

from lms.accounts.digests import decrypt, keyed
from lms.accounts.models import (
    Consent,
    ConsentText,
    Guardian,
    LogInFailure,
    OneTimeToken,
    Profile,
    RecoveryCode,
    SecondFactor,
    SensitiveProfile,
    TokenPurpose,
    User,
    UserSession,
    UserState,
)
from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.errors import NotFound, found
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok

TERMS, NOTICE, STATISTICS, DISABILITY = "terms", "privacy", "statistics", "disability"
PARTNERS = "partners"
NEEDED = (TERMS, NOTICE)
FREE = (STATISTICS, DISABILITY, PARTNERS)
CODE_LASTS = timedelta(minutes=10)
_versions: Cache[str, dict[str, int]] = Cache(1, seconds=30)


@dataclass(frozen=True)
class Credentials:
    """What a log-in is checked against."""

    user_id: int
    email: str | None
    password_hash: str | None
    state: UserState


def normal_email(text: str) -> str | None:
    """The one spelling under which an address is kept, or None where it is none."""
    try:
        address = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    return address.normalized.lower()


def today() -> date:
    return to_bangkok(now()).date()


def credentials(*, email: str | None = None, user_id: int | None = None) -> Credentials | None:
    wanted = User.email == email if user_id is None else User.id == user_id
    fields = select(User.id, User.email, User.password_hash, User.state).where(wanted)
    with db.engines["read"].connect() as connection:
        row = connection.execute(fields).one_or_none()
    return None if row is None else Credentials(*row)


def failures(*paths: str) -> dict[str, int]:
    """Log-ins that failed on each path in its current window."""
    counted = select(LogInFailure.path, LogInFailure.failures).where(
        LogInFailure.path.in_(paths), LogInFailure.window_ends_at > now()
    )
    with db.engines["read"].connect() as connection:
        return {row.path: row.failures for row in connection.execute(counted)}


def factor(user_id: int) -> str | None:
    """The secret shared with somebody's app, once it was proved; read beside the transaction."""
    on = select(SecondFactor.secret).where(
        SecondFactor.user_id == user_id, SecondFactor.confirmed_at.is_not(None)
    )
    with db.engines["read"].connect() as connection:
        secret = connection.scalar(on)
    return decrypt(secret) if secret else None


def second_factor(user_id: int) -> SecondFactor | None:
    return db.session.get(SecondFactor, user_id)


def recovery_codes_left(user_id: int) -> int:
    unused = select(func.count()).where(
        RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(unused) or 0


def user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).filter_by(email=email))


def get_user(public_id: str) -> User:
    return found(db.session.scalar(select(User).filter_by(public_id=public_id)))


def open_sessions(user_id: int) -> Sequence[UserSession]:
    return db.session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now(),
        )
        .order_by(UserSession.created_at.desc(), UserSession.id.desc())
        .limit(100)
    ).all()


def names_of(ids: Iterable[int]) -> dict[int, Localised]:
    """Display names by id, in one statement."""
    people = db.session.scalars(select(User).where(User.id.in_(sorted(ids))))
    return {person.id: person.display_name for person in people}


def profile(user_id: int) -> Profile | None:
    return db.session.get(Profile, user_id)


def disability(user_id: int) -> str | None:
    row = db.session.get(SensitiveProfile, user_id)
    return decrypt(row.disability) if row else None


def disabilities(connection: Connection, user_ids: Collection[int] | None) -> dict[int, str]:
    """What these people (None: all) agreed to tell, for counting alone."""
    chosen = select(SensitiveProfile.user_id, SensitiveProfile.disability)
    if user_ids is not None:
        chosen = chosen.where(SensitiveProfile.user_id.in_(user_ids))
    told = ((row[0], decrypt(row[1])) for row in connection.execute(chosen))
    return {user_id: code for user_id, code in told if code}


def guardian(user_id: int) -> Guardian | None:
    return db.session.scalar(select(Guardian).filter_by(user_id=user_id))


def link(secret: str, purpose: TokenPurpose) -> OneTimeToken:
    """The living token of a link somebody followed."""
    token = db.session.scalar(
        select(OneTimeToken).where(
            OneTimeToken.link == keyed("link", secret),
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now(),
        )
    )
    return found(token)


def awaited(handle: str | None) -> OneTimeToken | None:
    """What this browser waits for a code for, if it still can be typed."""
    if not handle:
        return None
    return db.session.scalar(
        select(OneTimeToken).where(OneTimeToken.handle == keyed("handle", handle))
    )


def asked_lately(*, email: str, path: str) -> tuple[int, int]:
    """How many mails were asked for: on this path in an hour, for this address in a day."""
    counted = select(func.count()).select_from(OneTimeToken)
    hour, day = now() - timedelta(hours=1), now() - timedelta(days=1)
    on_path = counted.where(OneTimeToken.path == path, OneTimeToken.created_at > hour)
    to_email = counted.where(OneTimeToken.email == email, OneTimeToken.created_at > day)
    return db.session.scalar(on_path) or 0, db.session.scalar(to_email) or 0


def texts() -> Sequence[ConsentText]:
    """The current words of every purpose."""
    newest = (
        select(ConsentText.purpose, func.max(ConsentText.version).label("version"))
        .group_by(ConsentText.purpose)
        .subquery()
    )
    return db.session.scalars(
        select(ConsentText)
        .join(
            newest,
            sa.and_(
                ConsentText.purpose == newest.c.purpose, ConsentText.version == newest.c.version
            ),
        )
        .order_by(ConsentText.id)
    ).all()


def text(purpose: str) -> ConsentText:
    newest = select(ConsentText).filter_by(purpose=purpose).order_by(ConsentText.version.desc())
    return found(db.session.scalar(newest.limit(1)))


def get_text(purpose: str) -> ConsentText:
    """For a URL: purposes are lower-case words."""
    if not purpose.isalpha():
        raise NotFound
    return text(purpose)


def versions() -> dict[str, int]:
    """The current version of each purpose; kept for half a minute."""
    return _versions.get("all", _read_versions)


def forget_versions() -> None:
    _versions.clear()


def _read_versions() -> dict[str, int]:
    newest = select(ConsentText.purpose, func.max(ConsentText.version).label("version")).group_by(
        ConsentText.purpose
    )
    with db.engines["read"].connect() as connection:
        return {row.purpose: row.version for row in connection.execute(newest)}


def ledger(user_id: int) -> Sequence[Consent]:
    """Every line of a person's consents, newest first, with its words."""
    return db.session.scalars(
        select(Consent)
        .where(Consent.user_id == user_id)
        .options(sa.orm.joinedload(Consent.text))
        .order_by(Consent.created_at.desc(), Consent.id.desc())
    ).all()


def consents(user_id: int) -> dict[str, Consent]:
    """The last word on each purpose."""
    last: dict[str, Consent] = {}
    for line in ledger(user_id):
        last.setdefault(line.purpose, line)
    return last


def has_consented(user_id: int, purpose: str) -> bool:
    last = db.session.scalar(
        select(Consent.given)
        .where(Consent.user_id == user_id, Consent.purpose == purpose)
        .order_by(Consent.created_at.desc(), Consent.id.desc())
        .limit(1)
    )
    return bool(last)


def consented_to(purpose: str, *, since_version: int = 1) -> sa.ColumnElement[bool]:
    """Whether the last word of a `User` on a purpose is yes, to words no older than a version."""
    last = (
        select(Consent.given & (ConsentText.version >= since_version))
        .join(ConsentText, ConsentText.id == Consent.text_id)
        .where(Consent.user_id == User.id, Consent.purpose == purpose)
        .order_by(Consent.created_at.desc(), Consent.id.desc())
        .limit(1)
        .correlate(User)
        .scalar_subquery()
    )
    return sa.func.coalesce(last, sa.false())


@dataclass(frozen=True)
class Owner:
    """What a new password must not be made of."""

    is_staff: bool
    about: tuple[str, ...]


def link_owner(secret: str, purpose: TokenPurpose, is_staff: Callable[[int], bool]) -> Owner:
    """Whose link it is, read beside the request's transaction."""
    fields = (
        select(User.id, User.first_th, User.last_th, User.first_en, User.last_en, User.email)
        .join(OneTimeToken, OneTimeToken.user_id == User.id)
        .where(OneTimeToken.link == keyed("link", secret), OneTimeToken.purpose == purpose)
    )
    with db.engines["read"].connect() as connection:
        row = connection.execute(fields).one_or_none()
    if row is None:
        raise NotFound
    return Owner(is_staff(row.id), tuple(filter(None, row[1:])))


def person(user_id: int) -> User:
    return found(db.session.get(User, user_id))


def session_of(user_id: int, session_id: int) -> UserSession:
    return found(db.session.scalar(select(UserSession).filter_by(id=session_id, user_id=user_id)))
