"""Sums in every cell: enrolments, hours, results before and after, answers of surveys."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import product
from operator import add

import numpy as np
from sqlalchemy import Connection

from lms.workforce.dimensions import ALL, NOT_STATED
from lms.workforce.periods import Period
from lms.workforce.rollups.arrays import CellKey, joint, named, sides, subsets
from lms.workforce.rollups.cells import coded, groups, months_of, offered_to
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.store import Rated, Store, snapshots_in


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


def sums(
    store: Store,
    connection: Connection,
    kind: Kind,
    dims: tuple[str, ...],
    period: Period,
    *,
    hours: bool,
) -> dict[CellKey, float]:
    """Enrolments, or the hundredths of hours that they credit."""
    months = months_of(store, connection, kind, period)
    store.parts(connection, kind, months)
    offered = store.offered(connection)
    personal, offering = sides(dims)
    cells: dict[CellKey, float] = {}
    for names, sets in groups(store, connection, offering):
        for value, ids in sets or [((), list(offered))]:
            arrays, weights, ownerless = [], [], 0.0
            for i in ids:
                numbers, gone = snapshots_in(offered_to(store, kind, months, [i]))
                weight = float(offered[i].hours * 100) if hours else 1.0
                ownerless += gone * weight
                arrays.append(numbers)
                weights.append(np.full(numbers.size, weight))
            fixed = dict(zip(names, value, strict=True))
            if not arrays:
                continue
            joint = np.concatenate(arrays)
            sums = _weighed(store, connection, joint, [np.concatenate(weights)], personal)
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
    store: Store,
    connection: Connection,
    numbers: np.ndarray,
    weights: list[np.ndarray],
    dims: tuple[str, ...],
) -> Iterator[tuple[CellKey, list[float]]]:
    """Sums of weights over the dimensions of people, margins and all."""
    names, codes = coded(store, connection, dims, numbers)
    for chosen in subsets(tuple(range(len(dims)))):
        sizes = [len(names[i]) for i in chosen]
        key = joint([codes[i] for i in chosen], sizes, numbers.size)
        room = int(np.prod(sizes, dtype=np.int64))
        places = np.flatnonzero(np.bincount(key, minlength=room))
        sums = [np.bincount(key, weights=w, minlength=room)[places] for w in weights]
        cells = named(dict.fromkeys(places.tolist(), 1), chosen, sizes, names, len(dims))
        for at, (cell, _one) in enumerate(cells):
            yield cell, [float(s[at]) for s in sums]


def gains(
    store: Store, connection: Connection, dims: tuple[str, ...], period: Period
) -> dict[CellKey, Gain]:
    months = months_of(store, connection, Kind.SCORED, period)
    by_offering: dict[int, list[np.ndarray]] = {}
    for offering, pairs in store.pairs(connection, months):
        by_offering.setdefault(offering, []).append(pairs)
    personal, offering_dims = sides(dims)
    cells: dict[CellKey, Gain] = {}
    for names, sets in groups(store, connection, offering_dims):
        for value, ids in sets or [((), list(by_offering))]:
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
            for key, s in _weighed(store, connection, joint["snapshot"], weights, personal):
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


def ratings(
    store: Store, connection: Connection, dims: tuple[str, ...], period: Period
) -> dict[CellKey, Rated]:
    newest = {o.run_id: o for _id, o in sorted(store.offered(connection).items())}
    cells: dict[CellKey, list[Rated]] = {}
    for (run_id, month), rated in store.ratings(connection).items():
        if not period.holds(month) or run_id not in newest:
            continue
        one = newest[run_id]
        for cell in product(*((ALL, *one.values[name]) for name in dims)):
            cells.setdefault(cell, []).append(rated)
    return {cell: reduce(add, parts) for cell, parts in cells.items()}
