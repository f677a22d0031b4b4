"""A line over months: the series that is meant is solid, the one it is compared with is dashed."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Item, Series, largest
from lms.workforce.charts.svg import Canvas, element

HEIGHT, TOP, BOTTOM, SIDE = 260, 54, 34, 4
KINDS = ("chart__line", "chart__line chart__line--before")


def line(
    title: str, names: Sequence[str], series: Sequence[Series], *, width: float | None = None
) -> Markup:
    canvas = Canvas(HEIGHT, width)
    most = largest([item for one in series for item in one.items])
    parts = [*_frame(canvas, names), *_legend(canvas, series)]
    for n, one in reversed(list(enumerate(series))):
        parts += _series(canvas, one, KINDS[min(n, 1)], most, is_meant=n == 0)
    about = "; ".join(
        f"{one.label}, {name}: {item.text}"
        for one in series
        for name, item in zip(names, one.items, strict=True)
    )
    return canvas.draw("line", title, about, parts)


def _x(place: int, places: int) -> float:
    return SIDE + (100 - 2 * SIDE) * place / max(places - 1, 1)


def _y(item: Item, most: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (item.value or 0) / most


def _frame(canvas: Canvas, names: Sequence[str]) -> list[Markup]:
    base = HEIGHT - BOTTOM
    axis = {"class_": "chart__axis", "x1": 0, "x2": canvas.x(100), "y1": base, "y2": base}
    return [
        element("line", {**axis}),
        *(
            element(
                "text",
                {
                    "class_": "chart__name" if n % 2 == 0 else "chart__name chart__name--odd",
                    "x": canvas.x(_x(n, len(names))),
                    "y": HEIGHT - 10,
                    "text_anchor": "middle",
                },
                name,
            )
            for n, name in enumerate(names)
        ),
    ]


def _legend(canvas: Canvas, series: Sequence[Series]) -> list[Markup]:
    parts = []
    for n, one in enumerate(series[:2]):
        left = 50 * n
        ends = {"x1": canvas.x(left), "x2": canvas.x(left + 7), "y1": 12, "y2": 12}
        parts.append(element("line", {"class_": KINDS[n], **ends}))
        place = {"class_": "chart__label", "x": canvas.x(left + 9), "y": 17}
        parts.append(element("text", {**place}, one.label))
    return parts


def _series(canvas: Canvas, one: Series, kind: str, most: float, *, is_meant: bool) -> list[Markup]:
    """Gaps stay gaps: no line leads over a month that is not shown."""
    parts = []
    places = len(one.items)
    known = {n for n, item in enumerate(one.items) if item.value is not None and not item.hidden}
    for n in sorted(known):
        at = {"x2": canvas.x(_x(n, places)), "y2": f"{_y(one.items[n], most):.1f}"}
        if n - 1 in known:
            before = one.items[n - 1]
            start = {"x1": canvas.x(_x(n - 1, places)), "y1": f"{_y(before, most):.1f}"}
            parts.append(element("line", {"class_": kind, **start, **at}))
        if is_meant:
            parts += _point(at["x2"], at["y2"], one.items[n])
    if is_meant:
        hidden = [n for n, item in enumerate(one.items) if item.hidden]
        parts += [_gap(canvas, _x(n, places)) for n in hidden]
    return parts


def _point(x: str, y: str, item: Item) -> list[Markup]:
    words = {"class_": "chart__value chart__value--small", "x": x, "y": f"{float(y) - 10:.1f}"}
    return [
        element("circle", {"class_": "chart__dot", "cx": x, "cy": y, "r": 4}),
        element("text", {**words, "text_anchor": "middle"}, item.text),
    ]


def _gap(canvas: Canvas, x: float) -> Markup:
    """A hatched foot where a month is not shown."""
    return element(
        "rect",
        {
            "class_": "chart__hidden",
            "x": canvas.x(max(x - 2, 0)),
            "y": HEIGHT - BOTTOM - 16,
            "width": canvas.x(4),
            "height": 16,
            "fill": "url(#hatch)",
        },
    )
