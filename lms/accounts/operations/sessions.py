"""A browser that is logged in: opened, closed, listed by its owner."""

import secrets
from datetime import timedelta

from sqlalchemy import update

from lms import audit
from lms.accounts import identity
from lms.accounts.models import User, UserSession
from lms.clock import now
from lms.db import db

LASTS = timedelta(days=30)


def open_session(user: User, *, device: str = "") -> UserSession:
    """Log `user` in somewhere: a new token each time, so that an old one is worth nothing."""
    session = UserSession(
        token=secrets.token_urlsafe(32),
        user_id=user.id,
        expires_at=now() + LASTS,
        device=device[:120],
    )
    db.session.add(session)
    db.session.flush()  # the cookie needs the row before the request ends
    audit.record("session.opened", session, by=user)
    return session


def close_session(session: UserSession, *, by: User) -> None:
    """Log one browser out."""
    if session.revoked_at is None:
        session.revoked_at = now()
        identity.forget(session.token)
        audit.record("session.closed", session, by=by)


def close_all_sessions(user: User, *, by: User | None, but: str = "") -> int:
    """Log out everywhere, except in the browser that holds the token `but`."""
    closing = (
        update(UserSession)
        .where(
            UserSession.user_id == user.id,
            UserSession.revoked_at.is_(None),
            UserSession.token != but,
        )
        .values(revoked_at=now())
        .returning(UserSession.token)
    )
    tokens = db.session.scalars(closing).all()
    for token in tokens:
        identity.forget(token)
    audit.record("session.closed_all", user, by=by, sessions=len(tokens))
    return len(tokens)
