"""Who is asking: Flask-Login over a session row that can be revoked within half a second."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user
from sqlalchemy import ColumnElement, bindparam, select

from lms.accounts.models import User, UserSession, UserState
from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.errors import Forbidden
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok

MAY_LOOK = (UserState.ACTIVE, UserState.WAITING_FOR_GUARDIAN)
login_manager = LoginManager()
_known: Cache[str, "Principal | None"] = Cache(5000, seconds=0.4)
_claims: list[Callable[[int], frozenset["Claim"]]] = []
_marks: dict[str, ColumnElement[bool]] = {}


@dataclass(frozen=True)
class Claim:
    """A role held at an institution, until a day."""

    role: str
    institution_id: int
    ends_on: date | None = None


@dataclass(frozen=True)
class Principal(UserMixin):
    """The signed-in person as pages need them; the row itself is `account()`."""

    id: int
    token: str = field(repr=False)
    public_id: str
    email: str | None
    locale: str
    state: UserState
    display_name: Localised
    confirmed: bool
    claims: frozenset[Claim]
    terms_version: int | None = None
    notice_version: int | None = None
    marks: frozenset[str] = frozenset()

    def get_id(self) -> str:
        return self.token

    @property
    def initials(self) -> str:
        words = str(self.display_name).split()
        return "".join(_initial(word) for word in words[:2])

    @property
    def has_desk(self) -> bool:
        return any(c.role in ("admin", "registrar", "operator") for c in self.claims)

    @property
    def is_operator(self) -> bool:
        return any(c.role == "operator" for c in self.claims)

    @property
    def is_analyst(self) -> bool:
        return any(c.role in ("analyst", "operator") for c in self.claims)

    @property
    def is_waiting(self) -> bool:
        """May look around, and do nothing before the guardian has consented."""
        return self.state is UserState.WAITING_FOR_GUARDIAN

    @property
    def is_staff(self) -> bool:
        return bool(self.claims)


def _initial(word: str) -> str:
    """The first letter that is not a leading vowel: เ แ โ ใ ไ are written before their consonant."""
    return next((c for c in word if c not in "เแโใไ"), word[:1])


@cache
def _select() -> Any:
    """Built once: who has this session, and what is marked about them."""
    return (
        select(
            User.id,
            User.public_id,
            User.email,
            User.email_confirmed_at,
            User.locale,
            User.state,
            User.terms_version,
            User.notice_version,
            User.first_th,
            User.last_th,
            User.first_en,
            User.middle_en,
            User.last_en,
            UserSession.expires_at,
            *(are.label(name) for name, are in _marks.items()),
        )
        .join_from(UserSession, User, User.id == UserSession.user_id)
        .where(UserSession.token == bindparam("token"), UserSession.revoked_at.is_(None))
    )


def init_app(app: Flask) -> None:
    login_manager.session_protection = None
    login_manager.init_app(app)
    login_manager.user_loader(load)


def claims_from(provider: Callable[[int], frozenset[Claim]]) -> None:
    """Register who knows a user's roles; institutions stand above accounts."""
    if provider not in _claims:
        _claims.append(provider)


def mark_those(name: str, are: ColumnElement[bool]) -> None:
    """Register a yes or no about `User`, asked in the same statement; it may use `:today`."""
    _marks[name] = are
    _select.cache_clear()


def holds_roles(user_id: int) -> bool:
    """Whether the person is staff anywhere: their passwords are longer."""
    return any(known(user_id) for known in _claims)


def load(token: str) -> Principal | None:
    return _known.get(token, lambda: _read(token))


def _read(token: str) -> Principal | None:
    with db.engines["read"].connect() as connection:
        row = connection.execute(_select(), _asked(token)).one_or_none()
    if row is None or row.expires_at <= now() or row.state not in MAY_LOOK:
        return None
    return _principal(token, row, frozenset().union(*(known(row.id) for known in _claims)))


def _asked(token: str) -> dict[str, Any]:
    return {"token": token, "today": to_bangkok(now()).date()}


def _principal(token: str, row: Any, claims: frozenset[Claim]) -> Principal:
    return Principal(
        id=row.id,
        token=token,
        public_id=row.public_id,
        email=row.email,
        locale=row.locale,
        state=row.state,
        display_name=Localised(
            " ".join(filter(None, (row.first_th, row.last_th))),
            " ".join(filter(None, (row.first_en, row.middle_en, row.last_en))),
        ),
        confirmed=row.email_confirmed_at is not None,
        claims=claims,
        terms_version=row.terms_version,
        notice_version=row.notice_version,
        marks=frozenset(name for name in _marks if getattr(row, name)),
    )


def forget(token: str) -> None:
    """After a change in this process; other processes see it within 0.4 s."""
    _known.forget(token)


def account() -> User:
    """The signed-in person's own row, in this request's session."""
    if not current_user or not current_user.is_authenticated:
        raise Forbidden
    if g.get("account") is None:
        g.account = db.session.get(User, current_user.id)
    user: User = g.account
    return user


def enter(token: str) -> None:
    """Put a fresh session into the cookie; what the old cookie held is gone.

    Reads through this request's own transaction, which is not committed yet.
    """
    session.clear()
    session.permanent = True
    forget(token)
    row = db.session.execute(_select(), _asked(token)).one()
    login_user(_principal(token, row, frozenset()))
