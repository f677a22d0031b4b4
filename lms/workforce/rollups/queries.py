"""Reads for the roll-ups: events, snapshots, what is stored."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from pyroaring import BitMap
from sqlalchemy import Connection, select

from courses.public import Enrolment, Snapshot, ratings_of
from lms.accounts.public import disabilities
from lms.clock import now
from lms.i18n.dates import to_bangkok
from lms.workforce.periods import after
from lms.workforce.rollups.facts import COLUMNS, Fact, month
from lms.workforce.rollups.models import (
    EnrolmentFact,
    LearningEvent,
    RatingMonth,
    SnapshotLink,
    Watermark,
)

NAME = "people"
PERSONAL = {
    "district": Snapshot.district_code,
    "province": Snapshot.province_code,
    "sex": Snapshot.sex,
    "age_band": Snapshot.age_band,
    "education": Snapshot.education,
    "employment": Snapshot.employment,
    "occupation": Snapshot.occupation,
    "sector": Snapshot.sector,
    "industry": Snapshot.industry,
    "firm_size": Snapshot.firm_size,
    "target_group": Snapshot.target_group,
    "employer": Snapshot.employer,
}


@dataclass(frozen=True)
class Event:
    xid: int
    id: int
    kind: int
    learner_id: int
    enrolment_id: int | None
    run_id: int | None
    month: int


def events_after(
    connection: Connection, xid: int, event_id: int, *, below: int | None, limit: int | None
) -> Sequence[Event]:
    """In the order of their transactions; `below` is the first that may still be running."""
    since = sa.tuple_(LearningEvent.xid, LearningEvent.id) > sa.tuple_(
        sa.literal(xid, sa.BigInteger), sa.literal(event_id, sa.BigInteger)
    )
    chosen = select(
        LearningEvent.xid,
        LearningEvent.id,
        LearningEvent.kind,
        LearningEvent.learner_id,
        LearningEvent.enrolment_id,
        LearningEvent.run_id,
        month(LearningEvent.occurred_at, connection.dialect.name),
    ).where(since)
    if below is not None:
        chosen = chosen.where(LearningEvent.xid < below)
    rows = connection.execute(chosen.order_by(LearningEvent.xid, LearningEvent.id).limit(limit))
    return [Event(*row) for row in rows]


def newest(connection: Connection, *, below: int | None) -> tuple[int, int]:
    """(xid, id) of the last event before `below`; nought where there is none."""
    chosen = select(LearningEvent.xid, LearningEvent.id)
    if below is not None:
        chosen = chosen.where(LearningEvent.xid < below)
    last = chosen.order_by(LearningEvent.xid.desc(), LearningEvent.id.desc()).limit(1)
    row = connection.execute(last).one_or_none()
    return (row[0], row[1]) if row else (0, 0)


def oldest_running(connection: Connection) -> int | None:
    """The oldest transaction that may still write events; SQLite has one writer: None."""
    if connection.dialect.name == "sqlite":
        return None
    snapshot = sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot())
    return int(connection.scalar(select(sa.cast(snapshot, sa.Text))) or 0)


def watermark(connection: Connection) -> Watermark | None:
    """A row that is read, not kept in the session."""
    row = connection.execute(
        select(Watermark.__table__).where(Watermark.name == NAME)
    ).one_or_none()
    return None if row is None else Watermark(**row._asdict())


def today() -> date:
    return to_bangkok(now()).date()


def places_of(connection: Connection, learners: Collection[int]) -> list[int]:
    """Every enrolment of these people."""
    theirs = select(Enrolment.id).where(Enrolment.learner_id.in_(learners))
    return list(connection.scalars(theirs))


def idle_since(connection: Connection, last_on: date) -> list[int]:
    """Enrolments that were not idle yet, and learned for the last time by that day."""
    resting = select(EnrolmentFact.enrolment_id).where(
        EnrolmentFact.last_on <= last_on,
        EnrolmentFact.dropped.is_(None),
        EnrolmentFact.completed.is_(None),
    )
    return list(connection.scalars(resting))


def stored(connection: Connection, ids: Sequence[int]) -> dict[int, Fact]:
    """What is counted for these enrolments so far."""
    table = EnrolmentFact.__table__
    rows = connection.execute(
        select(*(table.c[name] for name in COLUMNS)).where(EnrolmentFact.enrolment_id.in_(ids))
    )
    return {row[0]: Fact(*row) for row in rows}


def stored_between(connection: Connection, first: int, last: int) -> dict[int, Fact]:
    table = EnrolmentFact.__table__
    chosen = select(*(table.c[name] for name in COLUMNS)).where(
        EnrolmentFact.enrolment_id.between(first, last)
    )
    return {row[0]: Fact(*row) for row in connection.execute(chosen)}


def dimensions_of(
    connection: Connection, snapshots: Collection[int]
) -> Iterator[tuple[int, str, str]]:
    """(snapshot, dimension, value) of everything that is stated."""
    names = list(PERSONAL)
    chosen = select(Snapshot.id, *PERSONAL.values()).where(Snapshot.id.in_(snapshots))
    for row in connection.execute(chosen):
        for name, value in zip(names, row[1:], strict=True):
            if value:
                yield row[0], name, value


def links_of(connection: Connection, snapshots: Collection[int]) -> dict[int, int]:
    """Later snapshots of the people of these, each with the person's first."""
    theirs = select(Snapshot.learner_id).where(Snapshot.id.in_(snapshots))
    rows = connection.execute(
        select(Snapshot.learner_id, Snapshot.id)
        .where(Snapshot.learner_id.in_(theirs))
        .order_by(Snapshot.learner_id, Snapshot.id)
    )
    first: dict[int, int] = {}
    return {i: first[who] for who, i in rows if first.setdefault(who, i) != i}


