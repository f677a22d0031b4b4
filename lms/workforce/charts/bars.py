"""Bars beneath each other, each under its name: steps of a funnel, comparisons."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Item, largest
from lms.workforce.charts.rows import ROW, named
from lms.workforce.charts.svg import Canvas, element, linked

BAR, ROOM = 18, 100


def bars(title: str, items: Sequence[Item], *, width: float | None = None) -> Markup:
    canvas = Canvas(ROW * len(items) + 2, width)
    most = max(largest(items), *(item.aim or 0 for item in items), 1e-9)
    parts = [_bar(canvas, item, n, most) for n, item in enumerate(items)]
    return canvas.draw("bars", title, _about(items), parts)


def _bar(canvas: Canvas, item: Item, place: int, most: float) -> Markup:
    top = place * ROW
    words = named(canvas, item, top)
    track = _rect(canvas, top, ROOM, "chart__track")
    if item.hidden:
        drawn = _rect(canvas, top, ROOM, "chart__hidden", fill="url(#hatch)")
    else:
        drawn = _rect(canvas, top, ROOM * (item.value or 0) / most, "chart__bar")
    aim = [_aim(canvas, top, item.aim, most)] if item.aim else []
    inside = Markup("").join([*words, track, drawn, *aim])
    return linked(item.href, f"{item.label} {item.text}", inside)


def _rect(canvas: Canvas, top: float, share: float, kind: str, fill: str = "") -> Markup:
    return element(
        "rect",
        {
            "class_": kind,
            "x": 0,
            "y": top + 22,
            "width": canvas.x(max(share, 0)),
            "height": BAR,
            "rx": 4,
            "fill": fill,
        },
    )


def _aim(canvas: Canvas, top: float, aim: float, most: float) -> Markup:
    x = canvas.x(ROOM * aim / most)
    ends = {"x1": x, "x2": x, "y1": top + 19, "y2": top + 25 + BAR}
    return Markup("").join(
        element("line", {"class_": kind, **ends}) for kind in ("chart__edge", "chart__aim")
    )


def _about(items: Sequence[Item]) -> str:
    return "; ".join(f"{item.label}: {item.text}" for item in items)
