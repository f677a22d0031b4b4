"""A line of cells and their total: enough of them are hidden that none can be worked out."""

from dataclasses import dataclass
from typing import TypeVar

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

    `known`: hidden, yet anybody can work it out; `bare`: hiding it would be of no use, because it
    is all of something that is shown; `open_nought`: a nought that may be hidden for others.
    """

    count: Numbers
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
        people = (count * effective).sum(-1)
        unsure = (effective & (count == 0)).any(-1) | (hidden.all(-1) & (hidden.shape[-1] > 1))
        few = people < np.minimum(least, self.total)
        single = (told < 2) | few | ((people <= told) & ~unsure)
        apart = (count * ~effective).sum(-1) >= self.total  # they overlap: no rest to be worked out
        unsafe = np.where(self.closed, (told < 1) | few, (told > 0) & single & ~apart)
        if not unsafe.any():
            return False
        cost = np.where(
            count > 0,
            np.where(self.of(board.bare), count + LAST, count),
            np.where(self.of(board.nought), ZERO, FAR),
        )
        cost = np.where(hidden, FAR, cost)
        chosen = cost.argmin(-1)
        helps = unsafe & (np.take_along_axis(cost, chosen[..., None], -1)[..., 0] < FAR)
        lost = unsafe & ~helps & ~self.closed
        extra = np.zeros_like(hidden)
        np.put_along_axis(extra, chosen[..., None], helps[..., None], -1)
        learned = effective & lost[..., None]
        self.add(board.hidden, extra)
        self.add(board.known, learned)
        return bool(helps.any() or learned.any())

    def add(self, flags: Flags, more: Flags) -> None:
        """Set flags of the members."""
        moved = np.moveaxis(flags, self.axis, -1)
        moved[..., self.members] |= more
