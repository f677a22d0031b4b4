"""Cells over some dimensions, margins and all: where a snapshot and a group of courses belong."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from lms.workforce.dimensions import DIMENSIONS, Side
from lms.workforce.grid import CellKey
from lms.workforce.rollups.arrays import MUEANG, by_mueang, joint, mueang_of, sides, union
from lms.workforce.rollups.homes import HOME, TOLD_BY_HOME, Coded, Homes
from lms.workforce.rollups.store import Moment, Store


class Axes:
    """The axes of a grid: of people, with the code of every snapshot, and of courses."""

    def __init__(self, store: Store, moment: Moment, dims: tuple[str, ...]) -> None:
        self.dims = dims
        self.store, self.moment = store, moment
        self.personal, self.offered = sides(dims)
        self.coded = [_coded(store, moment, dim) for dim in self.personal]
        self._values = store.values(moment) if self.personal else {}
        self.values = {dim: values(store, moment, dim) for dim in self.offered}

    @property
    def names(self) -> list[tuple[str, ...]]:
        known = dict(zip(self.personal, (names for names, _codes in self.coded), strict=True))
        return [known[d] if d in known else self.values[d] for d in self.dims]

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

    def of(self, dim: str) -> Coded:
        """The values of a dimension of people, and for every snapshot the place of its own."""
        return self.coded[self.personal.index(dim)]

    def cell(self, dims: tuple[str, ...]) -> NDArray[np.uint32]:
        """The one over some dimensions of people, or `HOME`, in which every snapshot lies."""

        def find() -> NDArray[np.uint32]:
            coded = [self.of(dim) if dim != HOME else self.homes.coded for dim in dims]
            codes, sizes = [codes for _names, codes in coded], [len(names) for names, _c in coded]
            return joint(codes, sizes).astype(np.uint32)

        return self.store.kept.get(("cell", None, dims, None), find)

    @cached_property
    def homes(self) -> Homes:
        """Where people live."""

        def find() -> Homes:
            coded = {dim: _coded(self.store, self.moment, dim) for dim in TOLD_BY_HOME}
            return Homes.found(coded)

        return self.store.kept.get(("homes", None, TOLD_BY_HOME, None), find)

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


def values(store: Store, moment: Moment, dim: str) -> tuple[str, ...]:
    """Those that occur, in order; not stated comes first where people have the dimension."""
    key = ("values", None, (dim,), None)

    def find() -> tuple[str, ...]:
        offered = store.offered(moment).values()
        return tuple(sorted({value for one in offered for value in one.values[dim]}))

    is_personal = DIMENSIONS[dim].side is Side.PERSON
    return store.codes(moment, dim)[0] if is_personal else store.kept.get(key, find)


def add_ownerless(counts: np.ndarray, ownerless: np.ndarray, axes: int) -> None:
    """Certificates without an owner: not stated in every dimension of people, and in all margins."""
    for corner in np.ndindex(*(2,) * axes):
        counts[(slice(None), *(-1 if n else 0 for n in corner))] += ownerless


def _coded(store: Store, moment: Moment, dimension: str) -> Coded:
    if dimension == MUEANG:
        return by_mueang(*store.codes(moment, "district"))
    return store.codes(moment, dimension)
