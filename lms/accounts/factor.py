"""Whether this browser has lately proved a second time who it is."""

from datetime import timedelta

from flask import session
from flask_login import current_user
from sqlalchemy import exists

from lms.accounts import operations, queries
from lms.accounts.models import SecondFactor, User
from lms.clock import now

FRESH = timedelta(minutes=10)
HAS_FACTOR = "has_factor"
has_factor = exists().where(SecondFactor.user_id == User.id, SecondFactor.confirmed_at.is_not(None))
PROVED = "factor"


def has_second_factor() -> bool:
    """Whether the reader has an app that shows codes."""
    return queries.factor(current_user.id) is not None


def is_fresh() -> bool:
    """Proved in this session, by this person, at most ten minutes ago."""
    token, at = session.get(PROVED) or ("", 0)
    age = now().timestamp() - at
    return bool(token == current_user.token and 0 <= age <= FRESH.total_seconds())


def path() -> str:
    """Where the reader's wrong codes are counted."""
    return operations.path_of(f"factor/{current_user.id}", "")


def prove_again(typed: str | None) -> None:
    """Refuse unless it was proved lately, or the code is right; before the first write."""
    if is_fresh():
        return
    operations.check_factor(current_user.id, typed, path=path())
    session[PROVED] = [current_user.token, now().timestamp()]
