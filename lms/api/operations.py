"""Making and revoking keys."""

import hashlib
import secrets
from datetime import date, timedelta

import sqlalchemy as sa

from lms.accounts.public import User
from lms.api import queries
from lms.api.models import ApiToken
from lms.audit import record
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

PREFIX = "thk_"
LONGEST = timedelta(days=365)
MOST = 20


class TooManyTokens(DomainError):
    message = _l("You have twenty keys already. Revoke one that is not used any more.")


class TooLong(DomainError):
    message = _l("A key lives for a year at most.")
    field = "days"


def digest_of(secret: str) -> str:
    """Secrets are 256 random bits: a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_token(
    owner: User, *, name: str, days: int, scope: str | None = None
) -> tuple[ApiToken, str]:
    """A new key and its secret, which is kept nowhere."""
    if timedelta(days=days) > LONGEST:
        raise TooLong
    if queries.live_tokens(owner.id, now()) >= MOST:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user_id=owner.id,
        scope_id=queries.scope_of(scope).id if scope else None,
        name=name,
        digest=digest_of(secret),
        expires_at=now() + timedelta(days=days),
    )
    db.session.add(token)
    record("api_token.created", token, by=owner, institution_id=token.scope_id, days=days)
    return token, secret


def revoke(token: ApiToken, *, by: User) -> None:
    """It opens nothing from now on; doing it again changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = now()
        record("api_token.revoked", token, by=by, institution_id=token.scope_id)


def note_use(token_id: int, on: date) -> None:
    """Once a day, so that its owner sees whether it is still needed."""
    db.session.execute(sa.update(ApiToken).filter_by(id=token_id).values(last_used_on=on))


def forget(user_id: int) -> None:
    """The keys of an account that is erased."""
    db.session.execute(sa.delete(ApiToken).filter_by(user_id=user_id))
