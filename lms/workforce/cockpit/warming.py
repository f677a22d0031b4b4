"""Draws the usual screens before anybody asks: after a start, and after each count while people look.

A process counts what it has not been asked before; so the first reader of a day does not wait for it.
"""

import logging
from dataclasses import replace
from threading import Event
from time import monotonic

from flask import Flask

from lms.clock import now
from lms.db import db, reading
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.overview import overview
from lms.workforce.dimensions import NOT_STATED
from lms.workforce.outcomes.results import stamp_now
from lms.workforce.periods import Period
from lms.workforce.rollups.cube import Cube, cube
from lms.workforce.scope import INSTITUTION, Scope

log = logging.getLogger(__name__)
USUAL = {INSTITUTION: True, "district": True, "skill": False}  # and what is drawn later?
LOOKS_EVERY = 5.0
INTEREST = 900.0
State = tuple[int, int]
NEVER: State = (-1, -1)
_stopping = Event()


def keep_warm(app: Flask) -> None:
    """For as long as the process lives."""
    held: Cube = app.extensions["thaksa_cube"]
    warmed = NEVER
    while not _stopping.wait(LOOKS_EVERY if warmed != NEVER else 0):
        if warmed != NEVER and monotonic() - held.asked > INTEREST:
            continue
        try:
            warmed = once(app, held, warmed)
        except Exception:
            log.exception("numbers could not be counted ahead of time")
            _stopping.wait(INTEREST)


def once(app: Flask, held: Cube, warmed: State) -> State:
    """Draw if something was counted or answered since; the state that is warm now."""
    asked = held.asked
    with app.test_request_context("/numbers"):
        reading()
        try:
            state = cube().edit, stamp_now()
            if state != warmed:
                warm()
            return state
        finally:
            held.asked = asked
            db.session.rollback()


def warm() -> None:
    """This fiscal year and the last one, as somebody sees them who sees everything; and by one
    value of the filters that most readers set: its other values are counted with it.
    """
    held = cube()
    held.read_ahead()
    this = Look(Scope(everywhere=True), Period.now(now()))
    overview(this, everything=True)
    overview(this.at(this.period.before), everything=True)
    for name, everything in USUAL.items():
        for value in [value for value in held.values(name) if value != NOT_STATED][:1]:
            overview(replace(this, where=((name, value),)), everything=everything)
