"""A map of tiles: every district the same size, about where it lies."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Tile, largest, level
from lms.workforce.charts.svg import Canvas, element, linked, shortened

ROW, GAP = 60, 1.0


SHORT, LONG = 8, 15


def tiles(title: str, places: Sequence[Tile], *, width: float | None = None) -> Markup:
    """Names are as long as there is room for; the whole name is in the title of its tile."""
    columns = max((tile.column for tile in places), default=1)
    rows = max((tile.row for tile in places), default=1)
    canvas = Canvas(ROW * rows, width)
    most = largest([tile.item for tile in places])
    side = 100 / columns
    parts = [_tile(canvas, tile, side, most) for tile in places]
    about = "; ".join(f"{tile.item.label}: {tile.item.text}" for tile in places)
    return canvas.draw("tiles", title, about, parts)


def _tile(canvas: Canvas, tile: Tile, side: float, most: float) -> Markup:
    item = tile.item
    left, top = (tile.column - 1) * side, (tile.row - 1) * ROW
    step = "hidden" if item.hidden else str(level(item.value, most))
    middle = canvas.x(left + side / 2)
    box = {
        "class_": f"chart__tile chart__tile--{step}",
        "x": canvas.x(left + GAP / 2),
        "y": top + 2,
        "width": canvas.x(side - GAP),
        "height": ROW - 5,
        "rx": 6,
        "fill": "url(#hatch)" if item.hidden else "",
    }
    words = {"x": middle, "text_anchor": "middle"}
    inside = [
        element("title", {}, f"{item.label}: {item.text}"),
        element("rect", {**box}),
        *(
            element(
                "text",
                {"class_": f"chart__place {kind} chart__on-{step}", "y": top + 24, **words},
                shortened(item.label, room),
            )
            for kind, room in (("chart__place--short", SHORT), ("chart__place--long", LONG))
        ),
        element(
            "text",
            {"class_": f"chart__number chart__on-{step}", "y": top + 44, **words},
            "" if item.hidden else item.text,
        ),
    ]
    return linked(item.href, f"{item.label}: {item.text}", Markup("").join(inside))
