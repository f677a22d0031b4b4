"""The decisions about all full cells over some dimensions, in the periods of one wider period."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lms.workforce.dimensions import MOST
from lms.workforce.disclosing.hierarchy import WIDER
from lms.workforce.disclosing.lines import FAR, Board, Flags, Line, Numbers
from lms.workforce.periods import Period

if TYPE_CHECKING:
    from lms.workforce.disclosing.control import Control


class Hypercube:
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

    def hidden_in(self, period: Period) -> Flags:
        """Which full cells are hidden, those of leaves left out."""
        inner = tuple(slice(0, len(places)) for places in self.places)
        return self.hidden[..., self.periods.index(period)][inner]

    def hidden_cells(self, period: Period) -> Iterator[dict[str, str]]:
        """The hidden cells as values by dimension; a leaf names its wider value as well."""
        names = [
            [{name: value} for value in self.counts.values(name)]
            + [{name: value, wider: q} for value, wider, q in leaves]
            for name, leaves in zip(self.dims, self.leaves, strict=True)
        ]
        for index in np.argwhere(self.hidden[..., self.periods.index(period)]):
            cell: dict[str, str] = {}
            for axis, place in enumerate(index):
                cell |= names[axis][place]
            yield cell

    @cached_property
    def count(self) -> Numbers:
        return np.stack([self._counted(period) for period in self.periods], axis=-1)

    @cached_property
    def next_more(self) -> Numbers:
        """The smallest wider cell that holds more people than the cell."""
        found = np.full(self.count.shape, FAR, dtype=np.int64)
        for axis in range(len(self.dims)):
            other = self._without(axis)
            self._widen(found, axis, slice(0, len(self.places[axis])), other, None)
            for wider, q, members in self._groups(axis):
                self._widen(found, axis, members, *self._instead(axis, wider, q))
        if self.parent is not None:
            wide = self.control.hypercube(self.dims, self.parent.parent)
            at = wide.periods.index(self.parent)
            _least_more(
                found,
                self.count,
                wide.count[..., at][..., None],
                wide.next_more[..., at][..., None],
            )
        for axis in range(len(self.dims)):
            for value, members in self._owners(axis):
                self._widen(found, axis, members, self, (axis, value), found)
        return found

    @cached_property
    def hidden(self) -> Flags:
        least, count = self.control.least, self.count
        few = (count > 0) & (count < least)
        close = (count > 0) & (self.next_more - count < least)
        first = few | close | self._closed_over_time()
        board = Board(count, first, np.zeros_like(few), np.zeros_like(few), np.ones_like(few))
        lines = list(self._lines(board))
        for line in lines:
            there = line.of(count) > 0
            alone = (there.sum(-1) == 1) & ~line.closed
            line.add(board.bare, there & alone[..., None])
            shut = np.moveaxis(board.nought, line.axis, -1)
            shut[..., line.members] &= ((line.total > 0) | line.closed)[..., None]
        while sum(line.settle(board, least) for line in lines) or self._joined(board):
            pass
        return board.hidden

    def _closed_over_time(self) -> Flags:
        """Cells that other periods would give away; those that make up one are looked at as a line."""
        return np.zeros(self.count.shape, dtype=bool)

    def _joined(self, board: Board) -> bool:
        """Hide together what belongs together; tells whether that hid anything."""
        return False

    def _leaves(self, name: str) -> list[tuple[str, str, str]]:
        if len(self.dims) >= MOST:
            return []
        return [
            (value, wider, q)
            for wider in WIDER.get(name, ())
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

    def _instead(self, axis: int, wider: str, q: str) -> "tuple[Hypercube, tuple[int, int]]":
        """The hypercube over the wider dimension, with the axis and the place of its value."""
        dims = tuple(sorted((*self.dims[:axis], *self.dims[axis + 1 :], wider)))
        other = self._over(dims)
        at = dims.index(wider)
        return other, (at, other.places[at][q])

    def _groups(self, axis: int) -> Iterator[tuple[str, str, Numbers]]:
        """Values and leaves by the value of a wider dimension in which they lie."""
        name, places = self.dims[axis], self.places[axis]
        for wider in WIDER.get(name, ()):
            for q, whole in self.counts.inside(name, wider).items():
                members = sorted(places[value] for value in whole)
                for at, (_value, dimension, part) in enumerate(self.leaves[axis]):
                    if (dimension, part) == (wider, q):
                        members.append(len(places) + at)
                if members:
                    yield wider, q, np.array(members, dtype=np.int64)

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

    def _widen(
        self,
        found: Numbers,
        axis: int,
        members: slice | Numbers,
        other: "Hypercube",
        taken: tuple[int, int] | None,
        beyond: Numbers | None = None,
    ) -> None:
        part = np.moveaxis(found, axis, -1)
        count = np.moveaxis(self.count, axis, -1)[..., members]
        more = other.next_more if beyond is None else beyond
        best = part[..., members]
        _least_more(
            best,
            count,
            self._fitting(axis, other.count, taken)[..., None],
            self._fitting(axis, more, taken)[..., None],
        )
        part[..., members] = best

    def _lines(self, board: Board) -> Iterator[Line]:
        for axis in range(len(self.dims)):
            other = self._without(axis)
            yield Line(
                axis,
                slice(0, len(self.places[axis])),
                self._fitting(axis, other.count, None),
                self._fitting(axis, other.hidden, None),
            )
            for wider, q, members in self._groups(axis):
                other, taken = self._instead(axis, wider, q)
                yield Line(
                    axis,
                    members,
                    self._fitting(axis, other.count, taken),
                    self._fitting(axis, other.hidden, taken),
                )
            for value, members in self._owners(axis):
                yield Line(
                    axis,
                    members,
                    self._fitting(axis, board.count, (axis, value)),
                    np.moveaxis(board.hidden, axis, 0)[value],
                )
        if self.parent is not None:
            wide = self.control.hypercube(self.dims, self.parent.parent)
            at = wide.periods.index(self.parent)
            yield Line(len(self.dims), slice(None), wide.count[..., at], wide.hidden[..., at])


def _least_more(best: Numbers, count: Numbers, wide: Numbers, beyond: Numbers) -> None:
    """Where a wider cell holds more, its number; where it holds the same, what holds more of it."""
    np.minimum(best, np.where(wide > count, wide, beyond), out=best)
