"""The full cells over some dimensions: how many, and how they lie in wider ones."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lms.workforce.dimensions import MOST
from lms.workforce.disclosing.hierarchy import summed
from lms.workforce.disclosing.lines import Flags, Numbers
from lms.workforce.periods import Period

if TYPE_CHECKING:
    from lms.workforce.disclosing.control import Control
    from lms.workforce.disclosing.hypercube import Hypercube


class Table:
    """Axes: the dimensions in order, each with its values and its leaves, and last the periods.

    A leaf is the part of a value that lies in a wider one (not stated, in a province): where a
    dimension is not exactly nested in its wider one, those cells are published too.
    """

    def __init__(self, control: "Control", dims: tuple[str, ...], parent: Period | None) -> None:
        self.control, self.dims, self.parent = control, dims, parent
        self.counts = control.counts
        self.periods = control.periods(parent)
        self.leaves = [self._leaves(name) for name in dims]
        self.places = [
            {value: n for n, value in enumerate(self.counts.values(name))} for name in dims
        ]

    @cached_property
    def count(self) -> Numbers:
        return np.stack([self._counted(period) for period in self.periods], axis=-1)

    def _there(self, other: "Hypercube", what: str, *, unknown: int) -> np.ndarray:
        """What another hypercube over the same dimensions says of the cells of this one."""
        values = getattr(other, what)
        if len(other.periods) > 1 or other.periods == self.periods:
            values = values[..., [other.periods.index(period) for period in self.periods]]
        padding = [(0, 1)] * len(self.dims) + [(0, 0)]  # a value that it does not know
        padded = np.pad(values, padding, constant_values=unknown)
        places = [self._places_in(other, axis) for axis in range(len(self.dims))]
        return padded[np.ix_(*places, range(padded.shape[-1]))]

    def _in(self, control: "Control") -> "Hypercube":
        """The same cells as another control decides them."""
        return control.hypercube(self.dims, self.parent)

    def _places_in(self, other: "Hypercube", axis: int) -> list[int]:
        """Where the values and leaves of an axis stand there; a leaf may be a whole value."""
        there, leaves = other.places[axis], other.leaves[axis]
        values = [there.get(value, -1) for value in self.places[axis]]
        return values + [
            len(there) + leaves.index(leaf) if leaf in leaves else there.get(leaf[0], -1)
            for leaf in self.leaves[axis]
        ]

    def _leaves(self, name: str) -> list[tuple[str, str, str]]:
        if len(self.dims) >= MOST:
            return []
        return [
            (value, wider, q)
            for wider in summed(name, self.dims)
            for value, q in self.counts.partly(name, wider)
        ]

    def _counted(self, period: Period) -> Numbers:
        """Full cells, those of leaves behind the values of their axis."""
        inner = self.counts.array(self.dims, period)[(slice(None, -1),) * len(self.dims)]
        room = [len(p) + len(ls) for p, ls in zip(self.places, self.leaves, strict=True)]
        array = np.zeros(room, dtype=np.int64)
        array[tuple(slice(0, n) for n in inner.shape)] = inner
        for axis, leaves in enumerate(self.leaves):
            for at, (value, wider, q) in enumerate(leaves, start=len(self.places[axis])):
                dims = tuple(sorted((*self.dims, wider)))
                asked = {self.dims[axis]: value, wider: q}
                part = self.counts.array(dims, period)
                index = tuple(
                    self.counts.values(n).index(asked[n]) if n in asked else slice(None, -1)
                    for n in dims
                )
                there = [slice(0, n) for n in inner.shape]
                into = tuple(at if n == axis else s for n, s in enumerate(there))
                array[into] = part[index]
        return array

    def _without(self, axis: int) -> "Hypercube":
        dims = tuple(name for n, name in enumerate(self.dims) if n != axis)
        return self._over(dims)

    def _over(self, dims: tuple[str, ...]) -> "Hypercube":
        """The same periods over other dimensions."""
        return self.control.hypercube(dims, self.parent)

    def _instead(
        self, axis: int, wider: str, values: list[str]
    ) -> "tuple[Hypercube, int, list[int]]":
        """The hypercube over the wider dimension, with the axis and the places of some values."""
        dims = tuple(sorted((*self.dims[:axis], *self.dims[axis + 1 :], wider)))
        other = self._over(dims)
        at = dims.index(wider)
        return other, at, [other.places[at][value] for value in values]

    def _groups(self, axis: int) -> Iterator[tuple[str, list[str], Flags]]:
        """By wider dimension: its values, and which values and leaves lie in each of them.

        Shape (values and leaves, values of the wider dimension).
        """
        name, places, leaves = self.dims[axis], self.places[axis], self.leaves[axis]
        for wider in summed(name, self.dims):
            inside = self.counts.inside(name, wider)
            members = np.zeros((len(places) + len(leaves), len(inside)), dtype=bool)
            for n, (q, whole) in enumerate(inside.items()):
                members[[places[value] for value in whole], n] = True
                for at, (_value, dimension, part) in enumerate(leaves, start=len(places)):
                    members[at, n] = (dimension, part) == (wider, q)
            there = np.flatnonzero(members.any(0))
            if there.size:
                yield wider, [list(inside)[n] for n in there], members[:, there]

    def _owners(self, axis: int) -> Iterator[tuple[int, Numbers]]:
        """Leaves by the value whose parts they are."""
        owned: dict[tuple[str, str], list[int]] = {}
        for at, (value, wider, _q) in enumerate(self.leaves[axis], start=len(self.places[axis])):
            owned.setdefault((wider, value), []).append(at)
        for (_wider, value), members in owned.items():
            yield self.places[axis][value], np.array(members, dtype=np.int64)

    def _fitting(self, axis: int, cells: np.ndarray, taken: tuple[int, int] | None) -> np.ndarray:
        """Cells of another hypercube, in the order of this one without an axis."""
        if taken is not None:
            cells = np.take(cells, taken[1], axis=taken[0])
        rest = [n for n in range(len(self.dims)) if n != axis]
        room = tuple(slice(0, len(self.places[n]) + len(self.leaves[n])) for n in rest)
        return cells[room]

    def _every(self, axis: int, cells: np.ndarray, at: int, places: list[int]) -> np.ndarray:
        """Cells of another hypercube, those of some places of an axis last."""
        rest = [n for n in range(len(self.dims)) if n != axis]
        room = tuple(slice(0, len(self.places[n]) + len(self.leaves[n])) for n in rest)
        return np.take(np.moveaxis(cells, at, -1)[room], places, axis=-1)
