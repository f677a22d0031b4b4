"""Sums in every cell: enrolments, hours, results before and after, answers of surveys."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
from sqlalchemy import Connection

from lms.workforce.dimensions import ALL
from lms.workforce.grid import Grid, subsets
from lms.workforce.periods import Period
from lms.workforce.rollups.arrays import joint, with_margins
from lms.workforce.rollups.cells import Axes, add_ownerless
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.rows import OFFERING, months_of, rows, values_of
from lms.workforce.rollups.store import Rated, Store


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
    """One enrolment each: its snapshot, the place of its offering in `offerings`, what it adds.

    `weights` has shape (enrolments, parts); `ownerless` (offerings, parts).
    """

    offerings: list[int]
    snapshot: np.ndarray
    offering: np.ndarray
    weights: np.ndarray
    ownerless: np.ndarray


def enrolments(
    store: Store, connection: Connection, kind: Kind, dims: tuple[str, ...], period: Period
) -> Grid[int]:
    """How often something happened."""
    entries = _entries(store, connection, kind, period, hours=False)
    names, array = _summed(store, connection, dims, entries)
    return Grid(dims, names, np.rint(array[..., 0]).astype(np.int64), int)


def hours(
    store: Store, connection: Connection, dims: tuple[str, ...], period: Period
) -> Grid[Decimal]:
    """Credited hours of the completions."""
    entries = _entries(store, connection, Kind.COMPLETED, period, hours=True)
    names, array = _summed(store, connection, dims, entries)
    hundredths = np.rint(array[..., 0]).astype(np.int64)
    return Grid(dims, names, hundredths, lambda n: Decimal(int(n)) / 100)


def _entries(
    store: Store, connection: Connection, kind: Kind, period: Period, *, hours: bool
) -> Entries:
    found = rows(store, connection, kind, period, (OFFERING,))
    offered = store.offered(connection)
    ids = [int(group[0]) for group in found.groups]
    worth = np.array([float(offered[i].hours * 100) if hours else 1.0 for i in ids])
    offering = np.concatenate([found.group, found.again_group])
    return Entries(
        ids,
        np.concatenate([found.snapshot, found.again]),
        offering,
        worth[offering][:, None],
        (found.ownerless * worth)[:, None],
    )


def _summed(
    store: Store, connection: Connection, dims: tuple[str, ...], entries: Entries
) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """The names of the axes, and the sums; their parts along the last axis."""
    axes = Axes(store, connection, dims)
    parts = entries.weights.shape[1]
    array = axes.empty(np.float64, parts)
    offered = store.offered(connection)
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
            key = joint([group[there], *(code[there] for code in codes)], shape, group[there].size)
            for part in range(parts):
                weights = entries.weights[there, part]
                flat = np.bincount(key, weights=weights, minlength=sums[..., part].size)
                sums[..., part] += flat.reshape(shape)
            np.add.at(ownerless, group_of[group_of >= 0], entries.ownerless[group_of >= 0])
        sums = with_margins(sums, range(1, len(shape)))
        add_ownerless(sums, ownerless, len(codes))
        axes.put(array, chosen, tuple(groups), sums)
    return axes.names, array


def gains(
    store: Store, connection: Connection, dims: tuple[str, ...], period: Period
) -> Grid[Gain]:
    """Over the enrolments with a result before and after."""
    months = months_of(store, connection, Kind.SCORED, period)
    pairs = [(offering, found) for offering, found in store.pairs(connection, months) if found.size]
    ids = sorted({offering for offering, _found in pairs})
    place = {offering: n for n, offering in enumerate(ids)}
    at = np.repeat(
        np.array([place[offering] for offering, _found in pairs], dtype=np.int64),
        [found.size for _offering, found in pairs],
    )
    joined: Any = {
        name: np.concatenate([np.zeros(0, dtype=np.int64), *(found[name] for _o, found in pairs)])
        for name in ("snapshot", "pre", "post")
    }
    pre, post = joined["pre"].astype(np.int64), joined["post"].astype(np.int64)
    below = pre < 10_000
    normalised = np.where(below, (post - pre) / np.where(below, 10_000 - pre, 1), 0.0)
    weights = [np.ones(pre.size), pre, post, (post - pre) ** 2, below, normalised]
    entries = Entries(
        ids,
        joined["snapshot"].astype(np.uint32),
        at,
        np.stack(weights, axis=1).astype(np.float64),
        np.zeros((len(ids), len(weights))),
    )
    return Grid(dims, *_summed(store, connection, dims, entries), Gain.of)


def ratings(
    store: Store, connection: Connection, dims: tuple[str, ...], period: Period
) -> Grid[Rated]:
    """Answers to five-point questions: only dimensions of courses."""
    newest = {o.run_id: o for _id, o in sorted(store.offered(connection).items())}
    axes = Axes(store, connection, dims)
    grid = Grid(dims, axes.names, axes.empty(np.int64, 4), lambda part: Rated(*part.tolist()))
    for (run_id, month), rated in store.ratings(connection).items():
        if not period.holds(month) or run_id not in newest:
            continue
        one = newest[run_id]
        for cell in product(*((ALL, *one.values[name]) for name in dims)):
            grid.array[grid.index(cell)] += rated.sums
    return grid
