"""Publishing: only what is over, and once, so that nobody sees a number move by one person."""

from collections.abc import Sequence

from lms import audit
from lms.clock import now
from lms.db import db
from lms.i18n.dates import to_bangkok
from lms.workforce.opendata.content import Made, made
from lms.workforce.opendata.models import OpenTable
from lms.workforce.opendata.queries import newest
from lms.workforce.opendata.registry import DATASETS


def count(*, again: bool = False) -> list[Made]:
    """Every dataset as it would be published now; `again`: closed periods too are counted anew."""
    before = {code: row.content for code, row in newest().items()} if not again else {}
    every = (made(dataset, before.get(code, {})) for code, dataset in DATASETS.items())
    return [table for table in every if table is not None]


def publish(tables: Sequence[Made]) -> int:
    """Keep the tables that have changed; how many those were."""
    day, before, kept = to_bangkok(now()).date(), newest(), 0
    for table in tables:
        last = before.get(table.code)
        if last is not None and last.digest == table.digest:
            continue
        row = last if last is not None and last.day == day else OpenTable(code=table.code, day=day)
        row.as_of, row.digest, row.content = table.as_of, table.digest, table.content
        row.published_at = now()
        db.session.add(row)
        kept += 1
    if kept:
        audit.record("open_data.published", None, by=None, tables=kept, day=day.isoformat())
    return kept
