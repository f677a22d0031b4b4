"""Who asks: a browser of somebody who may see numbers, or a program with a key of theirs."""

from dataclasses import dataclass
from typing import Any

from flask import g, request
from flask_login import current_user

from lms.accounts.public import Claim
from lms.api import operations, queries
from lms.clock import now
from lms.db import aside
from lms.errors import DomainError, Forbidden
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import to_bangkok
from lms.institutions.public import claims
from lms.web.access import Policy
from lms.web.throttle import Throttle, network
from lms.workforce.public import Scope, scope_of

guesses = Throttle(20, 60)
questions = Throttle(120, 60)
SCHEME = "bearer "


class NotKnown(DomainError):
    """401: no session, and no key or one that opens nothing."""

    message = _l("Send a key in the header “Authorization: Bearer …”, or log in.")


class TooMany(DomainError):
    """429: `wait` seconds until the next try."""

    message = _l("Too many questions at once: wait a minute.")

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


@dataclass(frozen=True)
class Asker:
    """Who asks, and what they may see."""

    public_id: str
    locale: str
    scope: Scope


def asker() -> Asker:
    """Of this request, known since the door."""
    who: Asker = g.api_asker
    return who


def _let_in(_objects: dict[str, Any]) -> bool:
    header = request.headers.get("Authorization", "")
    g.api_asker = _by_key(header) if header else _by_session()
    name = g.api_asker.public_id
    if wait := questions.wait(name):
        raise TooMany(wait)
    questions.spend(name)
    return not g.api_asker.scope.is_empty


def _by_session() -> Asker:
    if not current_user.is_authenticated:
        raise NotKnown
    return _asker(current_user.public_id, current_user.locale, current_user.claims, None)


def _by_key(header: str) -> Asker:
    """A key counts whatever session comes with it."""
    here = network(request.remote_addr)
    if wait := guesses.wait(here):
        raise TooMany(wait)
    secret = header[len(SCHEME) :].strip() if header.lower().startswith(SCHEME) else ""
    known = queries.known(operations.digest_of(secret), now()) if secret else None
    if known is None:
        guesses.spend(here)
        raise NotKnown
    today = to_bangkok(now()).date()
    if known.last_used_on != today:
        aside(lambda: operations.note_use(known.token_id, today))
    return _asker(known.public_id, known.locale, claims(known.user_id), known.scope)


def _asker(public_id: str, locale: str, roles: frozenset[Claim], only: str | None) -> Asker:
    scope = scope_of(roles)
    if only is not None:
        if not scope.everywhere and only not in scope.institutions:
            raise Forbidden
        scope = Scope(everywhere=False, institutions=(only,))
    return Asker(public_id, locale, scope)


sees_numbers = Policy("may numbers.view, by session or key", _let_in, needs_log_in=False)
