"""Reads of keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from lms.accounts.public import User, UserState
from lms.api.models import ApiToken
from lms.db import db
from lms.errors import found
from lms.institutions.public import Institution


@dataclass(frozen=True)
class Known:
    """What a key says about who asks."""

    token_id: int
    user_id: int
    public_id: str
    locale: str
    scope: str | None
    last_used_on: date | None


def get_token(public_id: str) -> ApiToken:
    return found(db.session.scalar(sa.select(ApiToken).filter_by(public_id=public_id)))


def tokens(user_id: int) -> Sequence[ApiToken]:
    """A person's keys, the newest first."""
    mine = sa.select(ApiToken).filter_by(user_id=user_id).options(joinedload(ApiToken.scope))
    return db.session.scalars(mine.order_by(ApiToken.id.desc())).all()


def live_tokens(user_id: int, at: datetime) -> int:
    mine = sa.select(sa.func.count()).select_from(ApiToken).filter_by(user_id=user_id)
    living = mine.where(ApiToken.revoked_at.is_(None), ApiToken.expires_at > at)
    return db.session.scalar(living) or 0


def known(digest: str, at: datetime) -> Known | None:
    """Whose living key has that digest; the account must be open."""
    row = db.session.execute(
        sa.select(
            ApiToken.id,
            User.id,
            User.public_id,
            User.locale,
            Institution.code,
            ApiToken.last_used_on,
        )
        .join(User, User.id == ApiToken.user_id)
        .outerjoin(Institution, Institution.id == ApiToken.scope_id)
        .where(
            ApiToken.digest == digest,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > at,
            User.state == UserState.ACTIVE,
        )
    ).one_or_none()
    return Known(*row) if row else None


def scope_of(code: str) -> Institution:
    return found(db.session.scalar(sa.select(Institution).filter_by(code=code)))
