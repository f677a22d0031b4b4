"""Publishing: once a day, so that nobody sees a number move by one person."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, extract

from lms import audit
from lms.clock import now
from lms.db import db
from lms.i18n.dates import to_bangkok
from lms.workforce.opendata.content import Made, made
from lms.workforce.opendata.models import OpenTable
from lms.workforce.opendata.registry import DATASETS

KEPT = timedelta(days=35)


def count() -> list[Made]:
    """Every dataset as it stands now; changes nothing."""
    return [table for table in map(made, DATASETS.values()) if table is not None]


def publish(tables: Sequence[Made], *, again: bool = False) -> int:
    """Keep today's state; of one day the first stays, unless an operator asks `again`."""
    day, kept = to_bangkok(now()).date(), 0
    for table in tables:
        known = db.session.get(OpenTable, (table.code, day))
        if known is not None and not again:
            continue
        row = known or OpenTable(code=table.code, day=day)
        row.as_of, row.digest, row.content = table.as_of, table.digest, table.content
        row.published_at = now()
        db.session.add(row)
        kept += 1
    if kept:
        _forget(day - KEPT)
        audit.record("open_data.published", None, by=None, tables=kept, day=day.isoformat())
    return kept


def _forget(before: date) -> None:
    """Older states go, but for the first of each month."""
    db.session.execute(
        delete(OpenTable).where(OpenTable.day < before, extract("day", OpenTable.day) != 1)
    )
