"""Who stayed: people by the month in which they began, and when they learned again."""

import numpy as np
from numpy.typing import NDArray

from lms.workforce.grid import Grid, subsets
from lms.workforce.periods import Period, between
from lms.workforce.rollups.cells import Axes
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.rows import Rows, read
from lms.workforce.rollups.store import Moment, Store

MOST = 12
NOT_YET = 65_535
Counts = NDArray[np.int64]


def months(store: Store, moment: Moment) -> tuple[int, ...]:
    """The months in which anybody learned."""
    return tuple(sorted(month for month, b in store.whole(moment, Kind.ACTIVE).items() if b))


def cohorts(store: Store, moment: Moment, dims: tuple[str, ...]) -> Grid[Counts]:
    """Entries of shape (months, 1 + MOST): who began in that month, and who of them learned again
    so many months later. Only dimensions of courses: one begins with each value by itself.
    """
    axes = Axes(store, moment, dims)
    learned = months(store, moment)
    array = axes.empty(np.int64, len(learned), 1 + MOST)
    for chosen in subsets(dims):
        every = [
            read(store, moment, Kind.ACTIVE, Period.of_month(month), chosen) for month in learned
        ]
        if every and every[0].groups:
            top = store.people(moment)[0]
            found = _followed(every, learned, top)
            axes.put(array, chosen, every[0].groups, found)
    return Grid(dims, axes.names, array, lambda entry: entry)


def _followed(every: list[Rows], learned: tuple[int, ...], person: np.ndarray) -> Counts:
    """Group by group: the first month of each person, then how long after it each month lies."""
    groups = len(every[0].groups)
    found = np.zeros((groups, len(learned), 1 + MOST), dtype=np.int64)
    lags = [[between(one, other) for one in learned] for other in learned]
    began = np.empty(person.size, dtype=np.uint16)
    for group in range(groups):
        began.fill(NOT_YET)
        for at, rows in enumerate(every):
            who = _people(rows, group, person)
            began[who[began[who] == NOT_YET]] = at
            numbers = np.bincount(began[who], minlength=at + 1)
            lag = np.array(lags[at][: at + 1])
            near = np.flatnonzero(lag <= MOST)
            found[group, near, lag[near]] += numbers[near]
    return found


def _people(rows: Rows, group: int, person: np.ndarray) -> NDArray[np.uint32]:
    """Everybody in a group, once."""
    once = slice(*np.searchsorted(rows.group, [group, group + 1]))
    often = slice(*np.searchsorted(rows.again_group, [group, group + 1]))
    who = person[rows.again[often]]
    several: NDArray[np.uint32] = who[np.append(True, who[1:] != who[:-1])[: who.size]]
    return np.concatenate([person[rows.snapshot[once]], several])
