"""Exact numbers of any kind, period and dimensions, out of the bitmaps: people, never a person.

Every answer holds all cells over its dimensions with all margins ("*": all), those that are not
nought, because disclosure control decides about a cell by its neighbours.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from threading import RLock
from time import monotonic
from typing import Any, TypeVar, cast

from cachetools import LRUCache
from flask import current_app
from sqlalchemy import Connection, select

from lms.caching import also
from lms.clock import now
from lms.db import db
from lms.workforce.dimensions import DIMENSIONS, Side
from lms.workforce.periods import Period, year_of
from lms.workforce.rollups import cells, cohorts, sums
from lms.workforce.rollups.arrays import INSIDE, MUEANG, OUTSIDE, CellKey
from lms.workforce.rollups.bitmaps import TOLD
from lms.workforce.rollups.models import Kind, Watermark
from lms.workforce.rollups.queries import NAME
from lms.workforce.rollups.store import News, Rated, Store
from lms.workforce.rollups.sums import Gain

__all__ = ["INSIDE", "MUEANG", "OUTSIDE", "Cube", "Gain", "Rated", "cube"]
T = TypeVar("T")
REFRESH = 0.5
SETTLE = 30.0
REMEMBERED = 2000


class Cube:
    """What one process knows of the numbers at one edit; asked under its lock."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.clear()
        also(self)

    def clear(self) -> None:
        """Forget everything; the next question looks again."""
        with self.lock:
            self.store = Store()
            self.known: LRUCache[Any, Any] = LRUCache(REMEMBERED)
            self.looked = self.taken = 0.0

    @property
    def edit(self) -> int:
        return self.store.edit

    @property
    def as_of(self) -> datetime:
        return self.store.as_of or now()

    @property
    def is_empty(self) -> bool:
        """Nothing was ever counted."""
        return self.store.edit == 0

    def refresh(self, *, settle: float = 0.0) -> None:
        """Take over what was counted since; a change waits until the last one is `settle` old."""
        if self.store.edit and monotonic() - self.taken < settle:
            return
        with self.lock, _reading() as connection:
            row = connection.execute(
                select(Watermark.edit, Watermark.updated_at).where(Watermark.name == NAME)
            ).one_or_none()
            if row is not None:
                news = self.store.refresh(connection, row.edit, row.updated_at)
                self._forget(news)
                if news:
                    self.taken = monotonic()
        self.looked = monotonic()

    def _forget(self, news: News) -> None:
        """Answers stay as long as nothing happened in their months: snapshots never change."""
        if not news:
            return
        for key in list(self.known):
            _what, kind, dims, period = key
            if (
                news.everything
                or kind is None
                or (news.told and TOLD in dims)
                or any(period.holds(month) for month in news.months.get(kind, ()))
            ):
                del self.known[key]

    def people(self, kind: Kind, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, int]:
        """Distinct people in every cell over `dims`."""
        return self._once(
            ("people", kind, dims, period),
            lambda c: cells.people(self.store, c, kind, dims, period),
        )

    def enrolments(
        self, kind: Kind, dims: tuple[str, ...], period: Period
    ) -> Mapping[CellKey, int]:
        """Enrolments in every cell: a person counts as often as they have one."""
        return self._once(
            ("enrolments", kind, dims, period),
            lambda c: {
                k: int(v)
                for k, v in sums.sums(self.store, c, kind, dims, period, hours=False).items()
            },
        )

    def hours(self, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, Decimal]:
        """Credited hours of the completions in every cell."""
        return self._once(
            ("hours", Kind.COMPLETED, dims, period),
            lambda c: {
                k: Decimal(round(v)) / 100
                for k, v in sums.sums(
                    self.store, c, Kind.COMPLETED, dims, period, hours=True
                ).items()
            },
        )

    def gains(self, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, Gain]:
        """Results before and after, of the post-tests of the period."""
        return self._once(
            ("gains", Kind.SCORED, dims, period), lambda c: sums.gains(self.store, c, dims, period)
        )

    def employers(self, kind: Kind, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, int]:
        """Distinct employers of the people in every cell."""
        return self._once(
            ("employers", kind, dims, period),
            lambda c: cells.people(self.store, c, kind, dims, period, of="employer"),
        )

    def ratings(self, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, Rated]:
        """Answers to five-point questions; only dimensions of courses."""
        return self._once(
            ("ratings", None, dims, period), lambda c: sums.ratings(self.store, c, dims, period)
        )

    def retention(
        self, where: tuple[tuple[str, str], ...], months: tuple[int, ...], most: int = 12
    ) -> Mapping[int, tuple[int, ...]]:
        """By the month in which people began: how many, and how many learned 1, 2 … months later."""
        key = ("retention", None, (where, months), most)
        return self._once(key, lambda c: cohorts.retention(self.store, c, where, months, most))

    def accounts(self, period: Period) -> int:
        """Accounts that were made."""
        with self.lock, _reading() as connection:
            every = self.store.accounts(connection)
        return sum(n for month, n in every.items() if period.holds(month))

    def years(self) -> tuple[Period, ...]:
        """The fiscal years in which anything was counted, in order."""
        return self._once(("years", None, (), None), self._years)

    def values(self, dimension: str) -> tuple[str, ...]:
        """The values that occur, not stated among them."""
        return self._once(
            ("values", None, (dimension,), None), lambda c: self._values(c, dimension)
        )

    def _once(self, key: Any, make: Callable[[Connection], T]) -> T:
        with self.lock:
            if key not in self.known:
                with _reading() as connection:
                    self.known[key] = make(connection)
            return cast(T, self.known[key])

    def _years(self, connection: Connection) -> tuple[Period, ...]:
        months = {m for kind in Kind for m, b in self.store.whole(connection, kind).items() if b}
        return tuple(Period.of_year(year) for year in sorted({year_of(m) for m in months}))

    def _values(self, connection: Connection, dimension: str) -> tuple[str, ...]:
        if DIMENSIONS[dimension].side is Side.PERSON:
            return self.store.codes(connection, dimension)[0]
        offered = self.store.offered(connection).values()
        return tuple(sorted({value for o in offered for value in o.values[dimension]}))


def cube() -> Cube:
    """The cube of this process; within half a minute it tells what was counted."""
    held: Cube = current_app.extensions["thaksa_cube"]
    if current_app.testing:
        held.refresh()
    elif monotonic() - held.looked > REFRESH:
        held.refresh(settle=SETTLE)
    return held


def _reading() -> Any:
    return db.engines["read"].connect()
