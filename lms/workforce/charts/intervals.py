"""Dots with the ends of their intervals: rates and means, and how sure they are."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Item
from lms.workforce.charts.rows import ROW, named
from lms.workforce.charts.svg import Canvas, element, linked

EDGE = 2


def intervals(title: str, items: Sequence[Item], *, width: float | None = None) -> Markup:
    """An open dot stands for few people."""
    canvas = Canvas(ROW * len(items) + 2, width)
    ends = [
        end
        for item in items
        if not item.hidden
        for end in (item.low, item.value, item.high)
        if end is not None
    ]
    least, most = min([*ends, 0]), max([*ends, 1e-9])
    parts = [_row(canvas, item, n, least, most) for n, item in enumerate(items)]
    about = "; ".join(f"{item.label}: {item.text}" for item in items)
    return canvas.draw("intervals", title, about, parts)


def _row(canvas: Canvas, item: Item, place: int, least: float, most: float) -> Markup:
    top = place * ROW
    middle = top + 31

    def x(value: float) -> str:
        return canvas.x(EDGE + (100 - 2 * EDGE) * (value - least) / (most - least or 1))

    parts = [
        *named(canvas, item, top),
        _line(canvas.x(0), canvas.x(100), middle, "chart__axis"),
    ]
    if item.hidden:
        parts.append(
            element(
                "rect",
                {
                    "class_": "chart__hidden",
                    "x": 0,
                    "y": middle - 7,
                    "width": canvas.x(100),
                    "height": 14,
                    "rx": 4,
                    "fill": "url(#hatch)",
                },
            )
        )
    elif item.value is not None:
        if item.low is not None and item.high is not None:
            parts.append(_line(x(item.low), x(item.high), middle, "chart__interval"))
        kind = "chart__dot chart__dot--few" if item.is_few else "chart__dot"
        parts.append(element("circle", {"class_": kind, "cx": x(item.value), "cy": middle, "r": 6}))
    return linked(item.href, f"{item.label} {item.text}", Markup("").join(parts))


def _line(start: str, end: str, y: float, kind: str) -> Markup:
    return element("line", {"class_": kind, "x1": start, "x2": end, "y1": y, "y2": y})
