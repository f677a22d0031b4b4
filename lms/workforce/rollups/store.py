"""The bitmaps in the memory of this process, kept up by their edits."""

from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from pyroaring import BitMap
from sqlalchemy import Connection, select

from lms.db import one_moment
from lms.workforce.dimensions import NOT_STATED
from lms.workforce.periods import Period
from lms.workforce.rollups import bitmaps
from lms.workforce.rollups.bitmaps import EMPLOYER, TOLD
from lms.workforce.rollups.kept import Kept
from lms.workforce.rollups.models import (
    EVERYWHERE,
    GENERATION,
    Kind,
    PeopleBitmap,
    RatingMonth,
    ScorePairs,
    SnapshotLink,
    ValueBitmap,
    Watermark,
)
from lms.workforce.rollups.offered import Offered, offerings
from lms.workforce.rollups.queries import NAME


@dataclass(frozen=True)
class Rated:
    """Answers to five-point questions: how many sheets, points given, their sum, how many high."""

    answers: int
    items: int
    total: int
    high: int

    @property
    def sums(self) -> tuple[int, int, int, int]:
        return self.answers, self.items, self.total, self.high


@dataclass
class News:
    """What changed between two edits: the months, by kind."""

    everything: bool = False
    months: dict[int, set[int]] = field(default_factory=dict)
    changed: bool = False

    def __bool__(self) -> bool:
        return self.changed

    def concerns(self, kind: int | None, dims: tuple[Any, ...], period: Period | None) -> bool:
        """Whether an answer may be another one now: of a snapshot only what can be taken back."""
        return self.changed and (
            self.everything
            or kind is None
            or period is None
            or TOLD in dims
            or EMPLOYER in dims
            or any(period.holds(month) for month in self.months.get(kind, ()))
        )


class Moved(Exception):
    """The roll-ups moved on since the edit that is held: refresh, and ask again."""


class Moment(ExitStack):
    """One state of the database, however many statements; none is asked before it is needed."""

    @cached_property
    def connection(self) -> Connection:
        return self.enter_context(one_moment())

    @cached_property
    def edit(self) -> int:
        """Up to which the roll-ups are counted in it."""
        mark = select(Watermark.edit).where(Watermark.name == NAME)
        return self.connection.scalar(mark) or 0


