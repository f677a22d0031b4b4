"""Exact numbers of any kind, period and dimensions, out of the bitmaps: people, never a person.

Every answer holds all cells over its dimensions with all margins ("*": all), those that are not
nought, because disclosure control decides about a cell by its neighbours.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from threading import RLock, get_ident
from time import monotonic
from typing import TypeVar

from flask import current_app
from sqlalchemy import select

from lms.caching import also
from lms.clock import now
from lms.db import one_moment
from lms.workforce.grid import Grid
from lms.workforce.periods import Period, year_of
from lms.workforce.rollups import cells, cohorts, distinct, sums
from lms.workforce.rollups.arrays import INSIDE, MUEANG, OUTSIDE
from lms.workforce.rollups.bitmaps import EMPLOYER
from lms.workforce.rollups.kept import Key
from lms.workforce.rollups.models import Kind, Watermark
from lms.workforce.rollups.offered import Offered
from lms.workforce.rollups.queries import NAME
from lms.workforce.rollups.sets import months_of
from lms.workforce.rollups.store import Moment, Moved, Rated, Store
from lms.workforce.rollups.sums import Gain

__all__ = ["INSIDE", "MUEANG", "OUTSIDE", "Cube", "Gain", "Rated", "cube"]
T = TypeVar("T")
REFRESH = 0.5
SETTLE = 30.0


class Cube:
    """What one process knows of the numbers at one edit; asked under its lock."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.warming: int | None = None  # the thread that asks for nobody
        self.clear()
        also(self)

    def clear(self) -> None:
        """Forget everything; the next question looks again."""
        with self.lock:
            self.store = Store()
            self.looked = self.taken = self.asked = 0.0

    @property
    def edit(self) -> int:
        return self.store.edit

    @property
    def as_of(self) -> datetime:
        return self.store.as_of or now()

    def refresh(self, *, settle: float = 0.0) -> None:
        """Take over what was counted since; a change waits until the last one is `settle` old."""
        if self.store.edit and monotonic() - self.taken < settle:
            return
        with self.lock, one_moment() as connection:
            row = connection.execute(
                select(Watermark.edit, Watermark.updated_at).where(Watermark.name == NAME)
            ).one_or_none()
            if row is not None and self.store.refresh(connection, row.edit, row.updated_at):
                self.taken = monotonic()
        self.looked = monotonic()

    def read_ahead(self) -> None:
        """Have in memory what questions about any dimension of courses are answered from."""
        for year in self.years():
            for kind in Kind:
                with self.lock, Moment() as moment:
                    months = months_of(self.store, moment, kind, year)
                    self.store.parts(moment, kind, months)

    def people(self, kind: Kind, dims: tuple[str, ...], period: Period) -> Grid[int]:
        """Distinct people in every cell over `dims`."""
        return self._once(
            ("people", kind, dims, period),
            lambda c: distinct.people(self.store, c, kind, dims, period),
        )

    def enrolments(self, kind: Kind, dims: tuple[str, ...], period: Period) -> Grid[int]:
        """Enrolments in every cell: a person counts as often as they have one."""
        return self._once(
            ("enrolments", kind, dims, period),
            lambda c: sums.enrolments(self.store, c, kind, dims, period),
        )

    def hours(self, dims: tuple[str, ...], period: Period) -> Grid[Decimal]:
        """Credited hours of the completions in every cell."""
        return self._once(
            ("hours", Kind.COMPLETED, dims, period),
            lambda c: sums.hours(self.store, c, dims, period),
        )

    def pairs(self, dims: tuple[str, ...], period: Period) -> Grid[int]:
        """Enrolments with a result before and after, of the post-tests of the period."""
        return self._once(
            ("pairs", Kind.SCORED, dims, period), lambda c: sums.pairs(self.store, c, dims, period)
        )

    def gains(self, dims: tuple[str, ...], period: Period) -> Grid[Gain]:
        """Results before and after, of the post-tests of the period."""
        return self._once(
            ("gains", Kind.SCORED, dims, period), lambda c: sums.gains(self.store, c, dims, period)
        )

    def employers(self, kind: Kind, dims: tuple[str, ...], period: Period) -> Grid[int]:
        """Distinct employers of the people in every cell."""
        return self._once(
            ("employers", kind, (*dims, EMPLOYER), period),
            lambda c: distinct.people(self.store, c, kind, dims, period, of=EMPLOYER),
        )

    def ratings(self, dims: tuple[str, ...], period: Period) -> Grid[Rated]:
        """Answers to five-point questions; only dimensions of courses."""
        return self._once(
            ("ratings", None, dims, period), lambda c: sums.ratings(self.store, c, dims, period)
        )

    def cohorts(self, dims: tuple[str, ...]) -> Grid[cohorts.Counts]:
        """By the months in which anybody learned: who began then, and who of them learned again
        1, 2 … months later.
        """
        return self._once(
            ("cohorts", None, dims, None), lambda c: cohorts.cohorts(self.store, c, dims)
        )

    def offered(self) -> Mapping[int, Offered]:
        """What was offered, by number."""
        with self.lock, Moment() as moment:
            return self.store.offered(moment)

    def active_months(self) -> tuple[int, ...]:
        """The months in which anybody learned."""
        return self._once(("months", None, (), None), lambda c: cohorts.months(self.store, c))

    def years(self) -> tuple[Period, ...]:
        """The fiscal years in which anything was counted, in order."""
        return self._once(("years", None, (), None), self._years)

    def values(self, dimension: str) -> tuple[str, ...]:
        """The values that occur, not stated among them."""
        return self._once(
            ("values", None, (dimension,), None), lambda c: cells.values(self.store, c, dimension)
        )

    def _once(self, key: Key, make: Callable[[Moment], T]) -> T:
        with self.lock:
            while True:
                try:
                    return self.store.kept.get(key, lambda: _read(make))
                except Moved:
                    self.refresh()

    def _years(self, moment: Moment) -> tuple[Period, ...]:
        months = {m for kind in Kind for m, b in self.store.whole(moment, kind).items() if b}
        return tuple(Period.of_year(year) for year in sorted({year_of(m) for m in months}))


def cube() -> Cube:
    """The cube of this process; within half a minute it tells what was counted."""
    held: Cube = current_app.extensions["thaksa_cube"]
    if held.warming != get_ident():
        held.asked = monotonic()
    if current_app.testing:
        held.refresh()
    elif monotonic() - held.looked > REFRESH:
        held.refresh(settle=SETTLE)
    return held


def _read(make: Callable[[Moment], T]) -> T:
    with Moment() as moment:
        return make(moment)
