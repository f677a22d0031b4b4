"""Who something happened to in a period, by what the courses offered: out of the bitmaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from lms.workforce.grid import CellKey
from lms.workforce.periods import Period
from lms.workforce.rollups.arrays import longest_run, repeated, union
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.store import Moment, Offered, Store, snapshots_in

OFFERING = "offering"
Ids = NDArray[np.uint32]


@dataclass(frozen=True)
class Rows:
    """The snapshots of every group; `again` those of whoever may stand in a group several times.

    A group has the values `groups` over some dimensions of courses. `again` is in the order of
    (group, who), and nobody stands in one more than `longest` times.
    """

    groups: tuple[CellKey, ...]
    ownerless: NDArray[np.int64]
    snapshot: Ids
    group: Ids
    again: Ids
    again_group: Ids
    who: NDArray[np.int64]
    longest: int

    @property
    def nbytes(self) -> int:
        arrays = (self.snapshot, self.group, self.again, self.again_group, self.who)
        return sum(array.nbytes for array in arrays)


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
    return store.kept.get(key, lambda: read(store, moment, kind, period, names, of))


def read(
    store: Store,
    moment: Moment,
    kind: Kind,
    period: Period,
    names: tuple[str, ...],
    of: str = "",
) -> Rows:
    months = months_of(store, moment, kind, period)
    if names:
        store.parts(moment, kind, months)
        groups = grouped(store.offered(moment), names)
        sets = [offered_to(store, kind, months, ids) for ids in groups.values()]
    else:
        whole = store.whole(moment, kind)
        groups, sets = {(): []}, [union(whole[month] for month in months)]
    parts = [snapshots_in(bitmap) for bitmap in sets]
    snapshot = np.concatenate([np.zeros(0, np.uint32), *(numbers for numbers, _gone in parts)])
    group = np.repeat(np.arange(len(parts), dtype=np.uint32), [n.size for n, _gone in parts])
    if of:
        person = store.codes(moment, of)[1]
        some = np.flatnonzero(person[snapshot])
    else:
        person, several = store.people(moment)
        some = np.flatnonzero(several[snapshot])
    who = group[some].astype(np.int64) * person.size + person[snapshot[some]]
    order = np.argsort(who, kind="stable")
    some, who = some[order], who[order]
    if not of:
        often = repeated(who)
        some, who = some[often], who[often]
    single = np.full(snapshot.size, not of)
    single[some] = False
    return Rows(
        tuple(groups),
        np.array([0 if of else gone for _numbers, gone in parts], dtype=np.int64),
        snapshot[single],
        group[single],
        snapshot[some],
        group[some],
        who,
        longest_run(who),
    )


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