class Store:
    """Loaded as it is asked for; `refresh` brings what is loaded up to another edit.

    Everything in it is of one edit: a connection must show one moment of the database.
    """

    def __init__(self) -> None:
        self.edit = 0
        self.as_of: datetime | None = None
        self._forget()

    def _forget(self) -> None:
        self._whole: dict[int, dict[int, BitMap]] = {}
        self._parts: dict[tuple[int, int], dict[int, BitMap]] = {}
        self._pairs: dict[int, dict[int, np.ndarray]] = {}
        self._values: dict[str, dict[str, BitMap]] | None = None
        self._codes: dict[str, tuple[tuple[str, ...], np.ndarray]] = {}
        self._links: dict[int, int] | None = None
        self._people: tuple[np.ndarray, BitMap] | None = None
        self._several: np.ndarray | None = None
        self._later: BitMap | None = None
        self._offered: dict[int, Offered] = {}
        self._ratings: dict[tuple[int, int], Rated] | None = None
        self._top = 0
        self.kept = Kept()

    def refresh(self, connection: Connection, edit: int, as_of: datetime) -> News:
        """Hear of what changed."""
        self.as_of = as_of
        if edit == self.edit:
            return News()
        if edit // GENERATION != self.edit // GENERATION or edit < self.edit:
            self._forget()
            news = News(changed=True, everything=True)  # it was all counted anew
        else:
            news = self._hear(connection)
        self.edit = edit
        self._ratings = None
        self._offered = {}
        self.kept.forget(news)
        return news

    def _hear(self, connection: Connection) -> News:
        news = News(changed=True)
        changed = select(
            PeopleBitmap.kind, PeopleBitmap.month, PeopleBitmap.offering_id, PeopleBitmap.body
        ).where(PeopleBitmap.edit > self.edit)
        for kind, month, offering, body in connection.execute(changed):
            news.months.setdefault(kind, set()).add(month)
            if offering == EVERYWHERE and kind in self._whole:
                self._whole[kind][month] = bitmaps.unpack(body)
            elif offering != EVERYWHERE and (kind, month) in self._parts:
                self._parts[kind, month][offering] = bitmaps.unpack(body)
        results = select(ScorePairs.month, ScorePairs.offering_id, ScorePairs.body)
        for month, offering, body in connection.execute(results.where(ScorePairs.edit > self.edit)):
            news.months.setdefault(Kind.SCORED, set()).add(month)
            if month in self._pairs:
                self._pairs[month][offering] = bitmaps.pairs_of(body)
        links = select(SnapshotLink.snapshot_id, SnapshotLink.first_id)
        if self._links is not None:
            new = connection.execute(links.where(SnapshotLink.edit > self.edit)).all()
            self._links.update((row[0], row[1]) for row in new)
            news.everything = any(row[0] < self._top for row in new)  # of somebody counted before
        self._people = self._several = self._later = None
        if self._values is not None:
            described = select(ValueBitmap.dimension, ValueBitmap.value, ValueBitmap.body)
            for dimension, value, body in connection.execute(
                described.where(ValueBitmap.edit > self.edit)
            ):
                held = self._values.setdefault(dimension, {})
                held[value] = bitmaps.unpack_value(dimension, body)
        self._codes = {}
        return news

    def _at_edit(self, moment: Moment) -> Connection:
        """To read something more with."""
        if moment.edit != self.edit:
            raise Moved
        return moment.connection

    def whole(self, moment: Moment, kind: int) -> dict[int, BitMap]:
        """By month, whatever the offering."""
        if kind not in self._whole:
            rows = self._at_edit(moment).execute(
                select(PeopleBitmap.month, PeopleBitmap.body).where(
                    PeopleBitmap.kind == kind, PeopleBitmap.offering_id == EVERYWHERE
                )
            )
            self._whole[kind] = {month: bitmaps.unpack(body) for month, body in rows}
        return self._whole[kind]

    def parts(self, moment: Moment, kind: int, months: list[int]) -> None:
        """Load the offerings of these months in one statement."""
        missing = [month for month in months if (kind, month) not in self._parts]
        if not missing:
            return
        rows = self._at_edit(moment).execute(
            select(PeopleBitmap.month, PeopleBitmap.offering_id, PeopleBitmap.body).where(
                PeopleBitmap.kind == kind,
                PeopleBitmap.month.in_(missing),
                PeopleBitmap.offering_id != EVERYWHERE,
            )
        )
        for month in missing:
            self._parts[kind, month] = {}
        for month, offering, body in rows:
            self._parts[kind, month][offering] = bitmaps.unpack(body)

    def part(self, kind: int, month: int) -> dict[int, BitMap]:
        return self._parts[kind, month]

    def pairs(self, moment: Moment, months: list[int]) -> list[tuple[int, np.ndarray]]:
        """(offering, results) of these months."""
        missing = [month for month in months if month not in self._pairs]
        if missing:
            rows = self._at_edit(moment).execute(
                select(ScorePairs.month, ScorePairs.offering_id, ScorePairs.body).where(
                    ScorePairs.month.in_(missing)
                )
            )
            self._pairs |= {month: {} for month in missing}
            for month, offering, body in rows:
                self._pairs[month][offering] = bitmaps.pairs_of(body)
        return [item for month in months for item in self._pairs[month].items()]

    def values(self, moment: Moment) -> dict[str, dict[str, BitMap]]:
        """Who has which value, by dimension."""
        if self._values is None:
            held: defaultdict[str, dict[str, BitMap]] = defaultdict(dict)
            rows = self._at_edit(moment).execute(
                select(ValueBitmap.dimension, ValueBitmap.value, ValueBitmap.body)
            )
            for dimension, value, body in rows:
                held[dimension][value] = bitmaps.unpack_value(dimension, body)
            self._values = dict(held)
        return self._values

    def codes(self, moment: Moment, dimension: str) -> tuple[tuple[str, ...], np.ndarray]:
        """The values of a dimension of people, and for every snapshot the place of its own.

        Place 0 is not stated.
        """
        if dimension not in self._codes:
            held = self.values(moment).get(dimension, {})
            names = sorted(value for value, bitmap in held.items() if bitmap)
            top = self.people(moment)[0].size
            codes = np.zeros(top, dtype=np.uint16 if len(names) < 65_000 else np.uint32)
            for place, value in enumerate(names, start=1):
                codes[array_of(held[value])] = place
            self._codes[dimension] = ((NOT_STATED, *names), codes)
        return self._codes[dimension]

    def people(self, moment: Moment) -> tuple[np.ndarray, BitMap]:
        """For every snapshot the person (the first of their snapshots), and the snapshots of
        whoever has several.
        """
        if self._links is None:
            links = select(SnapshotLink.snapshot_id, SnapshotLink.first_id)
            rows = self._at_edit(moment).execute(links)
            self._links = {row[0]: row[1] for row in rows}
        if self._people is None:
            # Shape (highest snapshot + 1,): every snapshot applied once, so it is in a bitmap.
            every = [b.max() for b in self._highest(moment) if b]
            self._top = max([0, *every, *self._links]) + 1
            person = np.arange(self._top, dtype=np.uint32)
            if self._links:
                later = np.fromiter(self._links.keys(), dtype=np.uint32)
                first = np.fromiter(self._links.values(), dtype=np.uint32)
                person[later] = first
            self._people = (person, BitMap(self._links) | BitMap(self._links.values()))
        return self._people

    def later(self, moment: Moment) -> BitMap:
        """The snapshots of people that are not their first."""
        self.people(moment)
        if self._later is None:
            self._later = BitMap(self._links or ())
        return self._later

    def several(self, moment: Moment) -> tuple[np.ndarray, BitMap]:
        """Who of those with several snapshots, numbered from 1, owns each; and those snapshots."""
        person, some = self.people(moment)
        if self._several is None:
            first = np.zeros(person.size, dtype=bool)
            first[person[array_of(some)]] = True
            self._several = np.cumsum(first, dtype=np.uint32)[person]
        return self._several, some

    def _highest(self, moment: Moment) -> list[BitMap]:
        found = list(self.whole(moment, 1).values())
        for held in self.values(moment).values():
            found += held.values()
        return found

    def offered(self, moment: Moment) -> dict[int, Offered]:
        if not self._offered:
            self._offered = offerings(moment.connection)
        return self._offered

    def ratings(self, moment: Moment) -> dict[tuple[int, int], Rated]:
        """By run and month."""
        if self._ratings is None:
            rows = self._at_edit(moment).execute(select(RatingMonth.__table__))
            self._ratings = {
                (r.run_id, r.month): Rated(r.answers, r.items, r.total, r.high) for r in rows
            }
        return self._ratings


def array_of(bitmap: BitMap) -> np.ndarray:
    return np.array(bitmap.to_array(), dtype=np.uint32)
