"""Reads of inhabitants and maps; they change rarely and are kept in the process for a while."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt

import sqlalchemy as sa

from lms.caching import Cache
from lms.db import db
from lms.reference import queries as reference
from lms.reference.models import District
from lms.workforce.geography.models import Population, ProvinceMap

Place = tuple[int, int]
_people: Cache[str, dict[str, dict[int, "Inhabitants"]]] = Cache(1, seconds=30)
_maps: Cache[str, "Map"] = Cache(80, seconds=30)


@dataclass(frozen=True)
class Inhabitants:
    """How many, in which year of the Buddhist era, by which source."""

    people: int
    year: int
    source: str


@dataclass(frozen=True)
class Map:
    """Districts as outlines where somebody uploaded them, and always as tiles (column, row)."""

    province: str
    tiles: Mapping[str, Place]
    paths: Mapping[str, str] = field(default_factory=dict)
    width: int = 0
    height: int = 0
    attribution: str = ""


def population(code: str, year: int) -> Inhabitants | None:
    """Of that year, or of the last one before it that is known.

    A province without a number of its own is the sum of its districts, where all of them have one.
    """
    known = _people.get("all", _read_people)
    if code in known or len(code) == 4:
        return _of_year(known.get(code, {}), year)
    return _summed(known, [district for district, _name in reference.districts(code)], year)


def _of_year(known: Mapping[int, Inhabitants], year: int) -> Inhabitants | None:
    years = [y for y in known if y <= year]
    return known[max(years)] if years else None


def _summed(
    known: Mapping[str, Mapping[int, Inhabitants]], districts: Sequence[str], year: int
) -> Inhabitants | None:
    parts = [_of_year(known.get(code, {}), year) for code in districts]
    there = [part for part in parts if part is not None]
    if not there or len(there) < len(parts) or len({part.year for part in there}) > 1:
        return None
    return Inhabitants(sum(part.people for part in there), there[0].year, there[0].source)


def _read_people() -> dict[str, dict[int, Inhabitants]]:
    found: dict[str, dict[int, Inhabitants]] = {}
    for row in db.session.execute(sa.select(Population)).scalars():
        told = Inhabitants(row.people, row.year, row.source)
        found.setdefault(row.area_code, {})[row.year] = told
    return found


@dataclass(frozen=True)
class Known:
    """One line of the page: an upload of one year and source, for the areas of a province."""

    province: str
    year: int
    source: str
    areas: int
    people: int


def uploads() -> list[Known]:
    """What is known by province, year and source; the newest year first."""
    province = sa.func.substr(Population.area_code, 1, 2)
    rows = db.session.execute(
        sa.select(
            province,
            Population.year,
            Population.source,
            sa.func.count(),
            sa.func.sum(sa.case((sa.func.length(Population.area_code) == 4, Population.people))),
        )
        .group_by(province, Population.year, Population.source)
        .order_by(province, Population.year.desc(), Population.source)
    )
    return [Known(row[0], row[1], row[2], row[3], int(row[4] or 0)) for row in rows]


def province_map(code: str) -> Map:
    """What a province that takes part looks like."""
    return _maps.get(code, lambda: _read_map(code))


def _read_map(code: str) -> Map:
    rows = db.session.scalars(
        sa.select(District).filter_by(province_code=code).order_by(District.code)
    ).all()
    placed = {
        row.code: (row.tile_column, row.tile_row)
        for row in rows
        if row.tile_column is not None and row.tile_row is not None
    }
    codes = [row.code for row in rows] or [c for c, _name in reference.districts(code)]
    tiles = placed if len(placed) == len(codes) else in_rows(codes)
    uploaded = stored_map(code)
    if uploaded is None:
        return Map(code, tiles)
    return Map(code, tiles, uploaded.paths, uploaded.width, uploaded.height, uploaded.attribution)


def in_rows(codes: Sequence[str]) -> dict[str, Place]:
    """Tiles in the order of the codes, about as wide as high: for a province that nobody has laid out."""
    wide = max(1, ceil(sqrt(len(codes))))
    return {code: (n % wide + 1, n // wide + 1) for n, code in enumerate(codes)}


def stored_map(code: str) -> ProvinceMap | None:
    return db.session.scalar(sa.select(ProvinceMap).filter_by(province_code=code))


def forget() -> None:
    """After a change in this process; others see it within half a minute."""
    _people.clear()
    _maps.clear()
