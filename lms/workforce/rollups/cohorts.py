"""Who stayed: people by the month in which they began, and when they learned again."""

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from lms.workforce.grid import Grid, subsets
from lms.workforce.periods import Period, between
from lms.workforce.rollups.cells import Axes
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.sets import people_sets
from lms.workforce.rollups.store import Moment, Store

MOST = 12
NOBODY = BitMap()
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
            people_sets(store, moment, Kind.ACTIVE, Period.of_month(month), chosen).of
            for month in learned
        ]
        groups = tuple(sorted({group for found in every for group in found}))
        if groups:
            followed = [
                _followed([found.get(group, NOBODY) for found in every], learned)
                for group in groups
            ]
            axes.put(array, chosen, groups, np.stack(followed))
    return Grid(dims, axes.names, array, lambda entry: entry)


def _followed(every: list[BitMap], learned: tuple[int, ...]) -> Counts:
    """Who began in each month, and in how many months after it they learned again."""
    found = np.zeros((len(learned), 1 + MOST), dtype=np.int64)
    before = BitMap()
    for at, people in enumerate(every):
        began = people - before
        before |= people
        for month, again in zip(learned[at:], every[at:], strict=True):
            if (lag := between(learned[at], month)) <= MOST:
                found[at, lag] = began.intersection_cardinality(again)
    return found
