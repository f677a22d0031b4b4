"""A map of outlines that somebody uploaded; a number stands in the middle of each where it fits."""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Shape, largest, level
from lms.workforce.charts.svg import Canvas, element, linked

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SMALL, LARGE, WIDE = 0.028, 0.044, 0.64
SCANS = 12


def shapes(
    title: str, places: Sequence[Shape], size: tuple[float, float], *, width: float | None = None
) -> Markup:
    """`size`: of the drawing that the outlines are part of."""
    across, down = size
    most = largest([place.item for place in places])
    parts = [_shape(place, most) for place in places]
    parts += [_number(place, most, across) for place in places if not place.item.hidden]
    about = "; ".join(f"{place.item.label}: {place.item.text}" for place in places)
    height = down * width / across if width else 0
    return Canvas(height, width, f"0 0 {across:g} {down:g}").draw("shapes", title, about, parts)


def _shape(place: Shape, most: float) -> Markup:
    item = place.item
    step = "hidden" if item.hidden else str(level(item.value, most))
    outline = {
        "class_": f"chart__tile chart__tile--{step} chart__shape",
        "d": place.path,
        "fill_rule": "evenodd",
        "fill": "url(#hatch)" if item.hidden else "",
    }
    told = f"{item.label}: {item.text}"
    return linked(item.href, told, element("title", {}, told) + element("path", {**outline}))


def _number(place: Shape, most: float, across: float) -> Markup:
    """Above all outlines; none where it would not fit."""
    x, y, room = roomiest(place.path)
    wanted = WIDE * across * len(place.item.text)
    if room < wanted * SMALL:
        return Markup("")
    kind = "" if room >= wanted * LARGE else " chart__wide"
    words = {
        "class_": f"chart__on-{level(place.item.value, most)} chart__inside{kind}",
        "x": f"{x:.1f}",
        "y": f"{y + across * SMALL / 3:.1f}",
        "text_anchor": "middle",
        "font_size": f"{across * SMALL:.1f}",
    }
    return element("text", {**words}, place.item.text)


def roomiest(path: str) -> tuple[float, float, float]:
    """The middle and the length of the longest level line inside an outline: room for a number.

    Its commands are all absolute; lines near the top and the bottom are worth less.
    """
    rings = [_points(ring) for ring in path.split("M") if ring]
    ys = [y for ring in rings for _x, y in ring]
    if not ys:
        return 0, 0, 0
    low, high = min(ys), max(ys)
    found: list[tuple[float, float, float, float]] = []
    for n in range(1, SCANS):
        y = low + (high - low) * n / SCANS
        ends = sorted(end for ring in rings for end in _crossings(ring, y))
        for left, right in zip(ends[::2], ends[1::2], strict=False):
            room = right - left
            aside = abs(2 * n / SCANS - 1)
            found.append((room * (1 - 0.7 * aside * aside), (left + right) / 2, y, room))
    _worth, x, y, room = max(found, default=(0, rings[0][0][0], rings[0][0][1], 0))
    return x, y, room


def _points(ring: str) -> list[tuple[float, float]]:
    numbers = [float(found) for found in NUMBER.findall(ring)]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _crossings(ring: Sequence[tuple[float, float]], y: float) -> Iterator[float]:
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y):
            yield x1 + (x2 - x1) * (y - y1) / (y2 - y1)
