"""A map of outlines that somebody uploaded; a number stands in the middle of each where it fits."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Shape, largest, level
from lms.workforce.charts.svg import Canvas, element, linked

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LETTERS = 34


def shapes(
    title: str, places: Sequence[Shape], size: tuple[float, float], *, width: float | None = None
) -> Markup:
    """`size`: of the drawing that the outlines are part of."""
    across, down = size
    most = largest([place.item for place in places])
    parts = [_shape(place, most, across) for place in places]
    about = "; ".join(f"{place.item.label}: {place.item.text}" for place in places)
    height = down * width / across if width else 0
    return Canvas(height, width, f"0 0 {across:g} {down:g}").draw("shapes", title, about, parts)


def _shape(place: Shape, most: float, across: float) -> Markup:
    item = place.item
    step = "hidden" if item.hidden else str(level(item.value, most))
    x, y = _middle(place.path)
    inside = [
        element("title", {}, f"{item.label}: {item.text}"),
        element(
            "path",
            {
                "class_": f"chart__tile chart__tile--{step} chart__shape",
                "d": place.path,
                "fill_rule": "evenodd",
                "fill": "url(#hatch)" if item.hidden else "",
            },
        ),
        element(
            "text",
            {
                "class_": f"chart__on-{step} chart__inside",
                "x": f"{x:.1f}",
                "y": f"{y:.1f}",
                "text_anchor": "middle",
                "font_size": f"{across / LETTERS:.1f}",
            },
            "" if item.hidden else item.text,
        ),
    ]
    return linked(item.href, f"{item.label}: {item.text}", Markup("").join(inside))


def _middle(path: str) -> tuple[float, float]:
    """Of the box around an outline whose commands are all absolute."""
    numbers = [float(found) for found in NUMBER.findall(path)]
    if len(numbers) < 2:
        return 0, 0
    xs, ys = numbers[::2], numbers[1::2]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
