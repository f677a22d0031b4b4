"""Distinct people in every cell over some dimensions, margins and all."""

from functools import cached_property
from typing import Any

import numpy as np
from pyroaring import BitMap

from lms.workforce.grid import CellKey, Grid, subsets
from lms.workforce.periods import Period
from lms.workforce.rollups.arrays import (
    MUEANG,
    by_mueang,
    joint,
    mueang_of,
    once_each,
    sides,
    union,
    with_margins,
)
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.rows import Rows, rows
from lms.workforce.rollups.store import Moment, Store

CELL_COSTS = 800  # so many snapshots are put into cells while two bitmaps are intersected
Coded = tuple[tuple[str, ...], np.ndarray]


class Axes:
    """The axes of a grid: of people, with the code of every snapshot, and of courses."""

    def __init__(self, store: Store, moment: Moment, dims: tuple[str, ...]) -> None:
        self.dims = dims
        self.personal, self.offered = sides(dims)
        self.coded = [_coded(store, moment, dim) for dim in self.personal]
        self._values = store.values(moment) if self.personal else {}
        offered = store.offered(moment).values() if self.offered else ()
        self.values = {
            dim: sorted({value for one in offered for value in one.values[dim]})
            for dim in self.offered
        }

    @property
    def names(self) -> list[tuple[str, ...]]:
        known = dict(zip(self.personal, (names for names, _codes in self.coded), strict=True))
        return [known[d] if d in known else tuple(self.values[d]) for d in self.dims]

    @property
    def sizes(self) -> list[int]:
        """Of the dimensions of people."""
        return [len(names) for names, _codes in self.coded]

    @cached_property
    def sets(self) -> list[list[BitMap]]:
        """The snapshots that have each value of the dimensions of people, but for not stated."""
        return [
            [self._set(dim, value) for value in names[1:]]
            for dim, (names, _codes) in zip(self.personal, self.coded, strict=True)
        ]

    def _set(self, dim: str, value: str) -> BitMap:
        if dim != MUEANG:
            return self._values[dim][value]
        districts = self._values.get("district", {})
        return union(held for code, held in districts.items() if mueang_of(code) == value)

    def codes(self, snapshot: np.ndarray) -> list[np.ndarray]:
        return [codes[snapshot] for _names, codes in self.coded]

    def empty(self, dtype: Any, *parts: int) -> np.ndarray:
        return np.zeros([*(len(names) + 1 for names in self.names), *parts], dtype=dtype)

    def put(
        self,
        array: np.ndarray,
        chosen: tuple[str, ...],
        groups: tuple[CellKey, ...],
        counts: np.ndarray,
    ) -> None:
        """Set what was counted for groups over `chosen`, the first axis, then people's."""
        order = [self.dims.index(dim) for dim in (*self.offered, *self.personal)]
        view = array.transpose(*order, *range(len(order), array.ndim))
        index: list[Any] = []
        for dim in self.offered:
            if dim in chosen:
                places = {value: n for n, value in enumerate(self.values[dim])}
                at = chosen.index(dim)
                index.append([places[group[at]] for group in groups])
            else:
                index.append(-1)
        view[tuple(index)] = counts if chosen else counts[0]


def people(
    store: Store,
    moment: Moment,
    kind: Kind,
    dims: tuple[str, ...],
    period: Period,
    of: str = "",
) -> Grid[int]:
    """Of a kind in a period; `of` employer: distinct employers instead."""
    axes = Axes(store, moment, dims)
    array = axes.empty(np.int64)
    for chosen in subsets(axes.offered):
        found = rows(store, moment, kind, period, chosen, of)
        if found.groups:
            axes.put(array, chosen, found.groups, _distinct(found, axes))
    return Grid(dims, axes.names, array, int)


def _distinct(found: Rows, axes: Axes) -> np.ndarray:
    """Shape (groups, values of each dimension of people and the margin).

    Who stands once is counted in the finest cells, and those are added up; who stands several
    times is counted for every choice of dimensions, once in a cell.
    """
    shape = [len(found.groups), *axes.sizes]
    cells = int(np.prod(shape, dtype=np.int64))
    if cells * CELL_COSTS < found.size or not axes.personal:
        counts = np.stack([_split(bitmap, axes.sets) for bitmap in found.once])
    else:
        snapshot, group = found.snapshots
        key = joint([group, *axes.codes(snapshot)], shape)
        inner = np.bincount(key, minlength=cells).reshape(shape)
        counts = with_margins(inner, range(1, len(shape)))
    codes = axes.codes(found.again)
    for chosen in subsets(tuple(range(len(codes)))) if found.again.size else ():
        part = [shape[0], *(axes.sizes[n] for n in chosen)]
        room = int(np.prod(part, dtype=np.int64))
        key = joint([found.again_group, *(codes[n] for n in chosen)], part)
        once = once_each(found.who, key, found.longest, room)
        into = [slice(0, -1) if n in chosen else -1 for n in range(len(codes))]
        counts[(slice(None), *into)] += np.bincount(once, minlength=room).reshape(part)
    add_ownerless(counts, found.ownerless, len(codes))
    return counts


def _split(bitmap: BitMap, sets: list[list[BitMap]]) -> np.ndarray:
    """How many have each value of each dimension, not stated first and the margin last."""
    if not sets:
        return np.array(len(bitmap), dtype=np.int64)
    values, *others = sets
    whole = _split(bitmap, others)
    if others:
        parts = [_split(bitmap & value, others) for value in values]
    else:
        parts = [np.array(bitmap.intersection_cardinality(value)) for value in values]
    return np.stack([whole - sum(parts), *parts, whole])


def add_ownerless(counts: np.ndarray, ownerless: np.ndarray, axes: int) -> None:
    """Certificates without an owner: not stated in every dimension of people, and in all margins."""
    for corner in np.ndindex(*(2,) * axes):
        counts[(slice(None), *(-1 if n else 0 for n in corner))] += ownerless


def _coded(store: Store, moment: Moment, dimension: str) -> Coded:
    if dimension == MUEANG:
        return by_mueang(*store.codes(moment, "district"))
    return store.codes(moment, dimension)
