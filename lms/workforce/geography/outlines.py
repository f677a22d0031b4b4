"""A GeoJSON file of a province's districts, checked and made into SVG paths: pure."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import geothai
from geothai.abolished import abolished_areas

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l

MOST_POINTS = 20_000
MOST_LETTERS = 40
THAILAND = (97.0, 5.0, 106.0, 21.0)
WIDTH = 1000
LEAST_AREA = 0.5
NAMES = ("dopa_code", "code", "amphoe_code", "district_code", "ADM2_PCODE", "amp_code", "id")
Point = tuple[float, float]
Ring = list[Point]


class BadOutline(DomainError):
    message = _l("The file is not GeoJSON with one outline for every district.")
    field = "file"


@dataclass(frozen=True)
class Outlines:
    """Paths by district code, on a sheet of that size."""

    width: int
    height: int
    paths: Mapping[str, str]


def read(content: bytes, districts: Sequence[tuple[str, Any]]) -> Outlines:
    """All districts of the province, each once, or a refusal that says which are not right."""
    shapes: dict[str, list[Ring]] = {}
    known = {code: str(name) for code, name in districts}
    features = _features(content)
    name = _name_of_code(features, known)
    for feature in features:
        code = _code(feature, name, known)
        if code in shapes:
            raise BadOutline(_("District %(code)s stands in the file twice.", code=code))
        shapes[code] = list(_rings(feature, code))
    missing = [f"{code} {name}" for code, name in known.items() if code not in shapes]
    if missing:
        raise BadOutline(_("These districts are missing: %(names)s", names=", ".join(missing)))
    if sum(len(ring) for rings in shapes.values() for ring in rings) > MOST_POINTS:
        raise BadOutline(
            _(
                "The outlines have more than %(count)s points: simplify them first.",
                count=MOST_POINTS,
            )
        )
    return _drawn(shapes)


def _features(content: bytes) -> list[Mapping[str, Any]]:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as wrong:
        raise BadOutline(_("The file is not JSON.")) from wrong
    features = told.get("features") if isinstance(told, dict) else None
    if told.get("type") != "FeatureCollection" if isinstance(told, dict) else True:
        raise BadOutline(_("The file is not a GeoJSON FeatureCollection."))
    if (
        not isinstance(features, list)
        or not features
        or not all(isinstance(f, dict) for f in features)
    ):
        raise BadOutline(_("The file has no features."))
    return features


def _name_of_code(features: Sequence[Mapping[str, Any]], known: Mapping[str, str]) -> str:
    """The property under which most districts of the province are found, a usual name first."""
    found: Counter[str] = Counter()
    for feature in features:
        found.update(key for key, code in _told(feature).items() if code in known)
    usual = {name: len(NAMES) - n for n, name in enumerate(NAMES)}
    there = {key for feature in features for key in _told(feature)}
    candidates = set(found) | (there & set(NAMES))
    if not candidates:
        raise BadOutline(
            _("A feature has no code of its district; it stands under one of: %(names)s",
              names=", ".join(NAMES))
        )  # fmt: skip
    return max(sorted(candidates), key=lambda key: (found[key], usual.get(key, 0)))


def _told(feature: Mapping[str, Any]) -> dict[str, str]:
    """Every property as it would be written as a code: `TH3001` and 3001.0 are 3001."""
    properties = feature.get("properties")
    told = dict(properties) if isinstance(properties, dict) else {}
    told.setdefault("id", feature.get("id"))
    return {
        key: str(value).strip().upper().removeprefix("TH").removesuffix(".0")
        for key, value in told.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
    }


def _code(feature: Mapping[str, Any], name: str, known: Mapping[str, str]) -> str:
    code = _told(feature).get(name)
    if code is None:
        raise BadOutline(
            _(
                "A feature has no code of its district; it stands under one of: %(names)s",
                names=name,
            )
        )
    if code not in known:
        raise BadOutline(_unknown(code[:MOST_LETTERS]))
    return code


def _unknown(code: str) -> str:
    for area in abolished_areas():
        if area.code == code and area.level == "district":
            now = ", ".join(f"{code} {_today(code)}".strip() for code in area.successors)
            if now:
                return _(
                    "District %(code)s was abolished; in its place is %(now)s.", code=code, now=now
                )
            return _("District %(code)s was abolished.", code=code)
    return _("“%(code)s” is no district of this province.", code=code)


def _today(code: str) -> str:
    district = geothai.district(code)
    return district.name_th if district else ""


def _rings(feature: Mapping[str, Any], code: str) -> Iterator[Ring]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise BadOutline(_("District %(code)s has no polygon.", code=code))
    polygons = [coordinates] if kind == "Polygon" else coordinates
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise BadOutline(_("District %(code)s has no polygon.", code=code))
        for ring in polygon:
            yield _ring(ring, code)


def _ring(told: Any, code: str) -> Ring:
    points = [_point(p) for p in told] if isinstance(told, list) else []
    whole = [p for p in points if p is not None]
    if len(whole) < 4 or len(whole) != len(points) or whole[0] != whole[-1]:
        raise BadOutline(
            _(
                "The outline of district %(code)s is not a closed ring of degrees (WGS 84).",
                code=code,
            )
        )
    return whole


def _point(told: Any) -> Point | None:
    """Longitude and latitude; what lies beyond the globe is none."""
    if not isinstance(told, list) or len(told) < 2:
        return None
    x, y = told[0], told[1]
    if isinstance(x, bool) or isinstance(y, bool):
        return None
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    if not -180 <= x <= 180 or not -90 <= y <= 90:  # what is no number is not between either
        return None
    return float(x), float(y)


def _drawn(shapes: Mapping[str, list[Ring]]) -> Outlines:
    """Degrees on a flat sheet: true enough for one province."""
    points = [p for rings in shapes.values() for ring in rings for p in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    left, bottom, right, top = THAILAND
    if west < left or east > right or south < bottom or north > top:
        raise BadOutline(
            _("The outlines lie outside Thailand: each point is longitude, then latitude (WGS 84).")
        )
    narrow = cos(radians((south + north) / 2))
    wide, high = (east - west) * narrow, north - south
    if wide <= 0 or high <= 0 or max(wide, high) > 10:
        raise BadOutline(
            _("The outlines are not those of a province: they are too small or too large.")
        )
    scale = WIDTH / max(wide, high)

    def place(point: Point) -> tuple[float, float]:
        x, y = point
        return round((x - west) * narrow * scale, 1), round((north - y) * scale, 1)

    paths = {
        code: _path([[place(p) for p in ring] for ring in shapes[code]]) for code in sorted(shapes)
    }
    flat = [code for code, path in paths.items() if not path]
    if flat:
        raise BadOutline(
            _("The outlines of these districts have no area: %(codes)s", codes=", ".join(flat))
        )
    return Outlines(max(1, round(wide * scale)), max(1, round(high * scale)), paths)


def _path(rings: list[Ring]) -> str:
    parts = []
    for ring in rings:
        kept = [p for n, p in enumerate(ring[:-1]) if n == 0 or p != ring[n - 1]]
        if len(kept) > 2 and _area(kept) > LEAST_AREA:
            parts.append("M" + "L".join(f"{x:g},{y:g}" for x, y in kept) + "Z")
    return "".join(parts)


def _area(ring: Ring) -> float:
    turned = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in turned)) / 2
