"""Sums in every cell: enrolments, hours, results before and after, answers of surveys."""

from dataclasses import dataclass
from decimal import Decimal

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
    """One thing to add up each: its snapshot, the place of its offering in `offerings`.

    `weights` has an array for each part of an entry; `ownerless` is of shape (offerings, parts).
    """

    offerings: list[int]
    snapshot: np.ndarray
    offering: np.ndarray
    weights: list[np.ndarray]
    ownerless: np.ndarray


def enrolments(
    store: Store, moment: Moment, kind: Kind, dims: tuple[str, ...], period: Period
) -> Grid[int]:
    """How often something happened."""
    entries = _entries(store, moment, kind, period, hours=False)
    names, array = _summed(store, moment, dims, entries)
    return Grid(dims, names, np.rint(array[..., 0]).astype(np.int64), int)


def hours(store: Store, moment: Moment, dims: tuple[str, ...], period: Period) -> Grid[Decimal]:
    """Credited hours of the completions."""
    entries = _entries(store, moment, Kind.COMPLETED, period, hours=True)
    names, array = _summed(store, moment, dims, entries)
    hundredths = np.rint(array[..., 0]).astype(np.int64)
    return Grid(dims, names, hundredths, lambda n: Decimal(int(n)) / 100)


def _entries(store: Store, moment: Moment, kind: Kind, period: Period, *, hours: bool) -> Entries:
    found = rows(store, moment, kind, period, (OFFERING,))
    offered = store.offered(moment)
    ids = [int(group[0]) for group in found.groups]
    worth = np.array([float(offered[i].hours * 100) if hours else 1.0 for i in ids])
    offering = np.concatenate([found.group, found.again_group])
    return Entries(
        ids,
        np.concatenate([found.snapshot, found.again]),
        offering,
        [worth[offering]],
        (found.ownerless * worth)[:, None],
    )


def _summed(
    store: Store, moment: Moment, dims: tuple[str, ...], entries: Entries
) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """The names of the axes, and the sums; their parts along the last axis."""
    axes = Axes(store, moment, dims)
    parts = len(entries.weights)
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
            for part, weights in enumerate(entries.weights):
                flat = np.bincount(key, weights=weights[there], minlength=sums[..., part].size)
                sums[..., part] += flat.reshape(shape)
            np.add.at(ownerless, group_of[group_of >= 0], entries.ownerless[group_of >= 0])
        sums = with_margins(sums, range(1, len(shape)))
        add_ownerless(sums, ownerless, len(codes))
        axes.put(array, chosen, tuple(groups), sums)
    return axes.names, array


def gains(store: Store, moment: Moment, dims: tuple[str, ...], period: Period) -> Grid[Gain]:
    """Over the enrolments with a result before and after."""
    pairs = store.kept.get(
        ("pairs", Kind.SCORED, (), period), lambda: _pairs(store, moment, period)
    )
    pre, post = pairs.pre.astype(np.int64), pairs.post.astype(np.int64)
    below = pre < FULL
    normalised = np.where(below, (post - pre) / np.where(below, FULL - pre, 1), 0.0)
    weights = [np.ones(pre.size), pre, post, (post - pre) ** 2, below, normalised]
    ownerless = np.zeros((len(pairs.offerings), len(weights)))
    entries = Entries(pairs.offerings, pairs.snapshot, pairs.offering, weights, ownerless)
    return Grid(dims, *_summed(store, moment, dims, entries), Gain.of)


@dataclass(frozen=True)
class Pairs:
    """Results before and after in hundredths of a percent, each with the place of its offering."""

    offerings: list[int]
    offering: np.ndarray
    snapshot: np.ndarray
    pre: np.ndarray
    post: np.ndarray

    @property
    def nbytes(self) -> int:
        return sum(a.nbytes for a in (self.offering, self.snapshot, self.pre, self.post))


def _pairs(store: Store, moment: Moment, period: Period) -> Pairs:
    months = months_of(store, moment, Kind.SCORED, period)
    found = [(offering, pairs) for offering, pairs in store.pairs(moment, months) if pairs.size]
    ids = sorted({offering for offering, _pairs in found})
    place = {offering: n for n, offering in enumerate(ids)}
    joined = np.concatenate([np.zeros(0, dtype=bitmaps.PAIR), *(pairs for _o, pairs in found)])
    return Pairs(
        ids,
        np.repeat(
            np.array([place[offering] for offering, _pairs in found], dtype=np.uint32),
            [pairs.size for _offering, pairs in found],
        ),
        *(joined[name].copy() for name in ("snapshot", "pre", "post")),
    )


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
    entries = Entries(ids, offering, offering, list(parts.T), np.zeros((len(ids), 4)))
    names, array = _summed(store, moment, dims, entries)
    return Grid(dims, names, np.rint(array).astype(np.int64), lambda sums: Rated(*sums.tolist()))
