"""Noting what happened, and counting people again whenever something did."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from certificates.public import Certificate
from courses.public import Enrolment
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, is_sqlite
from lms.workforce import queries
from lms.workforce.counting import Cell, Touch, cells_of, count
from lms.workforce.models import EventKind, LearningEvent, PeopleCount, PersonMonth, Watermark

AT_ONCE = 2000
CHUNK = 500


def note_enrolled(enrolment: Enrolment) -> None:
    _note_place(EventKind.ENROLLED, enrolment)


def note_withdrawn(enrolment: Enrolment) -> None:
    _note_place(EventKind.WITHDRAWN, enrolment)


def note_completed(enrolment: Enrolment) -> None:
    _note_place(EventKind.COMPLETED, enrolment)


def _note_place(kind: EventKind, enrolment: Enrolment) -> None:
    _note(db.session.connection(), kind, enrolment.learner_id, enrolment.id)


def note_account(_mapper: Any, connection: Connection, user: User) -> None:
    """A row of an account was written."""
    _note(connection, EventKind.REGISTERED, user.id)


def note_account_change(_mapper: Any, connection: Connection, user: User) -> None:
    if sa.inspect(user).attrs.state.history.has_changes():
        _note(connection, EventKind.ACCOUNT_CHANGED, user.id)


def note_certificate(_mapper: Any, connection: Connection, paper: Certificate) -> None:
    """A row of the register was written."""
    if paper.learner_id is not None and not paper.is_sample:
        _note(connection, EventKind.CERTIFIED, paper.learner_id, paper.enrolment_id)


def note_certificate_change(_mapper: Any, connection: Connection, paper: Certificate) -> None:
    if sa.inspect(paper).attrs.state.history.has_changes() and not paper.is_sample:
        person = -paper.id if paper.learner_id is None else paper.learner_id
        _note(connection, EventKind.CERTIFICATE_CHANGED, person, paper.enrolment_id)


def _note(
    connection: Connection, kind: EventKind, learner_id: int, enrolment_id: int | None = None
) -> None:
    """In the transaction in which it happened: both are kept, or neither."""
    row = {"at": now(), "what": kind, "learner": learner_id, "enrolment": enrolment_id}
    connection.execute(_events[connection.dialect.name], row)


def _event(xid: Any) -> sa.Insert:
    return sa.insert(LearningEvent).values(
        xid=xid,
        occurred_at=bindparam("at", type_=LearningEvent.occurred_at.type),
        kind=bindparam("what"),
        learner_id=bindparam("learner"),
        enrolment_id=bindparam("enrolment"),
    )


_events = {
    "sqlite": _event(0),
    "postgresql": _event(sa.cast(sa.cast(sa.func.pg_current_xact_id(), sa.Text), sa.BigInteger)),
}


def roll_up() -> int:
    """Count everybody again to whom something happened since the last time; how many events.

    Safe to run twice and side by side: a person's counts are read from the facts, and the
    watermark's row is held until the transaction ends.
    """
    mark = _hold_watermark()
    connection = db.session.connection()
    below = queries.oldest_running(connection)
    if below is not None and mark.xid >= below:
        mark.xid = mark.event_id = 0  # restored into a server that counts from the beginning
    events = queries.events_after(connection, mark.xid, mark.event_id, below=below, limit=AT_ONCE)
    if events:
        recount(connection, _people_of(connection, events))
        mark.xid, mark.event_id = events[-1].xid, events[-1].id
    mark.updated_at = now()
    return len(events)


def _people_of(connection: Connection, events: Sequence[queries.Event]) -> set[int]:
    people = {event.learner_id for event in events}
    if any(event.kind == EventKind.ACCOUNT_CHANGED for event in events):
        people.update(queries.ownerless(connection))
    return people


def _hold_watermark() -> Watermark:
    """The one row that lets one roll-up run at a time."""
    row = _locked_watermark()
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(Watermark(name=queries.NAME, xid=0, event_id=0, updated_at=now()))
        except IntegrityError:
            pass  # another roll-up was first
        row = _locked_watermark()
    if row is None:
        raise LookupError("there is no watermark")
    return row


def _locked_watermark() -> Watermark | None:
    return db.session.get(
        Watermark, queries.NAME, with_for_update=not is_sqlite(), populate_existing=True
    )


def recount(connection: Connection, people: Collection[int]) -> None:
    """Bring these people's counts in line with the facts; the caller holds the watermark."""
    change: Counter[Cell] = Counter()
    for chunk in _chunks(sorted(people)):
        before, after = queries.counted(connection, chunk), queries.facts(connection, chunk)
        _forget(connection, before - after)
        _keep(connection, after - before)
        was, is_now = cells_of(before), cells_of(after)
        change.update(cell for _person, cell in is_now - was)
        change.subtract(cell for _person, cell in was - is_now)
    _add(connection, change)


