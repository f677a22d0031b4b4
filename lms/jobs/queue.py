"""Asking for work, doing it once, and finding what a crash lost.

A claim with a lease is committed, the work runs with no transaction open, and its result is stored
together with `done` in a second transaction that the lease token guards.

Work that takes minutes has a lane of its own, so that nobody's mail waits behind it; it renews its
lease by `keep_lease` as it gets on.
"""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import event, select, update
from sqlalchemy.exc import IntegrityError

from lms.clock import now
from lms.db import db, one_transaction, reading, writing
from lms.jobs.models import Job, JobState
from lms.log import without_addresses

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 6
Finish = Callable[[], None]
Handler = Callable[..., Finish | None]
_handlers: dict[str, Handler] = {}
_priorities: dict[str, int] = {}
_long: set[str] = set()
_held: ContextVar[tuple[int, str] | None] = ContextVar("held", default=None)
_daily: list["Daily"] = []
Submit = Callable[[int, datetime, int], None]
URGENT, SOON, NORMAL, LATER = 20, 10, 0, -10


@dataclass(frozen=True)
class Daily:
    """A job that is asked for every day at a Bangkok wall-clock time, or every so many seconds."""

    name: str
    at: time | None
    every: timedelta | None = None


def job(name: str, *, priority: int = NORMAL, long: bool = False) -> Callable[[Handler], Handler]:
    """Register a handler: it reads, works, and may return what to store at the end.

    Where somebody waits for it (a code by mail), its priority lets it overtake. `long` work stands
    in the other lane, and calls `keep_lease` more often than every 90 seconds.
    """

    def register(handler: Handler) -> Handler:
        _handlers[name] = handler
        _priorities[name] = priority
        if long:
            _long.add(name)
        return handler

    return register


def daily(at: str) -> Callable[[Handler], Handler]:
    """Run every day at `at` (HH:MM, Asia/Bangkok)."""

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__name__}"
        _handlers[name] = handler
        _daily.append(Daily(name, time.fromisoformat(at)))
        return handler

    return register


def every(seconds: int) -> Callable[[Handler], Handler]:
    """Run again and again, `seconds` apart."""

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__name__}"
        _handlers[name] = handler
        _daily.append(Daily(name, None, timedelta(seconds=seconds)))
        return handler

    return register


def enqueue(name: str, *, key: str | None = None, at: datetime | None = None, **args: Any) -> None:
    """Ask for work in the caller's transaction; with `key`, once only."""
    if name not in _handlers:
        raise LookupError(f"no job is called {name}")
    row = Job(name=name, args=args, key=key, run_at=at or now())
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return
    _ask(row.id, row.run_at, name)


def _ask(job_id: int, run_at: datetime, name: str) -> None:
    if name in _long:
        return  # its lane looks for itself
    asked = db.session.info.setdefault("jobs", [])
    asked.append((job_id, run_at, _priorities.get(name, NORMAL)))


@event.listens_for(db.session, "after_commit")
def _hand_over(session: Any) -> None:
    """After the outer commit the ids go to the queue; a rollback un-asks them."""
    if session.in_nested_transaction():
        return
    asked = session.info.pop("jobs", [])
    submit: Submit | None = current_app.extensions.get("thaksa_submit") if asked else None
    for job_id, run_at, priority in asked:
        if submit is None:
            continue
        try:
            submit(job_id, run_at, priority)
        except Exception:
            log.exception("queue is away; the sweep will find the job", extra={"job": job_id})


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Any, previous: Any) -> None:
    if previous.parent is None:
        session.info.pop("jobs", None)


def work(job_id: int) -> JobState | None:
    """Do one job now, unless somebody else holds it or it is done."""
    claimed = _claim(job_id)
    if claimed is None:
        return None
    name, args, token, attempts = claimed
    held = _held.set((job_id, token))
    try:
        if attempts > MAX_ATTEMPTS:
            raise _WorkersDied
        handler = _handlers[name]
        reading()
        finish = handler(**args)
        db.session.rollback()
        writing()
        db.session.expunge_all()
        with one_transaction():
            if not _release(job_id, token, state=JobState.DONE, error=None):
                raise LostLease
            if finish is not None:
                finish()
        return JobState.DONE
    except LostLease:
        log.warning("lease was lost", extra={"job": job_id})
        return None
    except Exception as failure:
        db.session.rollback()
        log.exception("job failed", extra={"job": job_id, "job_name": name})
        return _postpone(job_id, name, token, attempts, failure)
    finally:
        _held.reset(held)
        db.session.rollback()
        writing()


