"""Counting: whatever changed is read from the facts again, and the difference goes into the
roll-ups; or everything is, from nothing.

The watermark's row is held until the transaction ends, so one count runs at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa
from pyroaring import BitMap
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from lms.clock import now
from lms.db import db, is_sqlite
from lms.workforce.rollups import bitmaps, queries, rebuilding
from lms.workforce.rollups.bitmaps import Changes
from lms.workforce.rollups.facts import COLUMNS, IDLE_DAYS, Chosen, Fact, facts, ownerless
from lms.workforce.rollups.models import (
    GENERATION,
    EnrolmentFact,
    EventKind,
    RatingMonth,
    ScorePairs,
    SnapshotLink,
    ValueBitmap,
    Watermark,
)
from lms.workforce.rollups.queries import Event

AT_ONCE = 10_000
CHUNK = 500


def count_first() -> None:
    """Where nothing was ever counted, count everything: before anything is served, so that an
    upgrade of a large copy on SQLite keeps nobody's write waiting.
    """
    if _hold_watermark().edit == 0:
        rebuild()


def roll_up() -> int:
    """Count what changed since the last time; how many events there were. Safe to run twice."""
    mark = _hold_watermark()
    connection = db.session.connection()
    if mark.edit == 0:
        return rebuild()
    below = queries.oldest_running(connection)
    if below is not None and mark.xid >= below:
        mark.xid = mark.event_id = 0  # restored into a server that counts from the beginning
    events = queries.events_after(connection, mark.xid, mark.event_id, below=below, limit=AT_ONCE)
    changed = _enrolments_of(connection, events) | _gone_idle(connection, mark)
    if events or changed:
        mark.edit = _next_edit(mark.edit, events)
        recount(connection, changed, mark)
        _recount_disability(connection, events, mark.edit)
        _forget_employers(connection, events, mark.edit)
        _recount_ratings(connection, events)
    if events:
        mark.xid, mark.event_id = events[-1].xid, events[-1].id
    mark.updated_at = now()
    return len(events)


def _next_edit(edit: int, events: Sequence[Event]) -> int:
    """Skills that correspond change answers of every month: whoever keeps some forgets them."""
    if any(event.kind == EventKind.SKILLS_RELATED for event in events):
        return _next_generation(edit)
    return edit + 1


def _next_generation(edit: int) -> int:
    return (edit // GENERATION + 1) * GENERATION


def _enrolments_of(connection: Connection, events: Sequence[Event]) -> set[int]:
    """What has to be read again; certificates without an owner stand under numbers below zero."""
    changed = {e.enrolment_id for e in events if e.enrolment_id is not None}
    changed |= {e.learner_id for e in events if e.learner_id < 0}
    people = {e.learner_id for e in events if e.kind == EventKind.ACCOUNT_CHANGED}
    if people:
        changed.update(queries.places_of(connection, people))
        changed.update(ownerless(connection))
    return changed


def _gone_idle(connection: Connection, mark: Watermark) -> set[int]:
    """Once a day: whose sixtieth day without learning has come."""
    today = queries.today()
    if mark.swept_on == today:
        return set()
    mark.swept_on = today
    last = today.toordinal() - IDLE_DAYS
    return set(queries.idle_since(connection, type(today).fromordinal(last)))


def recount(connection: Connection, ids: Collection[int], mark: Watermark) -> None:
    """Bring these enrolments in line with the facts; the caller holds the watermark."""
    changes, seen = Changes(), set[int]()
    scores: dict[tuple[int, int], dict[int, tuple[int, int] | None]] = defaultdict(dict)
    on = mark.swept_on or queries.today()
    for chunk in _chunks(sorted(ids)):
        before = queries.stored(connection, chunk)
        found = facts(connection, Chosen(chunk), on=on)
        _replace(connection, before, found)
        for key in before.keys() | found.keys():
            old, new = before.get(key), found.get(key)
            if old == new:
                continue
            _move(changes, scores, old, there=False)
            _move(changes, scores, new, there=True)
            if new is not None and (old is None or old.snapshot_id != new.snapshot_id):
                seen.add(new.snapshot_id)
    bitmaps.apply(connection, changes, mark.edit)
    _score(connection, scores, mark.edit)
    for chunk in _chunks(sorted(seen)):
        _describe(connection, chunk, mark.edit)


def _move(
    changes: Changes,
    scores: dict[tuple[int, int], dict[int, tuple[int, int] | None]],
    fact: Fact | None,
    *,
    there: bool,
) -> None:
    if fact is None:
        return
    for kind, month in fact.touches:
        changes.move((kind, month, fact.offering_id), fact.snapshot_id, there=there)
    if fact.scored is not None and fact.pre is not None and fact.post is not None:
        pair = (fact.pre, fact.post) if there else None
        scores[fact.scored, fact.offering_id][fact.snapshot_id] = pair


def _replace(connection: Connection, before: dict[int, Fact], found: dict[int, Fact]) -> None:
    gone = [key for key, fact in before.items() if found.get(key) != fact]
    if gone:
        connection.execute(sa.delete(EnrolmentFact).where(EnrolmentFact.enrolment_id.in_(gone)))
    new = [fact for key, fact in found.items() if before.get(key) != fact]
    if new:
        rows = [dict(zip(COLUMNS, fact.values, strict=True)) for fact in new]
        connection.execute(sa.insert(EnrolmentFact), rows)


def _score(
    connection: Connection,
    scores: dict[tuple[int, int], dict[int, tuple[int, int] | None]],
    edit: int,
) -> None:
    """Results that came, changed or went."""
    written = {}
    for (month, offering), moved in scores.items():
        body = connection.scalar(
            select(ScorePairs.body).where(
                ScorePairs.month == month, ScorePairs.offering_id == offering
            )
        )
        pairs = {
            int(p["snapshot"]): (int(p["pre"]), int(p["post"]))
            for p in (bitmaps.pairs_of(body) if body else ())
        }
        for snapshot, pair in moved.items():
            if pair is None:
                pairs.pop(snapshot, None)
            else:
                pairs[snapshot] = pair
        written[month, offering] = bitmaps.joined(pairs)
    bitmaps.write_pairs(connection, written, edit)


def _describe(connection: Connection, snapshots: Sequence[int], edit: int) -> None:
    """New snapshots: their values, and whose they are."""
    added: dict[tuple[str, str], list[int]] = defaultdict(list)
    for snapshot, dimension, value in queries.dimensions_of(connection, snapshots):
        added[dimension, value].append(snapshot)
    links = queries.links_of(connection, snapshots)
    known = queries.stored_links(connection, list(links))
    moved = {i: first for i, first in links.items() if known.get(i) != first}
    if moved:
        connection.execute(sa.delete(SnapshotLink).where(SnapshotLink.snapshot_id.in_(moved)))
        connection.execute(
            sa.insert(SnapshotLink),
            [{"snapshot_id": i, "first_id": first, "edit": edit} for i, first in moved.items()],
        )
    _add_values(connection, added, edit)
    owners = queries.owners_of(connection, snapshots)
    disabled = queries.told(connection, set(owners.values()))
    secret: dict[tuple[str, str], list[int]] = defaultdict(list)
    for snapshot, who in owners.items():
        if who in disabled:
            secret[bitmaps.TOLD, disabled[who]].append(snapshot)
    _add_values(connection, secret, edit)


def _add_values(connection: Connection, added: dict[tuple[str, str], list[int]], edit: int) -> None:
    written = {}
    for (dimension, value), snapshots in added.items():
        bitmap = _value(connection, dimension, value)
        bitmap.update(snapshots)
        written[dimension, value] = bitmap
    bitmaps.write_values(connection, written, edit)


def _value(connection: Connection, dimension: str, value: str) -> BitMap:
    body = connection.scalar(
        select(ValueBitmap.body).where(
            ValueBitmap.dimension == dimension, ValueBitmap.value == value
        )
    )
    return BitMap() if body is None else bitmaps.unpack_value(dimension, body)


def _recount_disability(connection: Connection, events: Sequence[Event], edit: int) -> None:
    """What somebody tells, or takes back, holds for all their snapshots at once."""
    kinds = (EventKind.DISABILITY_CHANGED, EventKind.ACCOUNT_CHANGED)
    people = {e.learner_id for e in events if e.kind in kinds and e.learner_id > 0}
    if not people:
        return
    theirs = queries.snapshots_of(connection, people)
    told = queries.told(connection, people)
    every = BitMap(i for snapshots in theirs.values() for i in snapshots)
    rows = connection.execute(
        select(ValueBitmap.value, ValueBitmap.body).where(ValueBitmap.dimension == bitmaps.TOLD)
    )
    values = {value: bitmaps.unpack_value(bitmaps.TOLD, body) - every for value, body in rows}
    for who, kind in told.items():
        values.setdefault(kind, BitMap()).update(theirs.get(who, ()))
    named = {(bitmaps.TOLD, value): bitmap for value, bitmap in values.items()}
    bitmaps.write_values(connection, named, edit)


def _forget_employers(connection: Connection, events: Sequence[Event], edit: int) -> None:
    """Where somebody erased their account, nothing says any more for whom they worked."""
    people = {e.learner_id for e in events if e.kind == EventKind.ACCOUNT_CHANGED}
    theirs = queries.snapshots_of(connection, {i for i in people if i > 0}) if people else {}
    gone = queries.without_employer(connection, [i for some in theirs.values() for i in some])
    if not gone:
        return
    rows = connection.execute(
        select(ValueBitmap.value, ValueBitmap.body).where(ValueBitmap.dimension == bitmaps.EMPLOYER)
    )
    held = {(bitmaps.EMPLOYER, value): bitmaps.unpack(bytes(body)) for value, body in rows}
    left = {key: bitmap - gone for key, bitmap in held.items() if bitmap & gone}
    bitmaps.write_values(connection, left, edit)


def _recount_ratings(connection: Connection, events: Sequence[Event]) -> None:
    for run_id, month in sorted({(e.run_id, e.month) for e in events if e.run_id is not None}):
        gone = sa.delete(RatingMonth).where(
            RatingMonth.run_id == run_id, RatingMonth.month == month
        )
        connection.execute(gone)
        sums = queries.ratings(connection, run_id, month)
        if sums["answers"]:
            connection.execute(sa.insert(RatingMonth).values(run_id=run_id, month=month, **sums))


def rebuild() -> int:
    """Count everything anew from the facts alone; how many enrolments were looked at."""
    mark = _hold_watermark()
    connection = db.session.connection()
    mark.edit = _next_generation(mark.edit)  # whoever holds bitmaps forgets them
    mark.swept_on = queries.today()
    newest = queries.newest(connection, below=queries.oldest_running(connection))
    count = rebuilding.rebuild(connection, mark.edit, mark.swept_on)
    mark.xid, mark.event_id = newest
    mark.updated_at = now()
    return count


def _hold_watermark() -> Watermark:
    """The one row that lets one count run at a time."""
    row = _locked_watermark()
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(
                    Watermark(name=queries.NAME, xid=0, event_id=0, updated_at=now(), edit=0)
                )
        except IntegrityError:
            pass  # another count was first
        row = _locked_watermark()
    if row is None:
        raise LookupError("there is no watermark")
    return row


def _locked_watermark() -> Watermark | None:
    return db.session.get(
        Watermark, queries.NAME, with_for_update=not is_sqlite(), populate_existing=True
    )


def _chunks(items: Sequence[int]) -> Iterator[Sequence[int]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
