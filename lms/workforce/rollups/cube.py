"""Exact numbers of any kind, period and dimensions, out of the bitmaps: people, never a person.

Every answer holds all cells over its dimensions with all margins ("*": all), those that are not
nought, because disclosure control decides about a cell by its neighbours.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from itertools import combinations, product
from operator import add
from threading import RLock
from time import monotonic
from typing import Any, TypeVar, cast

import numpy as np
from cachetools import LRUCache
from flask import current_app
from pyroaring import BitMap
from sqlalchemy import Connection, select

from lms.caching import also
from lms.clock import now
from lms.db import db
from lms.workforce.dimensions import ALL, DIMENSIONS, NOT_STATED, Side
from lms.workforce.periods import Period, after, year_of
from lms.workforce.rollups.bitmaps import TOLD
from lms.workforce.rollups.models import Kind, Watermark
from lms.workforce.rollups.queries import NAME
from lms.workforce.rollups.store import News, Rated, Store, snapshots_in

CellKey = tuple[str, ...]
T = TypeVar("T")
REFRESH = 0.5
SETTLE = 30.0
REMEMBERED = 2000
MUEANG, INSIDE, OUTSIDE = "mueang", "in", "out"


@dataclass(frozen=True)
class Gain:
    """Sums over pairs of results, in percent; `below`: how many began under 100."""

    n: int
    pre: Decimal
    post: Decimal
    gain: Decimal
    square: Decimal
    below: int
    normalised: float


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
            ("people", kind, dims, period), lambda c: self._people(c, kind, dims, period)
        )

    def enrolments(
        self, kind: Kind, dims: tuple[str, ...], period: Period
    ) -> Mapping[CellKey, int]:
        """Enrolments in every cell: a person counts as often as they have one."""
        return self._once(
            ("enrolments", kind, dims, period),
            lambda c: {
                k: int(v) for k, v in self._sums(c, kind, dims, period, hours=False).items()
            },
        )

    def hours(self, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, Decimal]:
        """Credited hours of the completions in every cell."""
        return self._once(
            ("hours", Kind.COMPLETED, dims, period),
            lambda c: {
                k: Decimal(round(v)) / 100
                for k, v in self._sums(c, Kind.COMPLETED, dims, period, hours=True).items()
            },
        )

    def gains(self, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, Gain]:
        """Results before and after, of the post-tests of the period."""
        return self._once(
            ("gains", Kind.SCORED, dims, period), lambda c: self._gains(c, dims, period)
        )

    def employers(self, kind: Kind, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, int]:
        """Distinct employers of the people in every cell."""
        return self._once(
            ("employers", kind, dims, period),
            lambda c: self._people(c, kind, dims, period, of="employer"),
        )

    def ratings(self, dims: tuple[str, ...], period: Period) -> Mapping[CellKey, Rated]:
        """Answers to five-point questions; only dimensions of courses."""
        return self._once(("ratings", None, dims, period), lambda c: self._ratings(c, dims, period))

    def retention(
        self, where: tuple[tuple[str, str], ...], months: tuple[int, ...], most: int = 12
    ) -> Mapping[int, tuple[int, ...]]:
        """By the month in which people began: how many, and how many learned 1, 2 … months later."""
        key = ("retention", None, (where, months), most)
        return self._once(key, lambda c: self._retention(c, where, months, most))

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

    def _months(self, connection: Connection, kind: Kind, period: Period) -> list[int]:
        there = self.store.whole(connection, kind)
        return sorted(month for month in there if period.holds(month))

    def _people(
        self,
        connection: Connection,
        kind: Kind,
        dims: tuple[str, ...],
        period: Period,
        of: str = "",
    ) -> dict[CellKey, int]:
        months = self._months(connection, kind, period)
        personal, offered = _sides(dims)
        cells: dict[CellKey, int] = {}
        for names, groups in self._groups(connection, offered):
            if not names:
                whole = self.store.whole(connection, kind)
                sets: Iterable[tuple[CellKey, BitMap]] = [((), _union(whole[m] for m in months))]
            else:
                self.store.parts(connection, kind, months)
                sets = ((value, self._offered_to(kind, months, ids)) for value, ids in groups)
            for value, bitmap in sets:
                fixed = dict(zip(names, value, strict=True))
                for key, number in self._distinct(connection, bitmap, personal, of):
                    known = fixed | dict(zip(personal, key, strict=True))
                    cells[tuple(known.get(d, ALL) for d in dims)] = number
        return cells

    def _offered_to(self, kind: Kind, months: list[int], offerings: list[int]) -> BitMap:
        parts = [self.store.part(kind, month) for month in months]
        return _union(part[i] for part in parts for i in offerings if i in part)

    def _groups(
        self, connection: Connection, dims: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], list[tuple[CellKey, list[int]]]]]:
        """For every choice among the dimensions of courses: offerings by their values."""
        offered = self.store.offered(connection)
        for names in _subsets(dims):
            groups: dict[CellKey, list[int]] = {}
            if names:
                for one in offered.values():
                    for value in product(*(one.values[name] for name in names)):
                        groups.setdefault(value, []).append(one.id)
            yield names, sorted(groups.items())

    def _distinct(
        self, connection: Connection, bitmap: BitMap, dims: tuple[str, ...], of: str
    ) -> Iterator[tuple[CellKey, int]]:
        """Distinct people (or employers) over the dimensions of people, margins and all.

        Who stands once is counted in the finest cells, and those are added up; who stands several
        times is counted for every choice of dimensions, once in a cell.
        """
        numbers, ownerless = snapshots_in(bitmap)
        names, codes = self._coded(connection, dims, numbers)
        sizes = [len(n) for n in names]
        if of:
            who = self.store.codes(connection, of)[1][numbers]
            again, ownerless = np.flatnonzero(who), 0
            whole = np.zeros(sizes, dtype=np.int64)
        else:
            person, several = self.store.people(connection)
            who = person[numbers]
            repeated = _repeated(who, several[numbers], person.size)
            again = np.flatnonzero(repeated)
            key = _joint(codes, sizes, numbers.size)
            alone = key[~repeated] if again.size else key
            room = int(np.prod(sizes, dtype=np.int64))
            whole = np.bincount(alone, minlength=room).reshape(sizes)
        again = again[np.argsort(who[again], kind="stable")]
        who, codes = who[again], [code[again] for code in codes]
        first = np.flatnonzero(np.append(True, who[1:] != who[:-1])) if who.size else who
        longest = int(np.diff(np.append(first, who.size)).max()) if who.size else 0
        for chosen in _subsets(tuple(range(len(dims)))):
            rest = tuple(i for i in range(len(dims)) if i not in chosen)
            flat = np.atleast_1d(whole.sum(axis=rest)).ravel()
            if who.size:
                key = _joint([codes[i] for i in chosen], [sizes[i] for i in chosen], who.size)
                once = _once_each(who, key, longest, flat.size)
                flat = flat + np.bincount(once, minlength=flat.size)
            flat[0] += ownerless  # place 0: not stated in each
            places = np.flatnonzero(flat)
            found = dict(zip(places.tolist(), flat[places].tolist(), strict=True))
            yield from _named(found, chosen, [sizes[i] for i in chosen], names, len(dims))

    def _coded(
        self, connection: Connection, dims: tuple[str, ...], numbers: np.ndarray
    ) -> tuple[list[tuple[str, ...]], list[np.ndarray]]:
        names, codes = [], []
        for dimension in dims:
            if dimension == MUEANG:
                values, every = _mueang(*self.store.codes(connection, "district"))
            else:
                values, every = self.store.codes(connection, dimension)
            names.append(values)
            codes.append(every[numbers])
        return names, codes

    def _sums(
        self,
        connection: Connection,
        kind: Kind,
        dims: tuple[str, ...],
        period: Period,
        *,
        hours: bool,
    ) -> dict[CellKey, float]:
        """Enrolments, or the hundredths of hours that they credit."""
        months = self._months(connection, kind, period)
        self.store.parts(connection, kind, months)
        offered = self.store.offered(connection)
        personal, offering = _sides(dims)
        cells: dict[CellKey, float] = {}
        for names, groups in self._groups(connection, offering):
            for value, ids in groups or [((), list(offered))]:
                arrays, weights, ownerless = [], [], 0.0
                for i in ids:
                    numbers, gone = snapshots_in(self._offered_to(kind, months, [i]))
                    weight = float(offered[i].hours * 100) if hours else 1.0
                    ownerless += gone * weight
                    arrays.append(numbers)
                    weights.append(np.full(numbers.size, weight))
                fixed = dict(zip(names, value, strict=True))
                if not arrays:
                    continue
                joint = np.concatenate(arrays)
                sums = self._weighed(connection, joint, [np.concatenate(weights)], personal)
                for key, numbers_ in sums:
                    known = fixed | dict(zip(personal, key, strict=True))
                    cell = tuple(known.get(d, ALL) for d in dims)
                    cells[cell] = cells.get(cell, 0.0) + numbers_[0]
                if ownerless:
                    for key in product(*((ALL, NOT_STATED) for _ in personal)):
                        known = fixed | dict(zip(personal, key, strict=True))
                        cell = tuple(known.get(d, ALL) for d in dims)
                        cells[cell] = cells.get(cell, 0.0) + ownerless
        return {cell: n for cell, n in cells.items() if n}

    def _weighed(
        self,
        connection: Connection,
        numbers: np.ndarray,
        weights: list[np.ndarray],
        dims: tuple[str, ...],
    ) -> Iterator[tuple[CellKey, list[float]]]:
        """Sums of weights over the dimensions of people, margins and all."""
        names, codes = self._coded(connection, dims, numbers)
        for chosen in _subsets(tuple(range(len(dims)))):
            sizes = [len(names[i]) for i in chosen]
            key = _joint([codes[i] for i in chosen], sizes, numbers.size)
            room = int(np.prod(sizes, dtype=np.int64))
            places = np.flatnonzero(np.bincount(key, minlength=room))
            sums = [np.bincount(key, weights=w, minlength=room)[places] for w in weights]
            cells = _named(dict.fromkeys(places.tolist(), 1), chosen, sizes, names, len(dims))
            for at, (cell, _one) in enumerate(cells):
                yield cell, [float(s[at]) for s in sums]

    def _gains(
        self, connection: Connection, dims: tuple[str, ...], period: Period
    ) -> dict[CellKey, Gain]:
        months = self._months(connection, Kind.SCORED, period)
        by_offering: dict[int, list[np.ndarray]] = {}
        for offering, pairs in self.store.pairs(connection, months):
            by_offering.setdefault(offering, []).append(pairs)
        personal, offering_dims = _sides(dims)
        cells: dict[CellKey, Gain] = {}
        for names, groups in self._groups(connection, offering_dims):
            for value, ids in groups or [((), list(by_offering))]:
                arrays = [a for i in ids for a in by_offering.get(i, ())]
                joint = np.concatenate(arrays) if arrays else None
                if joint is None or not joint.size:
                    continue
                pre, post = joint["pre"].astype(np.int64), joint["post"].astype(np.int64)
                below = pre < 10_000
                rest = np.where(below, 10_000 - pre, 1)
                normalised = np.where(below, (post - pre) / rest, 0.0)
                weights = [np.ones(pre.size), pre, post, (post - pre) ** 2, below, normalised]
                fixed = dict(zip(names, value, strict=True))
                for key, s in self._weighed(connection, joint["snapshot"], weights, personal):
                    known = fixed | dict(zip(personal, key, strict=True))
                    cells[tuple(known.get(d, ALL) for d in dims)] = Gain(
                        n=round(s[0]),
                        pre=Decimal(round(s[1])) / 100,
                        post=Decimal(round(s[2])) / 100,
                        gain=Decimal(round(s[2]) - round(s[1])) / 100,
                        square=Decimal(round(s[3])) / 10_000,
                        below=round(s[4]),
                        normalised=s[5],
                    )
        return cells

    def _ratings(
        self, connection: Connection, dims: tuple[str, ...], period: Period
    ) -> dict[CellKey, Rated]:
        newest = {o.run_id: o for _id, o in sorted(self.store.offered(connection).items())}
        cells: dict[CellKey, list[Rated]] = {}
        for (run_id, month), rated in self.store.ratings(connection).items():
            if not period.holds(month) or run_id not in newest:
                continue
            one = newest[run_id]
            for cell in product(*((ALL, *one.values[name]) for name in dims)):
                cells.setdefault(cell, []).append(rated)
        return {cell: reduce(add, parts) for cell, parts in cells.items()}

    def _retention(
        self,
        connection: Connection,
        where: tuple[tuple[str, str], ...],
        months: tuple[int, ...],
        most: int,
    ) -> dict[int, tuple[int, ...]]:
        active = sorted(self.store.whole(connection, Kind.ACTIVE))
        person, _several = self.store.people(connection)
        learned = {month: person[self._filtered(connection, month, where)] for month in active}
        seen = np.zeros(person.size, dtype=bool)
        began: dict[int, np.ndarray] = {}
        for month, people in learned.items():
            began[month] = np.unique(people[~seen[people]])
            seen[people] = True
        flags: dict[int, np.ndarray] = {}
        found = {}
        for month in months:
            people = began.get(month)
            if people is None or not people.size:
                continue
            row = [int(people.size)]
            for later in (after(month, n) for n in range(1, most + 1)):
                if later > active[-1]:
                    break
                if later not in flags:
                    flags[later] = np.zeros(person.size, dtype=bool)
                    flags[later][learned.get(later, np.zeros(0, dtype=np.uint32))] = True
                row.append(int(flags[later][people].sum()))
            found[month] = tuple(row)
        return found

    def _filtered(
        self, connection: Connection, month: int, where: tuple[tuple[str, str], ...]
    ) -> np.ndarray:
        """The snapshots that learned in a month and fit the filters."""
        asked = {n: v for n, v in where if DIMENSIONS[n].side is Side.COURSE}
        if asked:
            self.store.parts(connection, Kind.ACTIVE, [month])
            fitting = [
                o.id
                for o in self.store.offered(connection).values()
                if all(value in o.values[name] for name, value in asked.items())
            ]
            bitmap = self._offered_to(Kind.ACTIVE, [month], fitting)
        else:
            bitmap = self.store.whole(connection, Kind.ACTIVE)[month]
        numbers, _ownerless = snapshots_in(bitmap)
        for name, value in where:
            if name not in asked:
                names, codes = self.store.codes(connection, name)
                if value not in names:
                    return numbers[:0]
                numbers = numbers[codes[numbers] == names.index(value)]
        return numbers


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


def _sides(dims: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dimensions of people, and dimensions of courses."""
    personal = tuple(d for d in dims if d == MUEANG or DIMENSIONS[d].side is Side.PERSON)
    return personal, tuple(d for d in dims if d not in personal)


