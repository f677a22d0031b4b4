"""Distinct people in every cell over some dimensions, margins and all."""

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np
from pyroaring import BitMap
from sqlalchemy import Connection

from lms.workforce.dimensions import ALL
from lms.workforce.periods import Period
from lms.workforce.rollups.arrays import (
    MUEANG,
    CellKey,
    by_mueang,
    joint,
    named,
    once_each,
    repeated,
    sides,
    subsets,
    union,
)
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.store import Store, snapshots_in


def people(
    store: Store,
    connection: Connection,
    kind: Kind,
    dims: tuple[str, ...],
    period: Period,
    of: str = "",
) -> dict[CellKey, int]:
    """Of a kind in a period; `of` employer: distinct employers instead."""
    months = months_of(store, connection, kind, period)
    personal, offered = sides(dims)
    cells: dict[CellKey, int] = {}
    for names, by_value in groups(store, connection, offered):
        if not names:
            whole = store.whole(connection, kind)
            sets: Iterable[tuple[CellKey, BitMap]] = [((), union(whole[m] for m in months))]
        else:
            store.parts(connection, kind, months)
            sets = ((value, offered_to(store, kind, months, ids)) for value, ids in by_value)
        for value, bitmap in sets:
            fixed = dict(zip(names, value, strict=True))
            for key, number in _distinct(store, connection, bitmap, personal, of):
                known = fixed | dict(zip(personal, key, strict=True))
                cells[tuple(known.get(d, ALL) for d in dims)] = number
    return cells


def _distinct(
    store: Store, connection: Connection, bitmap: BitMap, dims: tuple[str, ...], of: str
) -> Iterator[tuple[CellKey, int]]:
    """Distinct people (or employers) over the dimensions of people, margins and all.

    Who stands once is counted in the finest cells, and those are added up; who stands several
    times is counted for every choice of dimensions, once in a cell.
    """
    numbers, ownerless = snapshots_in(bitmap)
    names, codes = coded(store, connection, dims, numbers)
    sizes = [len(n) for n in names]
    if of:
        who = store.codes(connection, of)[1][numbers]
        again, ownerless = np.flatnonzero(who), 0
        whole = np.zeros(sizes, dtype=np.int64)
    else:
        person, several = store.people(connection)
        who = person[numbers]
        often = repeated(who, several[numbers], person.size)
        again = np.flatnonzero(often)
        key = joint(codes, sizes, numbers.size)
        alone = key[~often] if again.size else key
        room = int(np.prod(sizes, dtype=np.int64))
        whole = np.bincount(alone, minlength=room).reshape(sizes)
    again = again[np.argsort(who[again], kind="stable")]
    who, codes = who[again], [code[again] for code in codes]
    first = np.flatnonzero(np.append(True, who[1:] != who[:-1])) if who.size else who
    longest = int(np.diff(np.append(first, who.size)).max()) if who.size else 0
    for chosen in subsets(tuple(range(len(dims)))):
        rest = tuple(i for i in range(len(dims)) if i not in chosen)
        flat = np.atleast_1d(whole.sum(axis=rest)).ravel()
        if who.size:
            key = joint([codes[i] for i in chosen], [sizes[i] for i in chosen], who.size)
            once = once_each(who, key, longest, flat.size)
            flat = flat + np.bincount(once, minlength=flat.size)
        flat[0] += ownerless  # place 0: not stated in each
        places = np.flatnonzero(flat)
        found = dict(zip(places.tolist(), flat[places].tolist(), strict=True))
        yield from named(found, chosen, [sizes[i] for i in chosen], names, len(dims))


def months_of(store: Store, connection: Connection, kind: Kind, period: Period) -> list[int]:
    there = store.whole(connection, kind)
    return sorted(month for month in there if period.holds(month))


def offered_to(store: Store, kind: Kind, months: list[int], offerings: list[int]) -> BitMap:
    parts = [store.part(kind, month) for month in months]
    return union(part[i] for part in parts for i in offerings if i in part)


def groups(
    store: Store, connection: Connection, dims: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], list[tuple[CellKey, list[int]]]]]:
    """For every choice among the dimensions of courses: offerings by their values."""
    offered = store.offered(connection)
    for names in subsets(dims):
        groups: dict[CellKey, list[int]] = {}
        if names:
            for one in offered.values():
                for value in product(*(one.values[name] for name in names)):
                    groups.setdefault(value, []).append(one.id)
        yield names, sorted(groups.items())


def coded(
    store: Store, connection: Connection, dims: tuple[str, ...], numbers: np.ndarray
) -> tuple[list[tuple[str, ...]], list[np.ndarray]]:
    names, codes = [], []
    for dimension in dims:
        if dimension == MUEANG:
            values, every = by_mueang(*store.codes(connection, "district"))
        else:
            values, every = store.codes(connection, dimension)
        names.append(values)
        codes.append(every[numbers])
    return names, codes