def keep_lease() -> None:
    """Hold the job that this thread works on for another while, in a transaction of its own."""
    held = _held.get()
    if held is None:
        return  # a test or a command calls the handler itself
    mine = update(Job).where(Job.id == held[0], Job.lease_token == held[1])
    renewed = mine.values(lease_until=now() + LEASE).returning(Job.id)
    with db.engines[None].begin() as connection:
        if connection.scalar(renewed) is None:
            raise LostLease


class LostLease(Exception):
    """Another worker has the job: what was done here does not count."""


class _WorkersDied(Exception):
    """Every worker that tried was gone before it could say what is wrong."""


def _claim(job_id: int) -> tuple[str, dict[str, Any], str, int] | None:
    token = secrets.token_hex(16)
    free = sa.or_(
        sa.and_(Job.state == JobState.QUEUED, Job.run_at <= now()),
        sa.and_(Job.state == JobState.RUNNING, Job.lease_until < now()),
    )
    with one_transaction():
        row = db.session.execute(
            update(Job)
            .where(Job.id == job_id, free)
            .values(
                state=JobState.RUNNING,
                lease_token=token,
                lease_until=now() + LEASE,
                attempts=Job.attempts + 1,
            )
            .returning(Job.name, Job.args, Job.attempts)
        ).one_or_none()
    return None if row is None else (row.name, row.args, token, row.attempts)


def _release(job_id: int, token: str, **values: Any) -> bool:
    values |= {"lease_token": None, "lease_until": None}
    if values["state"] in (JobState.DONE, JobState.DEAD):
        values["finished_at"] = now()
    mine = update(Job).where(Job.id == job_id, Job.lease_token == token).values(**values)
    return db.session.scalar(mine.returning(Job.id)) is not None


def _postpone(job_id: int, name: str, token: str, attempts: int, failure: Exception) -> JobState:
    dead = attempts >= MAX_ATTEMPTS
    state = JobState.DEAD if dead else JobState.QUEUED
    again = now() + timedelta(seconds=min(600, 2**attempts))
    with one_transaction():
        _release(
            job_id,
            token,
            state=state,
            run_at=again,
            error=without_addresses(f"{type(failure).__name__}: {failure}")[:2000],
        )
        if not dead:
            _ask(job_id, again, name)
    return state


def due(limit: int = 500, *, long: bool = False) -> list[tuple[int, int]]:
    """(id, priority) of what should be running in one of the lanes: queued and due, or held by a
    worker that is gone.
    """
    lane = Job.name.in_(_long) if long else Job.name.not_in(_long)
    return [
        (row.id, _priorities.get(row.name, NORMAL))
        for row in db.session.execute(
            select(Job.id, Job.name)
            .where(
                sa.or_(
                    sa.and_(Job.state == JobState.QUEUED, Job.run_at <= now()),
                    sa.and_(Job.state == JobState.RUNNING, Job.lease_until < now()),
                ),
                lane,
            )
            .order_by(Job.run_at, Job.id)
            .limit(limit)
        )
    ]


def drain(limit: int = 1000) -> int:
    """Do everything that is due in both lanes, in this process; tests and commands use it."""
    done = 0
    while ids := due(limit - done) or due(limit - done, long=True):
        for job_id, _priority in ids:
            work(job_id)
            done += 1
        if done >= limit:
            break
    return done


def plan_recurring() -> None:
    """Ask for the recurring jobs whose time has come; each slot once, by its key."""
    bangkok = now().astimezone(ZoneInfo("Asia/Bangkok"))
    for entry in _daily:
        if entry.every is not None:
            slot = int(now().timestamp() // entry.every.total_seconds())
            key = f"{entry.name}/{slot}"
        elif entry.at is not None and bangkok.time() >= entry.at:
            key = f"{entry.name}/{bangkok.date().isoformat()}"
        else:
            continue
        reading()
        known = db.session.scalar(select(Job.id).where(Job.key == key))
        db.session.rollback()
        if known is None:
            with one_transaction():
                enqueue(entry.name, key=key)


def retry(row: Job) -> None:
    """Give a dead job another life."""
    row.state, row.attempts, row.run_at, row.finished_at = JobState.QUEUED, 0, now(), None
    db.session.flush()
    _ask(row.id, row.run_at, row.name)
