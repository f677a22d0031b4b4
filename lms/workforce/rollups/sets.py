"""Who something happened to in a period, by what the courses offered: bitmaps by group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from pyroaring import BitMap

from lms.workforce.grid import CellKey
from lms.workforce.periods import Period, PeriodKind, year_of
from lms.workforce.rollups.arrays import bitmap_of, bytes_of, union
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.offered import Offered
from lms.workforce.rollups.store import Moment, Store, array_of

OFFERING = "offering"


@dataclass(frozen=True)
class Sets:
    """Snapshots, or people, by group: one for each choice of values of some dimensions of courses."""

    of: Mapping[CellKey, BitMap]

    @cached_property
    def nbytes(self) -> int:
        return sum(bytes_of(bitmap) for bitmap in self.of.values())


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
    by_group = _by_group(store, moment, names)
    found = {group: offered_to(store, kind, months, ids) for group, ids in by_group.items()}
    return Sets({group: bitmap for group, bitmap in found.items() if bitmap})


def people_sets(
    store: Store, moment: Moment, kind: Kind, period: Period, names: tuple[str, ...]
) -> Sets:
    """People in place of snapshots, each as the first of theirs: once in a group."""
    if not names:
        return _people_sets(store, moment, kind, period, ())
    offered = _people_sets(store, moment, kind, period, (OFFERING,)).of
    each = {int(offering): bitmap for (offering,), bitmap in offered.items()}
    found = {
        group: union(each[i] for i in ids if i in each)
        for group, ids in _by_group(store, moment, names).items()
    }
    return Sets({group: bitmap for group, bitmap in found.items() if bitmap})


def _people_sets(
    store: Store, moment: Moment, kind: Kind, period: Period, names: tuple[str, ...]
) -> Sets:
    def find() -> Sets:
        found = sets(store, moment, kind, period, names).of
        person, later = store.people(moment)[0], store.later(moment)
        return Sets({group: _firsts(bitmap, person, later) for group, bitmap in found.items()})

    return store.kept.get(("people sets", kind, names, period), find)


def _firsts(bitmap: BitMap, person: np.ndarray, later: BitMap) -> BitMap:
    again = bitmap & later
    return (bitmap - again) | bitmap_of(person[array_of(again)])


def months_of(store: Store, moment: Moment, kind: Kind, period: Period) -> list[int]:
    there = store.whole(moment, kind)
    return sorted(month for month in there if period.holds(month))


def offered_to(store: Store, kind: Kind, months: list[int], offerings: list[int]) -> BitMap:
    parts = [store.part(kind, month) for month in months]
    return union(part[i] for part in parts for i in offerings if i in part)


def _by_group(store: Store, moment: Moment, names: tuple[str, ...]) -> dict[CellKey, list[int]]:
    key = ("grouped", None, names, None)
    return store.kept.get(key, lambda: grouped(store.offered(moment), names))


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
