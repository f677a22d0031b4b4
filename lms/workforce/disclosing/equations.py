"""What several lines together give away, though each of them hides two cells or more."""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Changes = NDArray[np.float64]
Flags = NDArray[np.bool_]
SURE = 1e-6
EXACT = 1e-20  # of squares


def worked_out(equation: Places, cell: Places) -> Places:
    """The cells that are determined when it is known what some of them are together; sorted.

    Pairs: in which equation stands which cell, once each. A change of the cells that keeps all
    equations, chosen at random, moves every cell that is not determined.
    """
    cells, unknown = np.unique(cell, return_inverse=True)
    change = np.random.default_rng(0).uniform(1, 2, cells.size)
    core, rounds = _peeled(equation, unknown, cells.size)
    if core.any():
        inside = np.unique(unknown[core])
        change[inside] = _kept(equation[core], np.searchsorted(inside, unknown[core]))
    for taken, is_free in reversed(rounds):
        at = np.unique(equation[taken], return_inverse=True)[1]
        last = np.zeros(at.max() + 1, dtype=np.int64)
        last[at[is_free[taken]]] = unknown[is_free]
        change[last] = 0
        change[last] = -np.bincount(at, weights=change[unknown[taken]])
    return cells[np.abs(change) < SURE]


def _peeled(
    equation: Places, unknown: Places, size: int
) -> tuple[Flags, list[tuple[Flags, Flags]]]:
    """Without the equations that hold a cell of no other one: it takes up what the others leave.

    The pairs that remain; and by round, those that were taken out, with those that were free.
    """
    left = np.ones(equation.size, dtype=bool)
    rounds: list[tuple[Flags, Flags]] = []
    while True:
        often = np.bincount(unknown[left], minlength=size)
        is_free = left & (often[unknown] == 1)
        if not is_free.any():
            return left, rounds
        taken = left & np.isin(equation, equation[is_free])
        rounds.append((taken, is_free))
        left &= ~taken


def _kept(equation: Places, unknown: Places) -> Changes:
    """A random change, projected onto those that keep every equation: by conjugate gradients on
    the normal equations, which come to an end after as many steps as there are equations.
    """
    place = np.unique(equation, return_inverse=True)[1]
    size, number = int(unknown.max()) + 1, int(place.max()) + 1
    change = np.random.default_rng(1).uniform(1, 2, size)
    rest = np.bincount(place, weights=change[unknown], minlength=number)
    way = np.bincount(unknown, weights=rest[place], minlength=size)
    slope = first = float(way @ way)
    for _step in range(2 * number):
        if slope <= EXACT * first:
            break
        told = np.bincount(place, weights=way[unknown], minlength=number)
        length = slope / float(told @ told)
        change = change - length * way
        rest = rest - length * told
        steepest = np.bincount(unknown, weights=rest[place], minlength=size)
        before, slope = slope, float(steepest @ steepest)
        way = steepest + slope / before * way
    return change
