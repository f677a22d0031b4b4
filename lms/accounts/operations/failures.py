"""Counting what failed on a path, kept even when the request is refused."""

from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.accounts.models import LogInFailure
from lms.clock import now
from lms.db import db

WINDOW = timedelta(days=1)


def count_failure(*paths: str) -> None:
    """One more on each path; a window starts with its first failure."""
    audit.record("log_in.failed", None, by=None, path=paths[0][:16])
    for path in paths:
        current = LogInFailure.path == path, LogInFailure.window_ends_at > now()
        more = update(LogInFailure).where(*current).values(failures=LogInFailure.failures + 1)
        more = more.returning(LogInFailure.path)
        if db.session.scalar(more) is None and not _start(path):
            db.session.execute(more)


def _start(path: str) -> bool:
    db.session.execute(
        delete(LogInFailure).where(LogInFailure.path == path, LogInFailure.window_ends_at <= now())
    )
    try:
        with db.session.begin_nested():
            db.session.add(LogInFailure(path=path, failures=1, window_ends_at=now() + WINDOW))
    except IntegrityError:
        return False
    return True


def forget_failures(path: str) -> None:
    """The owner came in."""
    db.session.execute(delete(LogInFailure).where(LogInFailure.path == path))
