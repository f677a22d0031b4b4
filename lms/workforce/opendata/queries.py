"""Reads of published tables."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, tuple_

from lms.caching import Cache
from lms.db import db
from lms.errors import NotFound, found
from lms.i18n import current_locale
from lms.workforce.formats import Sheet
from lms.workforce.opendata.content import sheet, years
from lms.workforce.opendata.models import OpenTable
from lms.workforce.opendata.registry import DATASETS, Dataset

_sheets: Cache[tuple[str, str, str], Sheet] = Cache(40, seconds=600)


@dataclass(frozen=True)
class Published:
    """A dataset as everybody sees it today."""

    dataset: Dataset
    day: date
    first_day: date
    as_of: datetime
    digest: str
    content: dict[str, Any]

    @property
    def sheet(self) -> Sheet:
        key = (self.dataset.code, self.digest, current_locale())
        return _sheets.get(key, lambda: sheet(self.dataset, self.content))

    @property
    def years(self) -> list[int]:
        return years(self.content)


def get_published(code: str) -> Published:
    """The newest state of a dataset; NotFound where it was never published."""
    dataset = found(DATASETS.get(code))
    row = db.session.scalar(
        select(OpenTable).filter_by(code=code).order_by(OpenTable.day.desc()).limit(1)
    )
    if row is None:
        raise NotFound
    first = db.session.scalar(select(func.min(OpenTable.day)).filter_by(code=code)) or row.day
    return Published(dataset, row.day, first, row.as_of, row.digest, row.content)


def newest() -> dict[str, OpenTable]:
    """The state of each dataset that everybody sees now."""
    days = select(OpenTable.code, func.max(OpenTable.day)).group_by(OpenTable.code)
    rows = db.session.scalars(
        select(OpenTable).where(tuple_(OpenTable.code, OpenTable.day).in_(days))
    )
    return {row.code: row for row in rows}


def last_days() -> dict[str, date]:
    """When each dataset was published last."""
    rows = db.session.execute(
        select(OpenTable.code, func.max(OpenTable.day)).group_by(OpenTable.code)
    )
    return {row[0]: row[1] for row in rows if row[0] in DATASETS}


def every() -> list[Published]:
    """All that were published, in the order of the list."""
    last = last_days()
    return [get_published(code) for code in DATASETS if code in last]
