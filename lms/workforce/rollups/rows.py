"""Who something happened to in a period, by what the courses offered: out of the bitmaps."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from lms.workforce.grid import CellKey
from lms.workforce.periods import Period
from lms.workforce.rollups.arrays import bitmap_of, bytes_of, longest_run, union
from lms.workforce.rollups.models import OWNERLESS, Kind
from lms.workforce.rollups.sets import sets
from lms.workforce.rollups.store import Moment, Store, array_of

REAL = BitMap(range(OWNERLESS))  # numbers of snapshots
Ids = NDArray[np.uint32]


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


def _joined(bitmaps: list[BitMap]) -> tuple[Ids, Ids]:
    """The numbers in the bitmaps, and in which one each is."""
    arrays = [array_of(bitmap) for bitmap in bitmaps]
    places = np.arange(len(arrays), dtype=np.uint32)
    numbers = np.concatenate([np.zeros(0, np.uint32), *arrays])
    return numbers, np.repeat(places, [array.size for array in arrays])
