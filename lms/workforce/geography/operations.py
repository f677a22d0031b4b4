"""Keeping inhabitants and maps: what somebody uploaded, whole or not at all."""

from collections.abc import Sequence

import sqlalchemy as sa

from lms import audit
from lms.accounts.public import User
from lms.db import db
from lms.reference.models import Province
from lms.workforce.geography import queries
from lms.workforce.geography.census import Row
from lms.workforce.geography.models import Population, ProvinceMap
from lms.workforce.geography.outlines import Outlines


def keep_population(rows: Sequence[Row], *, source: str, by: User | None) -> int:
    """Numbers of an area and year that are there already are replaced; how many came in."""
    areas = {row.code for row in rows}
    known = {
        (row.area_code, row.year): row
        for row in db.session.scalars(sa.select(Population).where(Population.area_code.in_(areas)))
    }
    for row in rows:
        kept = known.get((row.code, row.year))
        if kept is None:
            db.session.add(
                Population(area_code=row.code, year=row.year, people=row.people, source=source)
            )
        else:
            kept.people, kept.source = row.people, source
    audit.record("population.uploaded", None, by=by, rows=len(rows), source=source)
    db.session.flush()
    queries.forget()
    return len(rows)


def draw_map(
    province: Province, outlines: Outlines, *, attribution: str, by: User | None
) -> ProvinceMap:
    """Outlines in place of the tiles, or of the outlines that were there."""
    kept = queries.stored_map(province.code)
    if kept is None:
        kept = ProvinceMap(province_code=province.code)
        db.session.add(kept)
    kept.width, kept.height = outlines.width, outlines.height
    kept.paths = dict(outlines.paths)
    kept.attribution = attribution
    kept.uploaded_by_id = by.id if by else None
    db.session.flush()
    audit.record("province_map.uploaded", kept, by=by, province=province.code)
    queries.forget()
    return kept


def back_to_tiles(province: Province, *, by: User | None) -> None:
    """Take the outlines away; without any nothing changes."""
    kept = queries.stored_map(province.code)
    if kept is not None:
        audit.record("province_map.removed", kept, by=by, province=province.code)
        db.session.delete(kept)
        db.session.flush()
        queries.forget()
