"""Numbers in cells over dimensions, margins and all: one axis for each dimension. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from lms.workforce.dimensions import ALL

CellKey = tuple[str, ...]
Array = NDArray[Any]
V = TypeVar("V")
T = TypeVar("T")


def subsets(items: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """Every choice among them, in their order."""
    for size in range(len(items) + 1):
        yield from combinations(items, size)


class Grid(Mapping[CellKey, V]):
    """An axis holds the values of its dimension in order, and last the margin.

    Axes after those hold what an entry is made of, and `made` makes it of them. As a mapping it
    has the cells that are not nought.
    """

    def __init__(
        self,
        dims: Sequence[str],
        names: Sequence[Sequence[str]],
        array: Array,
        made: Callable[[Any], V],
    ) -> None:
        self.dims = tuple(dims)
        self.names = tuple(tuple(values) for values in names)
        self.array = array
        self.made = made

    @classmethod
    def of(cls, dims: Sequence[str], cells: Mapping[CellKey, int]) -> "Grid[int]":
        """Whole numbers by cell, margins among them."""
        columns = list(zip(*cells, strict=True)) if cells and dims else [()] * len(dims)
        names = [sorted(set(column) - {ALL}) for column in columns]
        array = np.zeros([len(values) + 1 for values in names], dtype=np.int64)
        grid = Grid(dims, names, array, int)
        for cell, number in cells.items():
            array[grid.index(cell)] = number
        return grid

    def index(self, cell: CellKey) -> tuple[int, ...]:
        """Where a cell stands; KeyError where it cannot."""
        return tuple(places[v] for places, v in zip(self.places, cell, strict=True))

    @cached_property
    def places(self) -> tuple[dict[str, int], ...]:
        """Where the values of each axis stand, the margin among them."""
        return tuple({v: n for n, v in enumerate((*values, ALL))} for values in self.names)

    @property
    def nbytes(self) -> int:
        return self.array.nbytes

    @property
    def there(self) -> NDArray[np.bool_]:
        """Which cells are not nought."""
        parts = tuple(range(len(self.dims), self.array.ndim))
        there: NDArray[np.bool_] = np.any(self.array != 0, axis=parts)
        return there

    def __getitem__(self, cell: CellKey) -> V:
        entry = self.array[self.index(cell)]
        if not np.any(entry):
            raise KeyError(cell)
        return self.made(entry)

    def __iter__(self) -> Iterator[CellKey]:
        labels = [(*values, ALL) for values in self.names]
        for places in np.argwhere(self.there).tolist():
            yield tuple(label[n] for label, n in zip(labels, places, strict=True))

    def __len__(self) -> int:
        return int(np.count_nonzero(self.there))

    def at(self, by: Sequence[str], where: Mapping[str, str]) -> Self:
        """Those with the values in `where`, over `by`; of any other dimension the margin."""
        shape = self.array.shape[len(self.dims) :]
        taken: list[Any] = []
        for dim, places in zip(self.dims, self.places, strict=True):
            if dim in by:
                taken.append(slice(None))
            else:
                taken.append(places.get(where.get(dim, ALL)))
        left = [dim for dim in self.dims if dim in by]
        names = {dim: self.names[n] for n, dim in enumerate(self.dims)}
        if None in taken:
            part: Array = np.zeros(
                [*(len(names[dim]) + 1 for dim in left), *shape], dtype=self.array.dtype
            )
        else:
            part = self.array[tuple(taken)]
        order = [left.index(dim) for dim in by]
        part = part.transpose(*order, *range(len(left), part.ndim))
        return type(self)(by, [names[dim] for dim in by], part, self.made)

    def on(self, names: Sequence[Sequence[str]]) -> Array:
        """The array over other values in their order: those that are not here are nought."""
        if all(mine == tuple(theirs) for mine, theirs in zip(self.names, names, strict=True)):
            return self.array
        room = [len(values) + 1 for values in names]
        array = np.zeros([*room, *self.array.shape[len(names) :]], dtype=self.array.dtype)
        here, there = [], []
        for places, values in zip(self.places, names, strict=True):
            both = [(places[v], n) for n, v in enumerate((*values, ALL)) if v in places]
            here.append([pair[0] for pair in both])
            there.append([pair[1] for pair in both])
        array[np.ix_(*there)] = self.array[np.ix_(*here)]
        return array

    def grouped(self, dim: str, name: str, group: Callable[[str], str]) -> "Grid[V]":
        """The values of a dimension by what `group` says of them, under another name."""
        axis = self.dims.index(dim)
        values = sorted({group(value) for value in self.names[axis]})
        moved = np.moveaxis(self.array, axis, 0)
        array = np.zeros((len(values) + 1, *moved.shape[1:]), dtype=self.array.dtype)
        for n, value in enumerate(self.names[axis]):
            array[values.index(group(value))] += moved[n]
        array[-1] = moved[-1]
        dims = (*self.dims[:axis], name, *self.dims[axis + 1 :])
        names = (*self.names[:axis], tuple(values), *self.names[axis + 1 :])
        return Grid(dims, names, np.moveaxis(array, 0, axis), self.made)
