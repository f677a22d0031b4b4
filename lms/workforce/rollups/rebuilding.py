"""Everything counted from nothing, and the proof that what is stored is what the facts say."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from pyroaring import BitMap
from sqlalchemy import Connection, select

from courses.public import Enrolment, Snapshot, rated_months
from lms.db import db, is_sqlite
from lms.workforce.rollups import bitmaps, queries
from lms.workforce.rollups.facts import COLUMNS, Chosen, Fact, facts, ownerless
from lms.workforce.rollups.models import (
    EVERYWHERE,
    EnrolmentFact,
    PeopleBitmap,
    RatingMonth,
    ScorePairs,
    SnapshotLink,
    ValueBitmap,
)

CHUNK = 20_000
TABLES = (
    EnrolmentFact, PeopleBitmap, ValueBitmap, ScorePairs, SnapshotLink, RatingMonth,
)  # fmt: skip


class Whole:
    """What the facts of everybody add up to, gathered in memory: about 5 bytes a touch."""

    def __init__(self) -> None:
        self.people: defaultdict[bitmaps.Place, array[int]] = defaultdict(lambda: array("I"))
        self.scores: defaultdict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)

    def take(self, fact: Fact) -> None:
        for kind, month in fact.touches:
            self.people[int(kind), month, fact.offering_id].append(fact.snapshot_id)
        if fact.scored is not None:
            pair = (fact.snapshot_id, fact.pre or 0, fact.post or 0)
            self.scores[fact.scored, fact.offering_id].append(pair)

    def bitmaps(self) -> dict[bitmaps.Place, BitMap]:
        found = {place: BitMap(snapshots) for place, snapshots in self.people.items()}
        every: defaultdict[tuple[int, int], list[BitMap]] = defaultdict(list)
        for (kind, month, _offering), bitmap in found.items():
            every[kind, month].append(bitmap)
        for (kind, month), parts in every.items():
            found[kind, month, EVERYWHERE] = BitMap.union(*parts)
        return found

    def pairs(self) -> dict[tuple[int, int], np.ndarray]:
        return {
            place: np.array(sorted(rows), dtype=bitmaps.PAIR) for place, rows in self.scores.items()
        }


def rebuild(connection: Connection, edit: int, on: date) -> int:
    """Empty the roll-ups and fill them; how many enrolments there were."""
    for table in TABLES:
        connection.execute(sa.delete(table))
    whole, count = Whole(), 0
    for chunk in _every(connection):
        found = list(facts(connection, chunk, on=on).values())
        _keep(connection, found)
        for fact in found:
            whole.take(fact)
        count += len(found)
    bitmaps.write_people(connection, whole.bitmaps(), edit)
    bitmaps.write_pairs(connection, whole.pairs(), edit)
    values, links = _described(connection)
    bitmaps.write_values(connection, values, edit)
    rows = [{"snapshot_id": i, "first_id": first, "edit": edit} for i, first in links.items()]
    for start in range(0, len(rows), CHUNK):
        connection.execute(sa.insert(SnapshotLink), rows[start : start + CHUNK])
    for row in _rated(connection):
        connection.execute(sa.insert(RatingMonth).values(row))
    return count


def _every(connection: Connection) -> Iterator[Chosen]:
    """All enrolments in stretches of ids, then the certificates without an owner."""
    last = connection.scalar(select(sa.func.max(Enrolment.id))) or 0
    for first in range(1, last + 1, CHUNK):
        yield Chosen(first=first, last=first + CHUNK - 1)
    papers = ownerless(connection)
    for start in range(0, len(papers), CHUNK):
        yield Chosen(papers[start : start + CHUNK])


def _keep(connection: Connection, found: Sequence[Fact]) -> None:
    """COPY on PostgreSQL; one prepared statement on SQLite."""
    if not found:
        return
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in COLUMNS)
        insert = f"INSERT INTO enrolment_fact ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608
        rows = [(*f.values[:-1], f.last_on.isoformat() if f.last_on else None) for f in found]
        connection.exec_driver_sql(insert, rows)
        return
    raw: Any = connection.connection.driver_connection
    with raw.cursor().copy(f"COPY enrolment_fact ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for fact in found:
            copy.write_row(fact.values)


def _described(
    connection: Connection,
) -> tuple[dict[tuple[str, str], BitMap], dict[int, int]]:
    """Every snapshot: its values, and later ones with the first of the same person."""
    names = list(queries.PERSONAL)
    held: defaultdict[tuple[str, str], array[int]] = defaultdict(lambda: array("I"))
    first: dict[int, int] = {}
    links: dict[int, int] = {}
    told = queries.told(connection, None)
    after = 0
    while rows := connection.execute(
        select(Snapshot.id, Snapshot.learner_id, *queries.PERSONAL.values())
        .where(Snapshot.id > after)
        .order_by(Snapshot.id)
        .limit(CHUNK)
    ).all():
        for row in rows:
            for name, value in zip(names, row[2:], strict=True):
                if value:
                    held[name, value].append(row[0])
            if row[1] in told:
                held[bitmaps.TOLD, told[row[1]]].append(row[0])
            if first.setdefault(row[1], row[0]) != row[0]:
                links[row[0]] = first[row[1]]
        after = rows[-1][0]
    return {place: BitMap(snapshots) for place, snapshots in held.items()}, links


def _rated(connection: Connection) -> Iterator[dict[str, int]]:
    for run_id, month in rated_months(connection):
        sums = queries.ratings(connection, run_id, month)
        if sums["answers"]:
            yield {"run_id": run_id, "month": month, **sums}


def differences() -> list[str]:
    """Where the roll-ups do not follow from the facts; what is not counted yet is no difference."""
    engine = db.engines["read" if is_sqlite() else None]
    options: dict[str, Any] = {} if is_sqlite() else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection:
        mark = queries.watermark(connection)
        if mark is None or mark.edit == 0:
            return []
        waiting = queries.events_after(connection, mark.xid, mark.event_id, below=None, limit=None)
        late = {e.enrolment_id for e in waiting if e.enrolment_id is not None}
        late |= {e.learner_id for e in waiting if e.learner_id < 0}
        people = {e.learner_id for e in waiting if e.learner_id > 0}
        late |= set(queries.places_of(connection, people)) if people else set()
        on = mark.swept_on or queries.today()
        found, whole = list(_wrong_facts(connection, late, on)), Whole()
        for chunk in _every(connection):
            for fact in _stored(connection, chunk).values():
                whole.take(fact)
        found += _wrong_bitmaps(connection, whole)
        if not waiting:
            found += _wrong_values(connection)
    return found


def _stored(connection: Connection, chunk: Chosen) -> dict[int, Fact]:
    if chunk.first is not None and chunk.last is not None:
        return queries.stored_between(connection, chunk.first, chunk.last)
    return queries.stored(connection, list(chunk.ids))


def _wrong_facts(connection: Connection, late: set[int], on: date) -> Iterator[str]:
    for chunk in _every(connection):
        is_stored, is_so = _stored(connection, chunk), facts(connection, chunk, on=on)
        for key in sorted(is_stored.keys() | is_so.keys()):
            if key not in late and is_stored.get(key) != is_so.get(key):
                yield f"enrolment {key}: {is_stored.get(key)} stored, {is_so.get(key)} found"


def _wrong_bitmaps(connection: Connection, whole: Whole) -> Iterator[str]:
    expected = whole.bitmaps()
    rows = connection.execute(
        select(PeopleBitmap.kind, PeopleBitmap.month, PeopleBitmap.offering_id, PeopleBitmap.body)
    )
    for kind, month, offering, body in rows:
        if bitmaps.unpack(body) != expected.pop((kind, month, offering), BitMap()):
            yield f"bitmap {kind}/{month}/{offering} differs"
    yield from (f"bitmap {place} is missing" for place in expected)
    pairs = whole.pairs()
    for month, offering, body in connection.execute(
        select(ScorePairs.month, ScorePairs.offering_id, ScorePairs.body)
    ):
        there = bitmaps.pairs_of(body)
        if not np.array_equal(there, pairs.pop((month, offering), there[:0])):
            yield f"results {month}/{offering} differ"
    yield from (f"results {place} are missing" for place in pairs)


def _wrong_values(connection: Connection) -> Iterator[str]:
    values, links = _described(connection)
    rows = connection.execute(select(ValueBitmap.dimension, ValueBitmap.value, ValueBitmap.body))
    for dimension, value, body in rows:
        if bitmaps.unpack_value(dimension, body) != values.pop((dimension, value), BitMap()):
            yield f"{dimension} {value} differs"
    yield from (f"{place} is missing" for place in values)
    stored = connection.execute(select(SnapshotLink.snapshot_id, SnapshotLink.first_id))
    if {row[0]: row[1] for row in stored} != links:
        yield "links of snapshots differ"
    ratings = {(r.pop("run_id"), r.pop("month")): r for r in _rated(connection)}
    if queries.stored_ratings(connection) != ratings:
        yield "ratings differ"
