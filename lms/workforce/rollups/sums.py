"""Sums in every cell: enrolments, hours, results before and after, answers of surveys."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from lms.workforce.grid import Grid, subsets
from lms.workforce.periods import Period
from lms.workforce.rollups import bitmaps
from lms.workforce.rollups.arrays import joint, with_margins
from lms.workforce.rollups.cells import Axes, add_ownerless
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.rows import OFFERING, months_of, rows, values_of
from lms.workforce.rollups.store import Moment, Rated, Store

FULL = 10_000


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
    """Things to add up: the snapshot of each, and the place of its offering in `offerings`.

    An entry has as many parts as `weights` makes arrays; `ownerless` is of shape (offerings, parts).
    """

    offerings: list[int]
    offering: np.ndarray
    snapshot: np.ndarray
    ownerless: np.ndarray
    weights: Callable[[], list[np.ndarray]]
    nbytes: int

    @cached_property
    def by_offering(self) -> "Entries":
        """One entry for each offering: enough where people are not told apart."""
        size = len(self.offerings)
        sums = [np.bincount(self.offering, weights=w, minlength=size) for w in self.weights()]
        place = np.arange(size)
        return Entries(self.offerings, place, place, self.ownerless, lambda: sums, 0)


def enrolments(
    store: Store, moment: Moment, kind: Kind, dims: tuple[str, ...], period: Period
) -> Grid[int]:
    """How often something happened."""
    entries = _happened(store, moment, kind, period)
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
        gone = found.ownerless.astype(np.float64)
        return Entries(
            ids,
            offering,
            np.concatenate([snapshot, found.again]),
            np.stack([gone, gone * worth], axis=1),
            lambda: [np.ones(offering.size), worth[offering]],
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
            lambda: _weights(pre, post),
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
    weights, parts = entries.weights(), entries.ownerless.shape[1]
    array = axes.empty(np.float64, parts)
    offered = store.offered(moment)
    codes = axes.codes(entries.snapshot)
    for chosen in subsets(axes.offered):
        values = [list(values_of(offered[i], chosen)) for i in entries.offerings]
        groups = sorted({value for each in values for value in each})
        if not groups:
            continue
        place = {value: n for n, value in enumerate(groups)}
        shape = [len(groups), *axes.sizes]
        sums = np.zeros([*shape, parts])
        ownerless = np.zeros([len(groups), parts])
        for nth in range(max(len(each) for each in values)):
            group_of = np.array([place[v[nth]] if nth < len(v) else -1 for v in values])
            group = group_of[entries.offering]
            there = np.flatnonzero(group >= 0) if nth else slice(None)
            key = joint([group[there], *(code[there] for code in codes)], shape)
            for part, weight in enumerate(weights):
                flat = np.bincount(key, weights=weight[there], minlength=sums[..., part].size)
                sums[..., part] += flat.reshape(shape)
            np.add.at(ownerless, group_of[group_of >= 0], entries.ownerless[group_of >= 0])
        sums = with_margins(sums, range(1, len(shape)))
        add_ownerless(sums, ownerless, len(codes))
        axes.put(array, chosen, tuple(groups), sums)
    return axes.names, array


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
    offering = np.array([place[o] for o, _sums in rated], dtype=np.int64)
    parts = np.array([sums for _o, sums in rated], dtype=np.float64).reshape(-1, 4)
    weights = list(parts.T)
    entries = Entries(ids, offering, offering, np.zeros((len(ids), 4)), lambda: weights, 0)
    names, array = _summed(store, moment, dims, entries)
    return Grid(dims, names, np.rint(array).astype(np.int64), lambda sums: Rated(*sums.tolist()))
