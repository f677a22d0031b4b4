"""Outlines of districts: what is taken, and what is said about what is not."""

import json
from typing import Any

import pytest

from lms.workforce.geography.outlines import BadOutline, read

DISTRICTS = [("3001", "Mueang"), ("3002", "Khon Buri")]


def square(west: float, south: float, size: float = 0.5) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: Any, ring: Any, *, name: str = "code", kind: str = "Polygon") -> dict[str, Any]:
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {name: code}, "geometry": geometry}


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


GOOD = (feature("3001", square(102, 15)), feature("3002", square(102.5, 15)))


@pytest.mark.parametrize("name", ["code", "dopa_code", "ADM2_PCODE", "รหัสอำเภอ"])
@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_every_district_becomes_a_path(name: str, kind: str) -> None:
    prefix = "TH" if name == "ADM2_PCODE" else ""
    content = collection(
        feature(f"{prefix}3001", square(102, 15), name=name, kind=kind),
        feature(f"{prefix}3002", square(102.5, 15), name=name, kind=kind),
    )
    found = read(content, DISTRICTS)
    assert set(found.paths) == {"3001", "3002"}
    assert found.paths["3001"].startswith("M0,")
    assert found.paths["3001"].endswith("Z")
    assert found.width == 1000
    assert 500 < found.height < 530


def test_north_is_above() -> None:
    above, below = feature("3001", square(102, 15.5)), feature("3002", square(102, 15))
    paths = read(collection(above, below), DISTRICTS).paths
    assert ",0" in paths["3001"]
    assert ",0" not in paths["3002"].replace(".0", "")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xff\xfe", "JSON"),
        (b"[1]", "FeatureCollection"),
        (b'{"type": "Feature"}', "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        (b"[" * 100_000, "JSON"),
        (collection(GOOD[0]), "missing: 3002 Khon Buri"),
        (collection(*GOOD, GOOD[0]), "twice"),
        (collection(*GOOD, feature("3101", square(103, 15))), "3101"),
        (collection(*GOOD, feature("4303", square(103, 15))), "3801"),
        (collection(*GOOD, feature("3081", square(103, 15))), "abolished"),
        (collection(feature(None, square(102, 15)), GOOD[1]), "no code"),
        (collection(feature("3001", square(102, 15), kind="Point"), GOOD[1]), "no polygon"),
        (collection(feature("3001", square(102, 15)[:3]), GOOD[1]), "closed ring"),
        (collection(feature("3001", square(102, 15)[:4]), GOOD[1]), "closed ring"),
        (collection(feature("3001", [[1638000, 1700000]] * 4), GOOD[1]), "closed ring"),
        (collection(feature("3001", [["a", True]] * 4), GOOD[1]), "closed ring"),
        (collection(feature("3001", square(10, 15)), GOOD[1]), "outside Thailand"),
        (collection(feature("3001", [[15, 80]] * 4), GOOD[1]), "outside Thailand"),
        (collection(feature("3001", square(98, 6)), feature("3002", square(104, 17))), "too large"),
        (collection(feature("3001", [[102, 15]] * 4), GOOD[1]), "no area: 3001"),
        (collection(feature("3001", [[102, 15], [102, 16]] * 2 + [[102, 15]]), GOOD[1]), "no area"),
        (collection(feature("3001", [[10**400, 15]] * 4), GOOD[1]), "closed ring"),
        (collection(feature("3001", [[float("nan"), 15]] * 4), GOOD[1]), "closed ring"),
        (collection(feature("x" * 9000, square(102, 15)), GOOD[1]), "“X{40}”"),
        (collection(feature("3001", square(102, 15)[:4] * 6000 + [[102, 15]]), GOOD[1]), "points"),
    ],
)
def test_what_is_not_right_is_said(content: bytes, word: str) -> None:
    with pytest.raises(BadOutline, match=word):
        read(content, DISTRICTS)


def test_the_code_is_found_beside_other_numbers() -> None:
    told = [
        feature(3001.0, square(102, 15), name="no"),
        feature(3002, square(102.5, 15), name="no"),
    ]
    for n, one in enumerate(told):
        one["properties"] |= {"code": n, "id": "x", "area": [1]}
    assert set(read(collection(*told), DISTRICTS).paths) == {"3001", "3002"}


def test_a_hole_and_an_island_belong_to_the_path() -> None:
    whole = feature("3001", square(102, 15))
    whole["geometry"]["coordinates"].append(square(102.1, 15.1, 0.1))
    assert read(collection(whole, GOOD[1]), DISTRICTS).paths["3001"].count("M") == 2
