"""The decisions about all full cells over some dimensions, in the periods of one wider period."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lms.caching import Cache
from lms.workforce.dimensions import MOST, NEVER_WITH_SENSITIVE, SENSITIVE_VALUES
from lms.workforce.disclosing.equations import worked_out
from lms.workforce.disclosing.hierarchy import NESTED, canonical, summed
from lms.workforce.disclosing.lines import FAR, Board, Flags, Lines, Numbers, digest
from lms.workforce.periods import Period

if TYPE_CHECKING:
    from lms.workforce.disclosing.control import Control


_settled: Cache[bytes, Flags] = Cache(3000)


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
            for wider, values, members in self._groups(axis):
                self._widen_groups(found, axis, members, *self._instead(axis, wider, values))
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
            for value, parts in self._owners(axis):
                self._widen(found, axis, parts, self, (axis, value), found)
        return found

    @cached_property
    def among_few(self) -> Flags:
        """Cells that are, or lie in, one of so few people that even a nought would say of them
        what they are like.
        """
        return self._spread(lambda other: other.among_few)

    @cached_property
    def among_few_of_some(self) -> Flags:
        """The same, unless they are all who came then."""
        if not self.dims:
            return np.zeros(self.count.shape, dtype=bool)
        return self._spread(lambda other: other.among_few_of_some)

    def _spread(self, wider: "Callable[[Hypercube], Flags]") -> Flags:
        """Few, or within what is flagged in a wider hypercube."""
        few = (self.count > 0) & (self.count < self.control.least)
        for axis in range(len(self.dims)):
            part = np.moveaxis(few, axis, -1)
            values = slice(0, len(self.places[axis]))
            part[..., values] |= self._fitting(axis, wider(self._without(axis)), None)[..., None]
            for name, names, members in self._groups(axis):
                other, at, places = self._instead(axis, name, names)
                part |= self._every(axis, wider(other), at, places) @ members.T
            for value, parts in self._owners(axis):
                part[..., parts] |= part[..., [value]]
        if self.parent is not None:
            wide = self.control.hypercube(self.dims, self.parent.parent)
            few |= wider(wide)[..., [wide.periods.index(self.parent)]]
        return few

    @cached_property
    def silent(self) -> Flags:
        """Cells of which nothing may be told, whatever stands in them."""
        return self.among_few | self._sensitive() | self._silent_elsewhere()

    def _silent_elsewhere(self) -> Flags:
        """Where what people did would say more of the few of whom nothing is told."""
        silent = np.zeros(self.count.shape, dtype=bool)
        if self.control.people is not None:
            silent |= self._there(self._in(self.control.people), "silent", unknown=True)
        if self.control.among is not None:
            few = self._there(self._in(self.control.among), "silent", unknown=False)
            silent |= few & (self.count < self.control.least)
        if self.control.ever is not None:
            ever = self.control.ever.hypercube(self.dims, None)
            silent |= self._there(ever, "silent", unknown=False)
        return silent

    def _sensitive(self) -> Flags:
        """Values that are told of nobody by district, age and sex."""
        found = np.zeros(self.count.shape, dtype=bool)
        for axis, name in enumerate(self.dims):
            others = NEVER_WITH_SENSITIVE & (set(self.dims) - {name})
            for value in SENSITIVE_VALUES.get(name, ()):
                if others and value in self.places[axis]:
                    np.moveaxis(found, axis, 0)[self.places[axis][value]] = True
        return found

    @cached_property
    def hidden(self) -> Flags:
        if canonical(self.dims) != self.dims:
            return self._as_published()
        count = self.count
        close = (count > 0) & (self.next_more - count < self.control.least)
        first = self.silent | close | self._closed_over_time()
        people = count
        if self.control.people is not None:
            theirs = self._in(self.control.people)
            first |= self._there(theirs, "hidden", unknown=True)
            people = self._there(theirs, "count", unknown=0)
        none = np.zeros_like(first)
        known = self.silent & ~self.among_few_of_some & (count == 0)  # nothing is hidden for it
        board = Board(count, people, first, known, none, ~none)
        lines = list(self._lines(board))
        key = digest(count, people, first, known, *(each for line in lines for each in line.told))
        return _settled.get(key, lambda: self._settle(board, lines))

    def _as_published(self) -> Flags:
        """Where one dimension says another: as the cells of that one alone are decided."""
        hidden = np.zeros(self.count.shape, dtype=bool)
        for n, period in enumerate(self.periods):
            for cell in self.control.full(self.dims, period):
                place = tuple(at[value] for at, value in zip(self.places, cell, strict=True))
                hidden[(*place, n)] = True
        return hidden

    def _settle(self, board: Board, lines: list[Lines]) -> Flags:
        """Hide more until nothing can be worked out."""
        for line in lines:
            line.mark(board)
        least = self.control.least
        while True:
            while sum(line.settle(board, least) for line in lines) or self._joined(board):
                pass
            if not self._cover(board, lines):
                return board.hidden

    def _cover(self, board: Board, lines: list[Lines]) -> bool:
        """Hide more where several lines together give a cell away; tells whether any did."""
        hidden = board.hidden & ~board.known
        pairs = [line.equations(hidden, board.count) for line in lines if not line.alone]
        if not pairs:
            return False
        starts = np.cumsum([0, *(int(equation.max(initial=-1)) + 1 for equation, _cell in pairs)])
        equations = [equation + start for (equation, _), start in zip(pairs, starts, strict=False)]
        found = worked_out(np.concatenate(equations), np.concatenate([cell for _, cell in pairs]))
        told = np.isin(np.arange(hidden.size), found).reshape(hidden.shape)
        helped = np.zeros_like(told)
        for line in lines:
            helped |= line.cover(board, told)
        board.known |= told & ~helped
        return bool(found.size)

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

    def _widen_groups(
        self,
        found: Numbers,
        axis: int,
        members: Flags,
        other: "Hypercube",
        at: int,
        places: list[int],
    ) -> None:
        """The same with every group at once: each value has the groups in which it lies."""
        value, group = np.nonzero(members)
        nth = np.arange(value.size) - np.searchsorted(value, value)
        groups = np.full((len(members), int(nth.max()) + 1), len(places), dtype=np.int64)
        groups[value, nth] = group
        wide, beyond = (
            np.pad(self._every(axis, cells, at, places), _last(found.ndim), constant_values=FAR)
            for cells in (other.count, other.next_more)
        )
        part, count = (np.moveaxis(each, axis, -1) for each in (found, self.count))
        for nth_groups in groups.T:
            _least_more(part, count, wide[..., nth_groups], beyond[..., nth_groups])

    def _every(self, axis: int, cells: np.ndarray, at: int, places: list[int]) -> np.ndarray:
        """Cells of another hypercube, those of some places of an axis last."""
        rest = [n for n in range(len(self.dims)) if n != axis]
        room = tuple(slice(0, len(self.places[n]) + len(self.leaves[n])) for n in rest)
        return np.take(np.moveaxis(cells, at, -1)[room], places, axis=-1)

    def _lines(self, board: Board) -> Iterator[Lines]:
        for axis in range(len(self.dims)):
            other = self._without(axis)
            room = len(self.places[axis]) + len(self.leaves[axis])
            inner = np.arange(room)[:, None] < len(self.places[axis])
            total, closed = (self._fitting(axis, c, None) for c in (other.count, other.hidden))
            yield Lines(axis, inner, total[..., None], closed[..., None])
            for wider, values, members in self._groups(axis):
                other, at, places = self._instead(axis, wider, values)
                total, closed = (
                    self._every(axis, c, at, places) for c in (other.count, other.hidden)
                )
                yield Lines(axis, members, total, closed, wider not in NESTED[self.dims[axis]])
            for value, parts in self._owners(axis):
                owner = slice(value, value + 1)
                yield Lines(
                    axis,
                    np.isin(np.arange(room), parts)[:, None],
                    np.moveaxis(board.count, axis, -1)[..., owner],
                    np.moveaxis(board.hidden, axis, -1)[..., owner],
                )
        if self.parent is not None:
            wide = self.control.hypercube(self.dims, self.parent.parent)
            at = wide.periods.index(self.parent)
            every = np.ones((len(self.periods), 1), dtype=bool)
            yield Lines(len(self.dims), every, wide.count[..., [at]], wide.hidden[..., [at]])


def _last(ndim: int) -> list[tuple[int, int]]:
    """One place more at the end of the last axis."""
    return [(0, 0)] * (ndim - 1) + [(0, 1)]


def _least_more(best: Numbers, count: Numbers, wide: Numbers, beyond: Numbers) -> None:
    """Where a wider cell holds more, its number; where it holds the same, what holds more of it."""
    np.minimum(best, np.where(wide > count, wide, beyond), out=best)
