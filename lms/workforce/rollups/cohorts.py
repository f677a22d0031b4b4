"""Who stayed: people by the month in which they began, and when they learned again."""

import numpy as np
from sqlalchemy import Connection

from lms.workforce.dimensions import DIMENSIONS, Side
from lms.workforce.periods import after
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.rows import offered_to
from lms.workforce.rollups.store import Store, snapshots_in


def retention(
    store: Store,
    connection: Connection,
    where: tuple[tuple[str, str], ...],
    months: tuple[int, ...],
    most: int,
) -> dict[int, tuple[int, ...]]:
    active = sorted(store.whole(connection, Kind.ACTIVE))
    person, _several = store.people(connection)
    learned = {month: person[_filtered(store, connection, month, where)] for month in active}
    seen = np.zeros(person.size, dtype=bool)
    began: dict[int, np.ndarray] = {}
    for month, people in learned.items():
        began[month] = np.unique(people[~seen[people]])
        seen[people] = True
    flags: dict[int, np.ndarray] = {}
    found = {}
    for month in months:
        people = began.get(month)
        if people is None or not people.size:
            continue
        row = [int(people.size)]
        for later in (after(month, n) for n in range(1, most + 1)):
            if later > active[-1]:
                break
            if later not in flags:
                flags[later] = np.zeros(person.size, dtype=bool)
                flags[later][learned.get(later, np.zeros(0, dtype=np.uint32))] = True
            row.append(int(flags[later][people].sum()))
        found[month] = tuple(row)
    return found


def _filtered(
    store: Store, connection: Connection, month: int, where: tuple[tuple[str, str], ...]
) -> np.ndarray:
    """The snapshots that learned in a month and fit the filters."""
    asked = {n: v for n, v in where if DIMENSIONS[n].side is Side.COURSE}
    if asked:
        store.parts(connection, Kind.ACTIVE, [month])
        fitting = [
            o.id
            for o in store.offered(connection).values()
            if all(value in o.values[name] for name, value in asked.items())
        ]
        bitmap = offered_to(store, Kind.ACTIVE, [month], fitting)
    else:
        bitmap = store.whole(connection, Kind.ACTIVE)[month]
    numbers, _ownerless = snapshots_in(bitmap)
    for name, value in where:
        if name not in asked:
            names, codes = store.codes(connection, name)
            if value not in names:
                return numbers[:0]
            numbers = numbers[codes[numbers] == names.index(value)]
    return numbers
