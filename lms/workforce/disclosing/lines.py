"""A line of cells and their total: enough of them are hidden that none can be worked out."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
S = TypeVar("S", bound=np.generic)
FAR = np.int64(1) << 60
LAST = np.int64(1) << 40
ZERO = np.int64(1) << 50


@dataclass
class Board:
    """The cells of one hypercube while it is decided.

    `people`: how many the count of a cell is about; `known`: hidden, yet anybody can work it out;
    `bare`: hiding it would be of no use, because it is all of something that is shown; `nought`:
    one that may be hidden for others.
    """

    count: Numbers
    people: Numbers
    hidden: Flags
    known: Flags
    bare: Flags
    nought: Flags


@dataclass(frozen=True)
class Line:
    """Parallel lines along an axis: which cells, what they add up to, and is that hidden?"""

    axis: int
    members: slice | Numbers
    total: Numbers
    closed: Flags

    def of(self, cells: NDArray[S]) -> NDArray[S]:
        """The members of the lines, along the last axis."""
        return np.moveaxis(cells, self.axis, -1)[..., self.members]

    def settle(self, board: Board, least: int) -> bool:
        """Hide one more cell in every line that is not safe yet; tells whether there was one."""
        count, hidden, known = self.of(board.count), self.of(board.hidden), self.of(board.known)
        if not count.shape[-1]:
            return False
        effective = hidden & ~known
        told = effective.sum(-1)
        people = (self.of(board.people) * effective).sum(-1)
        unsure = (effective & (count == 0)).any(-1) | (hidden.all(-1) & (hidden.shape[-1] > 1))
        few = people < np.minimum(least, self.total)
        single = (told < 2) | few | (((count * effective).sum(-1) <= told) & ~unsure)
        apart = (count * ~effective).sum(-1) >= self.total  # they overlap: no rest to be worked out
        unsafe = np.where(self.closed, (told < 1) | few, (told > 0) & single & ~apart)
        if not unsafe.any():
            return False
        extra = self._cheapest(board, unsafe)
        helps = extra.any(-1)
        lost = unsafe & ~helps & ~self.closed
        learned = effective & lost[..., None]
        self.add(board.hidden, extra)
        self.add(board.known, learned)
        return bool(helps.any() or learned.any())

    def cover(self, board: Board, told: Flags) -> Flags:
        """Hide one more cell in every line that holds one that is told; those it may help."""
        here = self.of(told)
        extra = self._cheapest(board, here.any(-1) & ~self.closed)
        self.add(board.hidden, extra)
        covered = np.zeros_like(told)
        self.add(covered, here & extra.any(-1, keepdims=True))
        return covered

    def _cheapest(self, board: Board, lines: Flags) -> Flags:
        """Of some lines the shown cell of the fewest; a nought, or all of what is shown, last."""
        count, hidden = self.of(board.count), self.of(board.hidden)
        extra = np.zeros_like(hidden)
        if not lines.any():
            return extra
        cost = np.where(
            count > 0,
            np.where(self.of(board.bare), count + LAST, count),
            np.where(self.of(board.nought), ZERO, FAR),
        )
        cost = np.where(hidden, FAR, cost)
        chosen = cost.argmin(-1)[..., None]
        there = np.take_along_axis(cost, chosen, -1) < FAR
        np.put_along_axis(extra, chosen, there & lines[..., None], -1)
        return extra

    def add(self, flags: Flags, more: Flags) -> None:
        """Set flags of the members."""
        moved = np.moveaxis(flags, self.axis, -1)
        moved[..., self.members] |= more


@dataclass(frozen=True)
class Lines:
    """Groups of places of one axis, which may overlap: the lines of each, along that axis.

    `members`: shape (places, groups); `total`, `closed`: (other axes, periods, groups). `alone`:
    looked at line by line only, not with others.
    """

    axis: int
    members: Flags
    total: Numbers
    closed: Flags
    alone: bool = False

    @property
    def told(self) -> tuple[NDArray[Any], ...]:
        """What they are."""
        return np.array([self.axis, self.alone]), self.members, self.total, self.closed

    @cached_property
    def _weight(self) -> NDArray[np.float64]:
        return self.members.astype(np.float64)

    @cached_property
    def _each(self) -> list[Line]:
        return [
            Line(self.axis, np.flatnonzero(column), self.total[..., n], self.closed[..., n])
            for n, column in enumerate(self.members.T)
        ]

    def of(self, cells: NDArray[S]) -> NDArray[S]:
        return np.moveaxis(cells, self.axis, -1)

    def mark(self, board: Board) -> None:
        """Say which cells are all of something that is shown, and which noughts stay open."""
        there = self.of(board.count) > 0
        alone = (there @ self._weight == 1) & ~self.closed
        bare, nought = self.of(board.bare), self.of(board.nought)  # views
        bare |= there & (alone @ self._weight.T > 0)
        nought &= ((self.total == 0) & ~self.closed) @ self._weight.T == 0

    def settle(self, board: Board, least: int) -> bool:
        """Hide more where a line is not safe by itself; tells whether anything was learned."""
        if len(self._each) == 1:
            return self._each[0].settle(board, least)
        count, hidden = self.of(board.count), self.of(board.hidden)
        effective = hidden & ~self.of(board.known)
        told, shut = effective @ self._weight, hidden @ self._weight
        few = (self.of(board.people) * effective) @ self._weight < least
        alike = (count * effective) @ self._weight <= told
        apart = (count * ~effective) @ self._weight >= self.total
        suspect = np.where(
            self.closed,
            ((told < 1) | few) & (shut < self.members.sum(0)),
            (told > 0) & ((told < 2) | few | alike) & ~apart,
        )
        settled = [self._each[n].settle(board, least) for n in _some(suspect)]
        return any(settled)

    def cover(self, board: Board, told: Flags) -> Flags:
        """Hide one more cell in every line that holds one that is told; those it may help."""
        covered = np.zeros_like(told)
        for n in _some((self.of(told) @ self._weight > 0) & ~self.closed):
            covered |= self._each[n].cover(board, told)
        return covered

    def equations(self, cells: Flags, count: Numbers) -> tuple[Numbers, Numbers]:
        """In which of the lines that add up exactly stands which of some cells, by its place."""
        exact = ~self.closed & (self.of(count) @ self._weight == self.total)
        number, groups = np.prod(self.total.shape[:-1], dtype=int), self.members.shape[1]
        length = len(self.members)
        line, place = np.nonzero(self.of(cells).reshape(number, length))
        pair, group = np.nonzero(self.members[place] & exact.reshape(number, groups)[line])
        places = np.arange(cells.size, dtype=np.int64).reshape(cells.shape)
        cell = self.of(places).reshape(number, length)[line, place]
        return line[pair] * groups + group, cell[pair]


def _some(lines: Flags) -> NDArray[np.int64]:
    """The groups with such a line."""
    return np.flatnonzero(lines.reshape(-1, lines.shape[-1]).any(0))


def digest(*arrays: NDArray[Any]) -> bytes:
    """The same for the same arrays."""
    told = blake2b(digest_size=32)
    for array in arrays:
        told.update(repr((array.shape, array.dtype.str)).encode())
        told.update(array.tobytes())
    return told.digest()
