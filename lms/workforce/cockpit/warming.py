"""Draws the usual screens before anybody asks: after a start, and after each count while people look.

A process counts what it has not been asked before; so the first reader of a day does not wait for it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Event, Lock, get_ident
from time import monotonic

from cachetools import LRUCache
from flask import Flask

from lms.clock import now
from lms.db import db, reading
from lms.errors import DomainError
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.overview import overview
from lms.workforce.cockpit.panels import PANELS
from lms.workforce.dimensions import DIMENSIONS, NOT_STATED, Side
from lms.workforce.outcomes.results import stamp_now
from lms.workforce.periods import Period
from lms.workforce.rollups.cube import Cube, cube
from lms.workforce.scope import INSTITUTION, Scope

log = logging.getLogger(__name__)
USUAL = {INSTITUTION: True, "district": True, "skill": False}  # True: with every panel
LOOKS_EVERY = 5.0
INTEREST = 900.0
MOST_SEEN = 12
MOST_VALUES = 100
FINE = ("course", "run", "skill_level")  # each takes as much room as all the others
PAUSE = 0.5
State = tuple[int, int]
NEVER: State = (-1, -1)
_stopping = Event()
_seen: LRUCache[tuple[Look, str], float] = LRUCache(MOST_SEEN)
_lock = Lock()


def saw(look: Look, panel: str = "") -> None:
    """Somebody looks at the overview or at a panel: it is drawn again after the next counts."""
    with _lock:
        _seen[look, panel] = monotonic()


def keep_warm(app: Flask) -> None:
    """For as long as the process lives."""
    held: Cube = app.extensions["thaksa_cube"]
    warmed = NEVER
    while not _stopping.wait(LOOKS_EVERY if warmed != NEVER else 0):
        if warmed != NEVER and monotonic() - held.asked > INTEREST:
            continue
        try:
            is_first = warmed == NEVER
            warmed = once(app, held, warmed)
            if is_first:
                widen(app, held)
        except Exception:
            log.exception("numbers could not be counted ahead of time")
            _stopping.wait(INTEREST)


def once(app: Flask, held: Cube, warmed: State) -> State:
    """Draw if something was counted or answered since; the state that is warm now."""
    with _unasked(app, held):
        state = cube().edit, stamp_now()
        if state != warmed:
            warm()
        return state


def widen(app: Flask, held: Cube) -> None:
    """The overview by each filter with few values; by those of courses the cohorts too, and the
    overview at an institution; with pauses for who reads in the meantime.
    """
    few = [name for name in DIMENSIONS if name not in (INSTITUTION, *FINE)]
    of_courses = [name for name in few if DIMENSIONS[name].side is Side.COURSE]
    for names in [*((name,) for name in few), *((INSTITUTION, name) for name in of_courses)]:
        if _stopping.wait(PAUSE):
            return
        with _unasked(app, held):
            if any(len(held.values(name)) > MOST_VALUES for name in names):
                continue
            look = _by(held, *names)
            if look and names[0] in of_courses:
                PANELS["cohorts"].draw(look, {})


@contextmanager
def _unasked(app: Flask, held: Cube) -> Iterator[None]:
    """A request of nobody: it does not count as interest."""
    with app.test_request_context("/numbers"):
        held.warming = get_ident()
        reading()
        try:
            yield
        finally:
            held.warming = None
            db.session.rollback()


def warm() -> None:
    """This fiscal year and the last one, as somebody sees them who sees everything; by the filters
    that most readers set; and what was looked at a while ago.
    """
    held = cube()
    held.read_ahead()
    this = _this_year()
    overview(this, everything=True)
    overview(this.at(this.period.before), everything=True)
    for name, everything in USUAL.items():
        _by(held, name, everything=everything)
    for look, panel in _seen_lately():
        with suppress(DomainError):  # what it asks for may be gone
            if panel:
                PANELS[panel].draw(look, {})
            else:
                overview(look)


def _by(held: Cube, *names: str, everything: bool = False) -> Look | None:
    """The overview by one value of each filter: the other values are counted with it."""
    told = {name: [v for v in held.values(name) if v != NOT_STATED][:1] for name in names}
    if not all(told.values()):
        return None
    where = tuple((name, value) for name in sorted(names) for value in told[name])
    look = replace(_this_year(), where=where)
    overview(look, everything=everything)
    return look


def _this_year() -> Look:
    return Look(Scope(everywhere=True), Period.now(now()))


def _seen_lately() -> list[tuple[Look, str]]:
    with _lock:
        return [what for what, at in _seen.items() if monotonic() - at < INTEREST]
