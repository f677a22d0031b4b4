"""The decisions about all full cells over some dimensions, in the periods of one wider period."""

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from lms.caching import Cache
from lms.workforce.dimensions import NEVER_WITH_SENSITIVE, SENSITIVE_VALUES
from lms.workforce.disclosing.equations import worked_out
from lms.workforce.disclosing.hierarchy import NESTED, canonical
from lms.workforce.disclosing.lines import FAR, Board, Flags, Lines, Numbers, digest
from lms.workforce.disclosing.table import Table
from lms.workforce.periods import Period

_settled: Cache[tuple[type, int, bytes], Flags] = Cache(
    3000
)  # between two counts most cells are what they were


class Hypercube(Table):
    """Decides about the cells of a table, all of them together."""

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
        told = (each for line in lines for each in line.told)
        key = type(self), self.control.least, digest(count, people, first, known, *told)
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

    def _closed_over_time(self) -> Flags:
        """Cells that other periods would give away; those that make up one are looked at as a line."""
        return np.zeros(self.count.shape, dtype=bool)

    def _joined(self, board: Board) -> bool:
        """Hide together what belongs together; tells whether that hid anything."""
        return False

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