def stored_links(connection: Connection, snapshots: Collection[int]) -> dict[int, int]:
    rows = connection.execute(
        select(SnapshotLink.snapshot_id, SnapshotLink.first_id).where(
            SnapshotLink.snapshot_id.in_(snapshots)
        )
    )
    return {row[0]: row[1] for row in rows}


def without_employer(connection: Connection, snapshots: Collection[int]) -> BitMap:
    """Those of these snapshots that name no employer."""
    chosen = select(Snapshot.id).where(Snapshot.id.in_(snapshots), Snapshot.employer.is_(None))
    return BitMap(connection.scalars(chosen))


def snapshots_of(connection: Connection, learners: Collection[int]) -> dict[int, list[int]]:
    rows = connection.execute(
        select(Snapshot.learner_id, Snapshot.id).where(Snapshot.learner_id.in_(learners))
    )
    found: dict[int, list[int]] = {}
    for who, snapshot in rows:
        found.setdefault(who, []).append(snapshot)
    return found


def owners_of(connection: Connection, snapshots: Collection[int]) -> dict[int, int]:
    rows = connection.execute(
        select(Snapshot.id, Snapshot.learner_id).where(Snapshot.id.in_(snapshots))
    )
    return {row[0]: row[1] for row in rows}


def told(connection: Connection, learners: Collection[int] | None) -> dict[int, str]:
    """The kind of disability by person, of who agreed to tell it; None: of everybody."""
    return disabilities(connection, learners)


def ratings(connection: Connection, run_id: int, month_: int) -> dict[str, int]:
    """Sums of the five-point answers of a run in a month."""
    first = date(month_ // 100, month_ % 100, 1)
    next_month = after(month_, 1)
    return ratings_of(connection, run_id, first, date(next_month // 100, next_month % 100, 1))


def stored_ratings(connection: Connection) -> dict[tuple[int, int], dict[str, Any]]:
    rows = connection.execute(select(RatingMonth.__table__))
    return {
        (row.run_id, row.month): {
            name: getattr(row, name) for name in ("answers", "items", "total", "high")
        }
        for row in rows
    }
