"""Distinct people in every cell over some dimensions, margins and all."""

from dataclasses import dataclass
from math import prod

import numpy as np
from pyroaring import BitMap

from lms.workforce.grid import CellKey, Grid, subsets
from lms.workforce.periods import Period
from lms.workforce.rollups.arrays import joint, once_each, with_margins
from lms.workforce.rollups.cells import Axes, add_ownerless
from lms.workforce.rollups.homes import HOME, TOLD_BY_HOME
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.rows import Rows, rows
from lms.workforce.rollups.sets import people_sets
from lms.workforce.rollups.store import Moment, Store, array_of

CELL_COSTS = 3000  # so many snapshots are put into cells while two bitmaps are intersected
ROUGHLY = 200  # bytes for a group with its name
MOST_BY_HOME = 4_000_000  # numbers; beyond, districts and provinces are counted apart


@dataclass(frozen=True)
class Sizes:
    """How many people are in each group."""

    of: dict[CellKey, int]

    @property
    def nbytes(self) -> int:
        return ROUGHLY * len(self.of)


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
        if axes.personal or of:
            found = rows(store, moment, kind, period, chosen, of)
            if found.groups:
                axes.put(array, chosen, found.groups, _distinct(found, axes))
        elif sizes := _sizes(store, moment, kind, chosen, period):
            axes.put(array, chosen, tuple(sizes), np.array([*sizes.values()]))
    return Grid(dims, axes.names, array, int)


def _sizes(
    store: Store, moment: Moment, kind: Kind, names: tuple[str, ...], period: Period
) -> dict[CellKey, int]:
    """By group of dimensions of courses."""

    def count() -> Sizes:
        found = people_sets(store, moment, kind, period, names).of
        return Sizes({group: len(bitmap) for group, bitmap in found.items()})

    return store.kept.get(("sizes", kind, names, period), count).of


def _distinct(found: Rows, axes: Axes) -> np.ndarray:
    """Shape (groups, values of each dimension of people and the margin).

    Who stands once is counted in the finest cells, and those are added up; who stands several
    times is counted for every choice of dimensions, once in a cell.
    """
    counts = _once(found, axes)
    for chosen in subsets(axes.personal) if found.again.size else ():
        into = [slice(0, -1) if dim in chosen else -1 for dim in axes.personal]
        counts[(slice(None), *into)] += _again(found, axes, chosen)
    add_ownerless(counts, found.ownerless, len(axes.personal))
    return counts


def _once(found: Rows, axes: Axes) -> np.ndarray:
    """Who stands once. What is told by the home is counted by home, and kept."""
    kind, names, period = found.asked
    homely = tuple(dim for dim in axes.personal if dim in TOLD_BY_HOME)
    others = tuple(dim for dim in axes.personal if dim not in TOLD_BY_HOME)
    rest = len(found.groups) * prod(len(axes.of(dim)[0]) for dim in others)
    if homely and rest * len(axes.homes.names) > MOST_BY_HOME:
        homely, others = (), axes.personal
    dims = (HOME, *others) if homely else others
    values = [axes.homes.names if dim == HOME else axes.of(dim)[0] for dim in dims]
    sizes = [len(each) for each in values]
    key = ("once", kind, (*names, *dims, *values), period)
    kept = axes.store.kept
    few = len(found.groups) * prod(sizes) * CELL_COSTS < found.size
    if not dims or (few and key not in kept):
        return np.stack([_split(bitmap, axes.sets) for bitmap in found.once])

    def count() -> np.ndarray:
        cell, number = axes.cell(dims), prod(sizes)
        counts = np.stack(
            [np.bincount(cell[array_of(bitmap)], minlength=number) for bitmap in found.once]
        )
        return counts.reshape([len(found.groups), *sizes])

    inner = kept.get(key, count)
    if homely:
        inner = axes.homes.told(inner, homely)
        order = [1 + (*homely, *others).index(dim) for dim in axes.personal]
        inner = inner.transpose(0, *order)
    return with_margins(inner, range(1, inner.ndim))


def _again(found: Rows, axes: Axes, chosen: tuple[str, ...]) -> np.ndarray:
    """Who stands several times, over a choice of dimensions of people: once in a cell."""
    kind, names, period = found.asked
    coded = [axes.of(dim) for dim in chosen]

    def count() -> np.ndarray:
        part = [len(found.groups), *(len(values) for values, _codes in coded)]
        room = int(np.prod(part, dtype=np.int64))
        codes = [found.again_group, *(codes[found.again] for _values, codes in coded)]
        once = once_each(found.who, joint(codes, part), found.longest, room)
        return np.bincount(once, minlength=room).reshape(part)

    values = [values for values, _codes in coded]
    return axes.store.kept.get(("again", kind, (*names, *chosen, *values), period), count)


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
