"""Who stayed: people by the month in which they began, and when they learned again."""

import numpy as np
from numpy.typing import NDArray

from lms.workforce.grid import CellKey, Grid, subsets
from lms.workforce.periods import Period, between
from lms.workforce.rollups.cells import Axes
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.rows import Rows, rows
from lms.workforce.rollups.store import Moment, Store, array_of

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
            rows(store, moment, Kind.ACTIVE, Period.of_month(month), chosen) for month in learned
        ]
        groups = tuple(sorted({group for found in every for group in found.groups}))
        person, _several = store.people(moment)
        if groups:
            followed = [_followed(every, learned, person, group) for group in groups]
            axes.put(array, chosen, groups, np.stack(followed))
    return Grid(dims, axes.names, array, lambda entry: entry)


def _followed(
    every: list[Rows], learned: tuple[int, ...], person: np.ndarray, group: CellKey
) -> Counts:
    """The first month of each person, then how long after it each month lies."""
    found = np.zeros((len(learned), 1 + MOST), dtype=np.int64)
    began = np.full(person.size, NOT_YET, dtype=np.uint16)
    for at, in_month in enumerate(every):
        who = _people(in_month, person, group)
        began[who[began[who] == NOT_YET]] = at
        numbers = np.bincount(began[who], minlength=at + 1)
        lag = np.array([between(one, learned[at]) for one in learned[: at + 1]])
        near = np.flatnonzero(lag <= MOST)
        found[near, lag[near]] += numbers[near]
    return found


def _people(in_month: Rows, person: np.ndarray, group: CellKey) -> NDArray[np.uint32]:
    """Everybody in a group, once."""
    if group not in in_month.groups:
        return person[:0]
    at = in_month.groups.index(group)
    often = slice(*np.searchsorted(in_month.again_group, [at, at + 1]))
    who = person[in_month.again[often]]
    several = who[np.append(True, who[1:] != who[:-1])[: who.size]]
    people: NDArray[np.uint32] = np.concatenate([person[array_of(in_month.once[at])], several])
    return people
