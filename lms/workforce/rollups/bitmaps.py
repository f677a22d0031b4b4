"""Bitmaps of snapshots as the roll-ups keep them: reading, adding, taking away, writing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import sqlalchemy as sa
from pyroaring import BitMap
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from lms.accounts.public import decrypt, encrypt
from lms.workforce.rollups.models import EVERYWHERE, PeopleBitmap, ScorePairs, ValueBitmap

Place = tuple[int, int, int]
PAIR = np.dtype([("snapshot", "<u4"), ("pre", "<u2"), ("post", "<u2")])
TOLD = "disability"
EMPLOYER = "employer"
AT_ONCE = 400


def pack(bitmap: BitMap) -> bytes:
    bitmap.run_optimize()
    return bytes(bitmap.serialize())


def unpack(body: bytes) -> BitMap:
    return BitMap.deserialize(body)


def pack_value(dimension: str, bitmap: BitMap) -> bytes:
    """Disability is never in the clear, not even as a set of numbers."""
    body = pack(bitmap)
    return encrypt(body.hex()).encode() if dimension == TOLD else body


def unpack_value(dimension: str, body: bytes) -> BitMap:
    if dimension == TOLD:
        return unpack(bytes.fromhex(decrypt(bytes(body).decode()) or pack(BitMap()).hex()))
    return unpack(bytes(body))


class Changes:
    """What joins and leaves the bitmaps of one round; both at once cancel."""

    def __init__(self) -> None:
        self.added: defaultdict[Place, set[int]] = defaultdict(set)
        self.gone: defaultdict[Place, set[int]] = defaultdict(set)

    def move(self, place: Place, snapshot: int, *, there: bool) -> None:
        into, out = (self.added, self.gone) if there else (self.gone, self.added)
        if snapshot in out[place]:
            out[place].discard(snapshot)
        else:
            into[place].add(snapshot)

    @property
    def places(self) -> list[Place]:
        touched = {p for p, s in (*self.added.items(), *self.gone.items()) if s}
        return sorted(touched)


def apply(connection: Connection, changes: Changes, edit: int) -> None:
    """Bring the stored bitmaps up to date, and those of any offering with them."""
    places = changes.places
    stored = _stored(connection, places)
    whole: dict[tuple[int, int], set[int]] = defaultdict(set)
    left: set[tuple[int, int]] = set()
    for place in places:
        bitmap = stored.setdefault(place, BitMap())
        bitmap.update(changes.added[place])
        bitmap.difference_update(BitMap(changes.gone[place]))
        whole[place[:2]] |= changes.added[place]
        if changes.gone[place]:
            left.add(place[:2])
    write_people(connection, {place: stored[place] for place in places}, edit)
    rest = sorted(whole.keys() - left)
    every = _stored(connection, [(kind, month, EVERYWHERE) for kind, month in rest])
    for kind, month in rest:
        every.setdefault((kind, month, EVERYWHERE), BitMap()).update(whole[kind, month])
    for kind, month in left:
        every[kind, month, EVERYWHERE] = _union(connection, kind, month)
    write_people(connection, every, edit)


def _stored(connection: Connection, places: Iterable[Place]) -> dict[Place, BitMap]:
    """The bitmaps of these places that exist."""
    found: dict[Place, BitMap] = {}
    by_month: dict[tuple[int, int], list[int]] = defaultdict(list)
    for kind, month, offering in places:
        by_month[kind, month].append(offering)
    for (kind, month), offerings in by_month.items():
        rows = connection.execute(
            select(PeopleBitmap.offering_id, PeopleBitmap.body).where(
                PeopleBitmap.kind == kind,
                PeopleBitmap.month == month,
                PeopleBitmap.offering_id.in_(offerings),
            )
        )
        for offering, body in rows:
            found[kind, month, offering] = unpack(body)
    return found


def _union(connection: Connection, kind: int, month: int) -> BitMap:
    bodies = connection.scalars(
        select(PeopleBitmap.body).where(
            PeopleBitmap.kind == kind,
            PeopleBitmap.month == month,
            PeopleBitmap.offering_id != EVERYWHERE,
        )
    )
    parts = [unpack(body) for body in bodies]
    return BitMap.union(*parts) if parts else BitMap()


def _upsert(model: Any, keys: tuple[str, ...]) -> dict[str, sa.Executable]:
    statements = {}
    for name, kind in (("sqlite", sqlite), ("postgresql", postgresql)):
        values: dict[str, Any] = {
            c.name: bindparam(f"new_{c.name}") for c in model.__table__.columns
        }
        new = kind.insert(model).values(**values)
        others = {c: new.excluded[c] for c in values if c not in keys}
        statements[name] = new.on_conflict_do_update(index_elements=list(keys), set_=others)
    return statements


_people = _upsert(PeopleBitmap, ("kind", "month", "offering_id"))
_values = _upsert(ValueBitmap, ("dimension", "value"))
_pairs = _upsert(ScorePairs, ("month", "offering_id"))


def _write(connection: Connection, statements: Mapping[str, sa.Executable], rows: Any) -> None:
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(statements[connection.dialect.name], rows[start : start + AT_ONCE])


def write_people(connection: Connection, bitmaps: Mapping[Place, BitMap], edit: int) -> None:
    """An empty one stays as a row: who holds it in memory must hear that it is empty."""
    _write(connection, _people, [
        {"new_kind": k, "new_month": m, "new_offering_id": o, "new_body": pack(b), "new_edit": edit}
        for (k, m, o), b in sorted(bitmaps.items(), key=lambda item: item[0])
    ])  # fmt: skip


def write_values(
    connection: Connection, bitmaps: Mapping[tuple[str, str], BitMap], edit: int
) -> None:
    _write(connection, _values, [
        {"new_dimension": d, "new_value": v, "new_body": pack_value(d, b), "new_edit": edit}
        for (d, v), b in sorted(bitmaps.items(), key=lambda item: item[0])
    ])  # fmt: skip


def write_pairs(
    connection: Connection, pairs: Mapping[tuple[int, int], np.ndarray], edit: int
) -> None:
    _write(connection, _pairs, [
        {"new_month": m, "new_offering_id": o, "new_body": a.tobytes(), "new_edit": edit}
        for (m, o), a in sorted(pairs.items(), key=lambda item: item[0])
    ])  # fmt: skip


def pairs_of(body: bytes) -> np.ndarray:
    return np.frombuffer(body, dtype=PAIR)


def joined(pairs: Mapping[int, tuple[int, int]]) -> np.ndarray:
    """Pairs by snapshot, as they are stored: in the order of snapshots."""
    rows = [(snapshot, pre, post) for snapshot, (pre, post) in sorted(pairs.items())]
    return np.array(rows, dtype=PAIR)
