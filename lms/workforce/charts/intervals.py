"""Dots with the ends of their intervals: rates and means, and how sure they are."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Item, Scale, scale_for
from lms.workforce.charts.rows import ROW, named
from lms.workforce.charts.svg import Canvas, element, linked

EDGE, TOP, BOTTOM, LEGEND = 3, 4, 30, 26


def intervals(
    title: str,
    items: Sequence[Item],
    *,
    scale: Scale | None = None,
    mean: Item | None = None,
    width: float | None = None,
) -> Markup:
    """On an axis with marks; an open dot stands for few people, the upright strokes for `mean`."""
    of = mean if mean and mean.value is not None and not mean.hidden else None
    top = TOP + (LEGEND if of else 0)
    canvas = Canvas(top + ROW * len(items) + BOTTOM, width)
    on = scale or scale_for(_known(items), lambda value: f"{value:g}")
    foot = top + ROW * len(items)
    parts = [*_axis(canvas, on, top, foot)]
    if of:
        parts += _mean(canvas, on, of, [top + n * ROW for n in range(len(items))])
    parts += [_row(canvas, item, on, top + n * ROW) for n, item in enumerate(items)]
    about = "; ".join(f"{item.label}: {item.text}" for item in items)
    return canvas.draw("intervals", title, about, parts)


def _known(items: Sequence[Item]) -> list[float]:
    return [
        end
        for item in items
        if not item.hidden
        for end in (item.low, item.value, item.high)
        if end is not None
    ]


def _x(canvas: Canvas, scale: Scale, value: float) -> str:
    return canvas.x(EDGE + (100 - 2 * EDGE) * scale.share(value))


def _axis(canvas: Canvas, scale: Scale, top: float, foot: float) -> list[Markup]:
    parts = []
    for value, words in scale.marks:
        x = _x(canvas, scale, value)
        ends = {"x1": x, "x2": x, "y1": top, "y2": foot}
        name = {"class_": "chart__name", "x": x, "y": foot + 20, "text_anchor": "middle"}
        parts += [
            element("line", {"class_": "chart__grid", **ends}),
            element("text", {**name}, words),
        ]
    return parts


def _mean(canvas: Canvas, scale: Scale, mean: Item, tops: Sequence[float]) -> list[Markup]:
    """What all come to, on every row beside the dots; its words stand above, away from the edge."""
    share = scale.share(mean.value or 0)
    x = _x(canvas, scale, mean.value or 0)
    anchor = "end" if share > 0.7 else "start" if share < 0.3 else "middle"
    words = {"class_": "chart__name", "x": x, "y": TOP + 12, "text_anchor": anchor}
    marks = [
        element("line", {"class_": "chart__mean", "x1": x, "x2": x, "y1": y + 22, "y2": y + 42})
        for y in tops
    ]
    return [element("text", {**words}, f"{mean.label} {mean.text}"), *marks]


def _row(canvas: Canvas, item: Item, scale: Scale, top: float) -> Markup:
    middle = top + 32
    parts = [*named(canvas, item, top), _line("0", canvas.x(100), middle, "chart__axis")]
    if item.hidden:
        parts.append(_hidden(canvas, middle))
    elif item.value is not None:
        if item.low is not None and item.high is not None:
            ends = _x(canvas, scale, item.low), _x(canvas, scale, item.high)
            parts.append(_line(*ends, middle, "chart__interval"))
        kind = "chart__dot chart__dot--few" if item.is_few else "chart__dot"
        at = {"cx": _x(canvas, scale, item.value), "cy": middle, "r": 7}
        parts.append(element("circle", {"class_": kind, **at}))
    return linked(item.href, f"{item.label} {item.text}", Markup("").join(parts))


def _hidden(canvas: Canvas, middle: float) -> Markup:
    box = {"x": 0, "y": middle - 7, "width": canvas.x(100), "height": 14, "rx": 4}
    return element("rect", {"class_": "chart__hidden", **box, "fill": "url(#hatch)"})


def _line(start: str, end: str, y: float, kind: str) -> Markup:
    return element("line", {"class_": kind, "x1": start, "x2": end, "y1": y, "y2": y})