def rebuild() -> int:
    """Count everybody anew from the facts alone; how many people were looked at."""
    _hold_watermark()
    connection = db.session.connection()
    connection.execute(sa.delete(PersonMonth))
    connection.execute(sa.delete(PeopleCount))
    people, total = queries.everybody(connection), Counter[Cell]()
    for chunk in _chunks(people):
        touches = queries.facts(connection, chunk)
        _keep(connection, touches)
        total.update(count(touches))
    _add(connection, total)
    return len(people)


def differences() -> list[str]:
    """Where the counts do not follow from the facts; what is not counted yet is no difference."""
    engine = db.engines["read" if is_sqlite() else None]
    options: dict[str, Any] = {} if is_sqlite() else {"isolation_level": "REPEATABLE READ"}
    found: list[str] = []
    total: Counter[Cell] = Counter()
    with engine.connect().execution_options(**options) as connection:
        waiting = _people_of(connection, list(queries.pending(connection)))
        for chunk in _chunks(queries.everybody(connection)):
            is_counted = queries.counted(connection, chunk)
            total.update(count(is_counted))
            wrong = is_counted ^ queries.facts(connection, chunk)
            people = {touch.person_id for touch in wrong} - waiting
            found += [f"person {person}" for person in sorted(people)]
        stored = queries.cells(connection)
        for cell in sorted(stored.keys() | total.keys()):
            if stored.get(cell, 0) != total[cell]:
                found.append(f"{cell}: {stored.get(cell, 0)} stored, {total[cell]} counted")
    return found


def _chunks(people: Sequence[int]) -> Iterator[Sequence[int]]:
    return (people[start : start + CHUNK] for start in range(0, len(people), CHUNK))


def _forget(connection: Connection, touches: Collection[Touch]) -> None:
    if touches:
        gone = sa.delete(PersonMonth).where(
            *(getattr(PersonMonth, name) == bindparam(f"old_{name}") for name in Touch._fields)
        )
        rows = [{f"old_{k}": v for k, v in t._asdict().items()} for t in sorted(touches)]
        connection.execute(gone, rows)


def _keep(connection: Connection, touches: Collection[Touch]) -> None:
    if touches:
        connection.execute(sa.insert(PersonMonth), [t._asdict() for t in sorted(touches)])


def _add(connection: Connection, change: Counter[Cell]) -> None:
    """Add to the stored numbers; a cell that is new begins at nought."""
    rows = [c._asdict() | {"people": 0} for c in sorted(change) if change[c]]
    if not rows:
        return
    kind = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(kind.insert(PeopleCount).on_conflict_do_nothing(), rows)
    counted = sa.update(PeopleCount).where(
        *(getattr(PeopleCount, name) == bindparam(f"of_{name}") for name in Cell._fields)
    )
    connection.execute(
        counted.values(people=PeopleCount.people + bindparam("more")),
        [
            {f"of_{k}": v for k, v in c._asdict().items()} | {"more": change[c]}
            for c in sorted(change)
            if change[c]
        ],
    )
