"""Who something happened to in a period, by what the courses offered: out of the bitmaps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from lms.workforce.grid import CellKey
from lms.workforce.periods import Period, PeriodKind, year_of
from lms.workforce.rollups.arrays import bitmap_of, bytes_of, longest_run, union
from lms.workforce.rollups.models import OWNERLESS, Kind
from lms.workforce.rollups.offered import Offered
from lms.workforce.rollups.store import Moment, Store, array_of

OFFERING = "offering"
REAL = BitMap(range(OWNERLESS))  # numbers of snapshots
Ids = NDArray[np.uint32]


@dataclass(frozen=True)
class Sets:
    """Snapshots by group: one for each choice of values of some dimensions of courses."""

    of: Mapping[CellKey, BitMap]

    @cached_property
    def nbytes(self) -> int:
        return sum(bytes_of(bitmap) for bitmap in self.of.values())


@dataclass(frozen=True)
class Rows:
    """The snapshots of every group: `once` of whoever stands in it once, `again` of the others.

    `again` is in the order of (group, who), and nobody stands in a group more than `longest` times.
    """

    groups: tuple[CellKey, ...]
    ownerless: NDArray[np.int64]
    once: list[BitMap]
    again: Ids
    again_group: Ids
    who: NDArray[np.int64]
    longest: int
    asked: tuple[Kind, tuple[str, ...], Period]

    @cached_property
    def size(self) -> int:
        """How many stand in a group once."""
        return sum(len(bitmap) for bitmap in self.once)

    @property
    def nbytes(self) -> int:
        arrays = (self.again, self.again_group, self.who)
        once = sum(bytes_of(bitmap) for bitmap in self.once)
        return once + sum(array.nbytes for array in arrays)

    @property
    def snapshots(self) -> tuple[Ids, Ids]:
        """`once` as arrays: snapshots and their groups."""
        return _joined(self.once)


def rows(
    store: Store,
    moment: Moment,
    kind: Kind,
    period: Period,
    names: tuple[str, ...],
    of: str = "",
) -> Rows:
    """Grouped by dimensions of courses; `of` employer: employers stand once instead of people."""
    key = ("rows", kind, (*names, of), period)
    return store.kept.get(key, lambda: _rows(store, moment, kind, period, names, of))


def _rows(
    store: Store, moment: Moment, kind: Kind, period: Period, names: tuple[str, ...], of: str
) -> Rows:
    found = sets(store, moment, kind, period, names).of
    ownerless = [len(bitmap) - bitmap.rank(OWNERLESS - 1) for bitmap in found.values()]
    real = [
        bitmap & REAL if gone else bitmap
        for bitmap, gone in zip(found.values(), ownerless, strict=True)
    ]
    if of:
        owner = store.codes(moment, of)[1]
        some, ownerless = union(store.values(moment).get(of, {}).values()), [0] * len(real)
    else:
        owner, some = store.several(moment)
    parts = [_of_owners(bitmap & some, owner, every=bool(of)) for bitmap in real]
    again = [snapshot for snapshot, _who in parts]
    if of:
        once = [BitMap()] * len(real)
    else:
        once = [b - bitmap_of(a) if a.size else b for b, a in zip(real, again, strict=True)]
    room = int(owner.max(initial=0)) + 1
    who = [n * room + who.astype(np.int64) for n, (_snapshot, who) in enumerate(parts)]
    whose = np.concatenate([np.zeros(0, np.int64), *who])
    return Rows(
        tuple(found),
        np.array(ownerless, dtype=np.int64),
        once,
        np.concatenate([np.zeros(0, np.uint32), *again]),
        np.repeat(np.arange(len(real), dtype=np.uint32), [each.size for each in again]),
        whose,
        longest_run(whose),
        (kind, (*names, of), period),
    )


def _of_owners(some: BitMap, owner: np.ndarray, *, every: bool) -> tuple[Ids, np.ndarray]:
    """Snapshots with their owners, in the order of these; not `every`: of who is there again."""
    snapshot = array_of(some)
    whose = owner[snapshot]
    if not every:
        often = (np.bincount(whose) > 1)[whose]
        snapshot, whose = snapshot[often], whose[often]
    order = np.argsort(whose, kind="stable")
    return snapshot[order], whose[order]


def sets(store: Store, moment: Moment, kind: Kind, period: Period, names: tuple[str, ...]) -> Sets:
    """What is stored by month and offering, put together: always, out of its years."""
    key = ("sets", kind, names, period)
    return store.kept.get(key, lambda: _sets(store, moment, kind, period, names))


def _sets(store: Store, moment: Moment, kind: Kind, period: Period, names: tuple[str, ...]) -> Sets:
    months = months_of(store, moment, kind, period)
    if period.kind is PeriodKind.ALWAYS:
        years = [Period.of_year(year) for year in sorted({year_of(month) for month in months})]
        parts = [sets(store, moment, kind, year, names).of for year in years]
        groups = sorted({group for part in parts for group in part})
        return Sets({g: union(part[g] for part in parts if g in part) for g in groups})
    if not names:
        whole = store.whole(moment, kind)
        return Sets({(): union(whole[month] for month in months)})
    store.parts(moment, kind, months)
    by_group = store.kept.get(
        ("grouped", None, names, None), lambda: grouped(store.offered(moment), names)
    )
    found = {group: offered_to(store, kind, months, ids) for group, ids in by_group.items()}
    return Sets({group: bitmap for group, bitmap in found.items() if bitmap})


def _joined(bitmaps: list[BitMap]) -> tuple[Ids, Ids]:
    """The numbers in the bitmaps, and in which one each is."""
    arrays = [array_of(bitmap) for bitmap in bitmaps]
    places = np.arange(len(arrays), dtype=np.uint32)
    numbers = np.concatenate([np.zeros(0, np.uint32), *arrays])
    return numbers, np.repeat(places, [array.size for array in arrays])


def months_of(store: Store, moment: Moment, kind: Kind, period: Period) -> list[int]:
    there = store.whole(moment, kind)
    return sorted(month for month in there if period.holds(month))


def offered_to(store: Store, kind: Kind, months: list[int], offerings: list[int]) -> BitMap:
    parts = [store.part(kind, month) for month in months]
    return union(part[i] for part in parts for i in offerings if i in part)


def grouped(offered: dict[int, Offered], names: tuple[str, ...]) -> dict[CellKey, list[int]]:
    """Offerings by their values; those with several stand under each."""
    groups: dict[CellKey, list[int]] = {}
    for one in offered.values():
        for value in values_of(one, names):
            groups.setdefault(value, []).append(one.id)
    return dict(sorted(groups.items()))


def values_of(one: Offered, names: tuple[str, ...]) -> Iterator[CellKey]:
    if names == (OFFERING,):
        return iter([(str(one.id),)])
    return product(*(one.values[name] for name in names))
