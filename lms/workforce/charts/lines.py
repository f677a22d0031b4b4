"""A line over months: the series that is meant is solid, the one it is compared with is dashed."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Item, Series, largest
from lms.workforce.charts.svg import Canvas, element, spaced
from lms.workforce.charts.wrapping import letters

HEIGHT, FLAT, TOP, BOTTOM, SIDE, LETTER = 260, 190, 54, 34, 4, 7.5
KINDS = ("chart__line", "chart__line chart__line--before")


def line(
    title: str, names: Sequence[str], series: Sequence[Series], *, width: float | None = None
) -> Markup:
    """Flatter on paper, where it shares a page."""
    canvas = Canvas(HEIGHT if width is None else FLAT, width)
    most = largest([item for one in series for item in one.items])
    told = [*names, *(item.text for item in series[0].items)] if series else names
    seen = spaced(canvas, len(names), LETTER * max(map(letters, told), default=0) + 6)
    parts = [*_frame(canvas, names, seen), *_legend(canvas, series)]
    for n, one in reversed(list(enumerate(series))):
        parts += _series(canvas, one, KINDS[min(n, 1)], most, seen if n == 0 else None)
    about = "; ".join(
        f"{one.label}, {name}: {item.text}"
        for one in series
        for name, item in zip(names, one.items, strict=True)
    )
    return canvas.draw("line", title, about, parts)


def _x(place: int, places: int) -> float:
    return SIDE + (100 - 2 * SIDE) * place / max(places - 1, 1)


def _y(canvas: Canvas, item: Item, most: float) -> float:
    high = canvas.height - TOP - BOTTOM
    return canvas.height - BOTTOM - high * (item.value or 0) / most


def _frame(canvas: Canvas, names: Sequence[str], seen: Sequence[str | None]) -> list[Markup]:
    """The names below; the outermost stand inside the frame."""
    base = canvas.height - BOTTOM
    axis = {"class_": "chart__axis", "x1": 0, "x2": canvas.x(100), "y1": base, "y2": base}
    parts = [element("line", {**axis})]
    last = len(names) - 1
    for n, (name, kind) in enumerate(zip(names, seen, strict=True)):
        if kind is not None:
            where = {
                "x": canvas.x({0: 0, last: 100}.get(n, _x(n, len(names)))),
                "text_anchor": {0: "start", last: "end"}.get(n, "middle"),
            }
            kinds = f"chart__name {kind}".strip()
            parts.append(element("text", {"class_": kinds, "y": canvas.height - 10, **where}, name))
    return parts


def _legend(canvas: Canvas, series: Sequence[Series]) -> list[Markup]:
    parts = []
    for n, one in enumerate(series[:2]):
        y = 12 + 22 * n
        ends = {"x1": canvas.x(0), "x2": canvas.x(7), "y1": y, "y2": y}
        parts.append(element("line", {"class_": KINDS[n], **ends}))
        place = {"class_": "chart__label", "x": canvas.x(9), "y": y + 5}
        parts.append(element("text", {**place}, one.label))
    return parts


def _series(
    canvas: Canvas, one: Series, kind: str, most: float, seen: Sequence[str | None] | None
) -> list[Markup]:
    """Gaps stay gaps: no line leads over a month that is not shown. `seen`: of the numbers told."""
    parts, words = [], []
    places = len(one.items)
    known = {n for n, item in enumerate(one.items) if item.value is not None and not item.hidden}
    for n in sorted(known):
        at = {"x2": canvas.x(_x(n, places)), "y2": f"{_y(canvas, one.items[n], most):.1f}"}
        if n - 1 in known:
            before = one.items[n - 1]
            start = {"x1": canvas.x(_x(n - 1, places)), "y1": f"{_y(canvas, before, most):.1f}"}
            parts.append(element("line", {"class_": kind, **start, **at}))
        if seen is not None:
            parts.append(
                element("circle", {"class_": "chart__dot", "cx": at["x2"], "cy": at["y2"], "r": 4})
            )
            words += _number(at["x2"], at["y2"], one.items[n], seen[n])
    if seen is not None:
        hidden = [n for n, item in enumerate(one.items) if item.hidden]
        parts += [_gap(canvas, _x(n, places)) for n in hidden]
    return parts + words


def _number(x: str, y: str, item: Item, kind: str | None) -> list[Markup]:
    if kind is None:
        return []
    words = {"class_": f"chart__value chart__value--small {kind}".strip(), "x": x}
    return [
        element("text", {**words, "y": f"{float(y) - 10:.1f}", "text_anchor": "middle"}, item.text)
    ]


def _gap(canvas: Canvas, x: float) -> Markup:
    """A hatched foot where a month is not shown."""
    return element(
        "rect",
        {
            "class_": "chart__hidden",
            "x": canvas.x(max(x - 2, 0)),
            "y": canvas.height - BOTTOM - 16,
            "width": canvas.x(4),
            "height": 16,
            "fill": "url(#hatch)",
        },
    )