def _subsets(items: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    for size in range(len(items) + 1):
        yield from combinations(items, size)


def _union(parts: Iterable[BitMap]) -> BitMap:
    listed = list(parts)
    return BitMap.union(*listed) if listed else BitMap()


def _repeated(who: np.ndarray, several: np.ndarray, top: int) -> np.ndarray:
    """Where a person stands more than once."""
    again = np.zeros(who.size, dtype=bool)
    at = np.flatnonzero(several)
    if not at.size:
        return again
    people = who[at]
    if at.size * 8 > top:
        again[at] = np.bincount(people, minlength=top)[people] > 1
        return again
    order = np.argsort(people, kind="stable")
    same = np.diff(people[order]) == 0
    again[at[order]] = np.append(same, False) | np.append(False, same)
    return again


def _once_each(who: np.ndarray, key: np.ndarray, longest: int, room: int) -> np.ndarray:
    """The keys, each once for everybody; `who` is sorted, and nobody stands more than `longest`."""
    if longest > 30:
        return np.unique(who.astype(np.int64) * room + key) % room
    seen = np.zeros(who.size, dtype=bool)
    for step in range(1, longest):
        seen[step:] |= (who[step:] == who[:-step]) & (key[step:] == key[:-step])
    return key[~seen]


def _joint(codes: list[np.ndarray], sizes: list[int], length: int) -> np.ndarray:
    """One number for the values of several dimensions."""
    if not codes:
        return np.zeros(length, dtype=np.int64)
    key = codes[0].astype(np.int64)
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        key *= size
        key += code
    return key


def _named(
    total: Mapping[int, int],
    chosen: tuple[int, ...],
    sizes: list[int],
    names: list[tuple[str, ...]],
    length: int,
) -> Iterator[tuple[CellKey, int]]:
    for place, n in total.items():
        cell, rest = [ALL] * length, place
        for i, size in reversed(list(zip(chosen, sizes, strict=True))):
            rest, code = divmod(rest, size)
            cell[i] = names[i][code]
        if n:
            yield tuple(cell), n


def _mueang(names: tuple[str, ...], codes: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """Whether a district is its province's Mueang district; nobody in Bangkok lives outside of one."""
    kinds = [0, *(1 if n.endswith("01") or n.startswith("10") else 2 for n in names[1:])]
    return (NOT_STATED, INSIDE, OUTSIDE), np.array(kinds, dtype=np.uint32)[codes]
