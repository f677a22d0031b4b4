"""Positions of everybody, gathered in the process and written together four times a second.

A kill loses a quarter of a second of positions, and the page says them again. What completes a
lesson never passes here: it is durable before the answer.
"""

import atexit
import logging
import os
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from courses.learning import activity, intervals
from courses.learning.models import STARTED, Progress, WatchedIntervals
from lms.caching import Cache
from lms.db import UtcDateTime

log = logging.getLogger(__name__)
EVERY = 0.25
MOST = 50_000
Key = tuple[int, int]


@dataclass(frozen=True)
class Beat:
    """Where one enrolment is in one lesson."""

    position: int
    seconds: int
    at: datetime
    watched: tuple[intervals.Span, ...] = ()

    def joined(self, later: "Beat") -> "Beat":
        """Both as one; the same report twice counts once."""
        watched = intervals.merge((*self.watched, *later.watched))
        if later.at <= self.at:
            return replace(self, watched=watched)
        return replace(later, seconds=self.seconds + later.seconds, watched=watched)


class Gatherer:
    """Beats wait here for the writer; one to a process."""

    def __init__(self) -> None:
        self.automatic = True
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._beats: dict[Key, Beat] = {}
        self._leaving: dict[Key, Beat] = {}  # taken by the writer, not yet committed
        self._engine: Engine | None = None
        self._wake = threading.Event()
        self._process = 0
        self._noted: Cache[activity.Place, bool] = Cache(20_000, seconds=3600)

    def add(self, engine: Engine, key: Key, beat: Beat) -> None:
        with self._lock:
            self._engine = engine
            known = self._beats.get(key)
            if known is not None or len(self._beats) < MOST:
                self._beats[key] = known.joined(beat) if known else beat
        if self.automatic:
            self._start()
            self._wake.set()

    def waiting(self, key: Key) -> Beat | None:
        """What is not surely stored: to be read before what is stored, or some falls between."""
        with self._lock:
            leaving, later = self._leaving.get(key), self._beats.get(key)
        return leaving.joined(later) if leaving and later else leaving or later

    def with_waiting(self, key: Key, beat: Beat) -> Beat:
        """`beat` with what no writer has taken yet of the same lesson."""
        waiting = self._beats.get(key)
        return waiting.joined(beat) if waiting else beat

    def clear(self) -> None:
        with self._lock:
            self._beats.clear()

    def flush(self) -> int:
        """Write what was gathered; what the database cannot take now stays for the next time."""
        with self._writing:
            with self._lock:
                beats, self._beats = self._beats, {}
                self._leaving = beats
                engine = self._engine
            if not beats or engine is None:
                return 0
            try:
                with engine.begin() as connection:
                    learned = {(key[0], activity.day_of(b.at)) for key, b in beats.items()}
                    new = {place for place in learned if not self._noted.has(place)}
                    write(connection, beats)
                    activity.note_all(connection, new)  # after progress, as a report does
                for place in new:  # committed: not before
                    self._noted.get(place, lambda: True)
            except IntegrityError:
                self._one_by_one(engine, beats)
            except SQLAlchemyError:
                log.exception("heartbeats wait for the database", extra={"beats": len(beats)})
                with self._lock:
                    for key, later in self._beats.items():
                        beats[key] = beats[key].joined(later) if key in beats else later
                    self._beats = beats
                return 0
            finally:
                with self._lock:
                    self._leaving = {}
            return len(beats)

    def _one_by_one(self, engine: Engine, beats: dict[Key, Beat]) -> None:
        """An enrolment that is gone must not take the others with it."""
        for key, beat in beats.items():
            try:
                with engine.begin() as connection:
                    write(connection, {key: beat})
                    activity.note_all(connection, [(key[0], activity.day_of(beat.at))])
            except SQLAlchemyError:
                log.warning("a heartbeat was dropped", extra={"enrolment": key[0]})

    def _start(self) -> None:
        """The thread of this process; a fork leaves the parent's behind."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self._wake = threading.Event()
            threading.Thread(target=self._run, name="heartbeats", daemon=True).start()
            atexit.register(self.flush)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self._wake.wait()
            pause.wait(EVERY)
            self._wake.clear()
            if self._beats and not self.flush():
                self._wake.set()


def _upserts(kind: Any) -> tuple[sa.Executable, sa.Executable]:
    """Later reports win and seconds add up; a status is never touched."""
    new = kind.insert(Progress).values(
        enrolment_id=bindparam("enrolment"),
        lesson_key=bindparam("lesson"),
        status=STARTED,
        position=bindparam("position"),
        seconds=bindparam("seconds"),
        updated_at=bindparam("at"),
    )
    progress = new.on_conflict_do_update(
        index_elements=["enrolment_id", "lesson_key"],
        set_={
            "position": new.excluded.position,
            "seconds": Progress.seconds + new.excluded.seconds,
            "updated_at": new.excluded.updated_at,
        },
        where=Progress.updated_at < new.excluded.updated_at,
    )
    first = kind.insert(WatchedIntervals).values(
        enrolment_id=bindparam("enrolment"),
        lesson_key=bindparam("lesson"),
        intervals="[]",
        reported_at=bindparam("at"),
    )
    return progress, first.on_conflict_do_nothing()


_statements = {"sqlite": _upserts(sqlite), "postgresql": _upserts(postgresql)}
_stored = (
    select(WatchedIntervals.intervals, WatchedIntervals.reported_at)
    .where(
        WatchedIntervals.enrolment_id == bindparam("enrolment"),
        WatchedIntervals.lesson_key == bindparam("lesson"),
    )
    .with_for_update()
)
_watch = (
    sa.update(WatchedIntervals)
    .where(
        WatchedIntervals.enrolment_id == bindparam("enrolment"),
        WatchedIntervals.lesson_key == bindparam("lesson"),
    )
    .values(intervals=bindparam("spans"), reported_at=bindparam("at", type_=UtcDateTime()))
)


def write(connection: Connection, beats: dict[Key, Beat]) -> None:
    """Every beat in the caller's transaction."""
    progress, first = _statements[connection.dialect.name]
    ordered = sorted(beats.items())  # two processes lock the rows in one order
    connection.execute(
        progress,
        [
            {
                "enrolment": enrolment,
                "lesson": lesson,
                "position": beat.position,
                "seconds": beat.seconds,
                "at": beat.at,
            }
            for (enrolment, lesson), beat in ordered
        ],
    )
    for key, beat in ordered:
        if beat.watched:
            _keep_watched(connection, first, key, beat)


def _keep_watched(
    connection: Connection, first: sa.Executable, key: Key, beat: Beat
) -> tuple[intervals.Span, ...]:
    """Add seconds to the stored ones, whoever else adds at the same time."""
    row = {"enrolment": key[0], "lesson": key[1]}
    connection.execute(first, row | {"at": beat.at})
    stored, reported_at = connection.execute(_stored, row).one()
    spans = intervals.merge((*intervals.from_text(stored), *beat.watched))
    values = row | {"spans": intervals.to_text(spans), "at": max(beat.at, reported_at)}
    connection.execute(_watch, values)
    return spans


gatherer = Gatherer()
