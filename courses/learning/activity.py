"""In which months somebody learned: a small row per place and month, and the day of the last time."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from courses import signals
from courses.learning.models import Activity
from lms.i18n.dates import to_bangkok

Place = tuple[int, date]


def _note(kind: Any) -> tuple[sa.Executable, sa.Executable]:
    new = kind.insert(Activity).values(
        enrolment_id=bindparam("enrolment"), month=bindparam("month"), last_on=bindparam("day")
    )
    plain = new.on_conflict_do_update(
        index_elements=["enrolment_id", "month"],
        set_={"last_on": new.excluded.last_on},
        where=Activity.last_on < new.excluded.last_on,
    )
    return plain, plain.returning(Activity.enrolment_id)


_statements = {"sqlite": _note(sqlite), "postgresql": _note(postgresql)}


def day_of(at: datetime) -> date:
    return to_bangkok(at).date()


def note(connection: Connection, enrolment_id: int, at: datetime) -> None:
    """Somebody learns now; who counts hears of it once a day."""
    _plain, telling = _statements[connection.dialect.name]
    if connection.execute(telling, _row(enrolment_id, day_of(at))).first():
        signals.learned.send(connection, enrolment_ids=[enrolment_id])


def note_all(connection: Connection, places: Iterable[Place]) -> None:
    """The same for many at once, each of whom may have learned that day before."""
    rows = [_row(enrolment_id, day) for enrolment_id, day in sorted(set(places))]
    if rows:
        plain, _telling = _statements[connection.dialect.name]
        connection.execute(plain, rows)
        signals.learned.send(connection, enrolment_ids=sorted({r["enrolment"] for r in rows}))


def _row(enrolment_id: int, day: date) -> dict[str, Any]:
    return {"enrolment": enrolment_id, "month": day.year * 100 + day.month, "day": day}
