"""Sums in every cell: enrolments, hours, results before and after, answers of surveys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import prod
from operator import itemgetter

import numpy as np

from lms.workforce.grid import CellKey, Grid, subsets
from lms.workforce.periods import Period
from lms.workforce.rollups import bitmaps
from lms.workforce.rollups.arrays import with_margins
from lms.workforce.rollups.cells import Axes, add_ownerless
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.offered import Offered
from lms.workforce.rollups.rows import rows
from lms.workforce.rollups.sets import OFFERING, months_of, values_of
from lms.workforce.rollups.store import Moment, Rated, Store

FULL = 10_000
AT_ONCE = 4_000_000  # sums
CHUNK = 100_000  # entries: they stay near the processor


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

    @classmethod
    def of(cls, sums: np.ndarray) -> "Gain":
        n, pre, post, square, below, normalised = (float(part) for part in sums)
        return cls(
            n=round(n),
            pre=Decimal(round(pre)) / 100,
            post=Decimal(round(post)) / 100,
            gain=Decimal(round(post) - round(pre)) / 100,
            square=Decimal(round(square)) / 10_000,
            below=round(below),
            normalised=normalised,
        )


@dataclass(frozen=True)
class Entries:
    """Things to add up: the snapshot of each, and in order the place of its offering.

    `weights` tells the parts of some of them; `ownerless` is of shape (offerings, parts).
    """

    offerings: list[int]
    offering: np.ndarray
    snapshot: np.ndarray
    ownerless: np.ndarray
    weights: Callable[[slice], list[np.ndarray]]
    nbytes: int

    @property
    def counted(self) -> "Entries":
        """Only their first part: one each."""
        return replace(
            self,
            ownerless=self.ownerless[:, :1],
            weights=lambda some: [np.ones(self.offering[some].size)],
        )

    @cached_property
    def by_offering(self) -> "Entries":
        """One entry for each offering: enough where people are not told apart."""
        sums = np.zeros(self.ownerless.shape)
        for first, block in _by_offering(self):
            sums[first : first + len(block)] = block[:, 0]
        place = np.arange(len(self.offerings))
        return Entries(
            self.offerings, place, place, self.ownerless, lambda some: list(sums[some].T), 0
        )


def enrolments(
    store: Store, moment: Moment, kind: Kind, dims: tuple[str, ...], period: Period
) -> Grid[int]:
    """How often something happened."""
    entries = _happened(store, moment, kind, period).counted
    names, array = _summed(store, moment, dims, entries)
    return Grid(dims, names, np.rint(array[..., 0]).astype(np.int64), int)


def pairs(store: Store, moment: Moment, dims: tuple[str, ...], period: Period) -> Grid[int]:
    """How many enrolments have a result before and after."""
    entries = _results(store, moment, period).counted
    names, array = _summed(store, moment, dims, entries)
    return Grid(dims, names, np.rint(array[..., 0]).astype(np.int64), int)


def hours(store: Store, moment: Moment, dims: tuple[str, ...], period: Period) -> Grid[Decimal]:
    """Credited hours of the completions."""
    entries = _happened(store, moment, Kind.COMPLETED, period)
    names, array = _summed(store, moment, dims, entries)
    hundredths = np.rint(array[..., 1]).astype(np.int64)
    return Grid(dims, names, hundredths, lambda n: Decimal(int(n)) / 100)


def _happened(store: Store, moment: Moment, kind: Kind, period: Period) -> Entries:
    """Its parts: one, and the hundredths of hours that a completion credits."""

    def read() -> Entries:
        found = rows(store, moment, kind, period, (OFFERING,))
        offered = store.offered(moment)
        ids = [int(group[0]) for group in found.groups]
        worth = np.array([float(offered[i].hours * 100) for i in ids])
        snapshot, group = found.snapshots
        offering = np.concatenate([group, found.again_group])
        order = np.argsort(offering, kind="stable")
        offering = offering[order]
        gone = found.ownerless.astype(np.float64)
        return Entries(
            ids,
            offering,
            np.concatenate([snapshot, found.again])[order],
            np.stack([gone, gone * worth], axis=1),
            lambda some: [np.ones(offering[some].size), worth[offering[some]]],
            8 * offering.size,
        )

    return store.kept.get(("happened", kind, (), period), read)


def gains(store: Store, moment: Moment, dims: tuple[str, ...], period: Period) -> Grid[Gain]:
    """Over the enrolments with a result before and after."""
    entries = _results(store, moment, period)
    return Grid(dims, *_summed(store, moment, dims, entries), Gain.of)


def _results(store: Store, moment: Moment, period: Period) -> Entries:
    """Its parts: one, before, after, the square of the gain, below 100, the normalised gain."""

    def read() -> Entries:
        months = months_of(store, moment, Kind.SCORED, period)
        found = [(i, pairs) for i, pairs in store.pairs(moment, months) if pairs.size]
        found.sort(key=itemgetter(0))
        ids = sorted({i for i, _pairs in found})
        place = {i: n for n, i in enumerate(ids)}
        joined = np.concatenate([np.zeros(0, dtype=bitmaps.PAIR), *(pairs for _i, pairs in found)])
        snapshot, pre, post = (joined[name].copy() for name in ("snapshot", "pre", "post"))
        places = np.array([place[i] for i, _pairs in found], dtype=np.uint32)
        return Entries(
            ids,
            np.repeat(places, [pairs.size for _i, pairs in found]),
            snapshot,
            np.zeros((len(ids), 6)),
            lambda some: _weights(pre[some], post[some]),
            12 * snapshot.size,
        )

    return store.kept.get(("results", Kind.SCORED, (), period), read)


def _weights(before: np.ndarray, after: np.ndarray) -> list[np.ndarray]:
    pre, post = before.astype(np.float64), after.astype(np.float64)
    below = (pre < FULL).astype(np.float64)
    gain = post - pre
    normalised = np.where(below, gain / np.where(below, FULL - pre, 1), 0.0)
    return [np.ones(pre.size), pre, post, gain**2, below, normalised]


def _summed(
    store: Store, moment: Moment, dims: tuple[str, ...], entries: Entries
) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """The names of the axes, and the sums; their parts along the last axis."""
    axes = Axes(store, moment, dims)
    if not axes.personal:
        entries = entries.by_offering
    parts = entries.ownerless.shape[1]
    array = axes.empty(np.float64, parts)
    offered = store.offered(moment)
    every = [offered[i] for i in entries.offerings]
    grouping = [_Grouping.of(every, chosen) for chosen in subsets(axes.offered)]
    shapes = [len(each.groups) for each in grouping]
    sums = [np.zeros([size, prod(axes.sizes), parts]) for size in shapes]
    for first, block in _by_offering(entries, axes):
        for each, into in zip(grouping, sums, strict=True):
            each.add(into, first, block)
    for each, summed in zip(grouping, sums, strict=True):
        if each.groups:
            inner = summed.reshape([len(each.groups), *axes.sizes, parts])
            whole = with_margins(inner, range(1, 1 + len(axes.sizes)))
            ownerless = np.zeros([len(each.groups), parts])
            each.add(ownerless, 0, entries.ownerless)
            add_ownerless(whole, ownerless, len(axes.sizes))
            axes.put(array, each.chosen, each.groups, whole)
    return axes.names, array


@dataclass(frozen=True)
class _Grouping:
    """Offerings by their values of some dimensions; one that has several is in several groups."""

    chosen: tuple[str, ...]
    groups: tuple[CellKey, ...]
    pairs: np.ndarray

    @classmethod
    def of(cls, every: list[Offered], chosen: tuple[str, ...]) -> "_Grouping":
        values = [list(values_of(one, chosen)) for one in every]
        groups = tuple(sorted({value for each in values for value in each}))
        place = {value: n for n, value in enumerate(groups)}
        pairs = [(n, place[value]) for n, each in enumerate(values) for value in each]
        return cls(chosen, groups, np.array(pairs, dtype=np.int64).reshape(-1, 2))

    def add(self, into: np.ndarray, first: int, block: np.ndarray) -> None:
        """The sums of offerings, `first` and those after it, to those of their groups."""
        place, group = self.pairs.T
        here = (place >= first) & (place < first + len(block))
        np.add.at(into, group[here], block[place[here] - first])


def _by_offering(entries: Entries, axes: Axes | None = None) -> Iterator[tuple[int, np.ndarray]]:
    """Sums of shape (offerings, cells of people, parts), some offerings at a time."""
    cells, parts = prod(axes.sizes) if axes else 1, entries.ownerless.shape[1]
    cell = axes.cell(axes.personal) if axes and axes.personal else None
    step, size = max(1, AT_ONCE // (cells * parts)), len(entries.offerings)
    begin = np.searchsorted(entries.offering, np.arange(size + 1))
    for first in range(0, size, step):
        last = min(first + step, size)
        sums = np.zeros((parts, (last - first) * cells))
        for start in range(begin[first], begin[last], CHUNK):
            some = slice(start, min(start + CHUNK, begin[last]))
            key = entries.offering[some].astype(np.int64) - first
            if cell is not None:
                key *= cells
                key += cell[entries.snapshot[some]]
            for nth, weight in enumerate(entries.weights(some)):
                sums[nth] += np.bincount(key, weights=weight, minlength=sums[nth].size)
        yield first, sums.T.reshape(last - first, cells, parts)


def ratings(store: Store, moment: Moment, dims: tuple[str, ...], period: Period) -> Grid[Rated]:
    """Answers to five-point questions: only dimensions of courses."""
    newest = {o.run_id: o.id for _id, o in sorted(store.offered(moment).items())}
    rated = [
        (newest[run_id], sums.sums)
        for (run_id, month), sums in store.ratings(moment).items()
        if period.holds(month) and run_id in newest
    ]
    ids = sorted({offering for offering, _sums in rated})
    place = {offering: n for n, offering in enumerate(ids)}
    rated.sort(key=itemgetter(0))
    offering = np.array([place[o] for o, _sums in rated], dtype=np.int64)
    parts = np.array([sums for _o, sums in rated], dtype=np.float64).reshape(-1, 4)
    entries = Entries(
        ids, offering, offering, np.zeros((len(ids), 4)), lambda some: list(parts[some].T), 0
    )
    names, array = _summed(store, moment, dims, entries)
    return Grid(dims, names, np.rint(array).astype(np.int64), lambda sums: Rated(*sums.tolist()))
