"""A map of tiles: every district the same size, about where it lies."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.i18n.thai import is_thai, pieces
from lms.workforce.charts.items import Tile, largest, level
from lms.workforce.charts.svg import NARROW, WIDE, WIDER, Canvas, element, linked, stacked
from lms.workforce.charts.wrapping import letters, lines

ROW, GAP, EDGE = 62, 1.0, 5
LETTERS = {"narrow": 7.0, "wide": 7.0, "wider": 8.0}
LEAST = 6


def tiles(title: str, places: Sequence[Tile], *, width: float | None = None) -> Markup:
    """Names stand on up to two lines, or as เมืองฯ; the whole name is in the title of its tile."""
    columns = max((tile.column for tile in places), default=1)
    rows = max((tile.row for tile in places), default=1)
    canvas = Canvas(ROW * rows, width)
    most = largest([tile.item for tile in places])
    rooms = _rooms(columns, width)
    parts = [_tile(canvas, tile, 100 / columns, most, rooms) for tile in places]
    about = "; ".join(f"{tile.item.label}: {tile.item.text}" for tile in places)
    return canvas.draw("tiles", title, about, parts)


def _rooms(columns: int, width: float | None) -> dict[str, int]:
    """Letters on a line, by how wide the map is; not named where there would be too few."""
    sizes = {"narrow": NARROW, "wide": WIDE, "wider": WIDER} if width is None else {"": width}
    rooms = {
        kind: int((size / columns - EDGE) / LETTERS.get(kind, 6.0)) for kind, size in sizes.items()
    }
    return {kind: room for kind, room in rooms.items() if room >= LEAST or kind != "narrow"}


def _tile(canvas: Canvas, tile: Tile, side: float, most: float, rooms: dict[str, int]) -> Markup:
    item = tile.item
    left, top = (tile.column - 1) * side, (tile.row - 1) * ROW
    step = "hidden" if item.hidden else str(level(item.value, most))
    words = {"x": canvas.x(left + side / 2), "text_anchor": "middle"}
    box = {
        "class_": f"chart__tile chart__tile--{step}",
        "x": canvas.x(left + GAP / 2),
        "y": top + 2,
        "width": canvas.x(side - GAP),
        "height": ROW - 5,
        "rx": 6,
        "fill": "url(#hatch)" if item.hidden else "",
    }
    alone = "" if canvas.width is not None or "narrow" in rooms else " chart__number--alone"
    number = f"chart__number{alone} chart__on-{step}"
    inside = [
        element("title", {}, f"{item.label}: {item.text}"),
        element("rect", {**box}),
        *(
            stacked(
                {"class_": f"chart__place chart__place--{kind} chart__on-{step}", **words},
                named(item.label, room),
                top + 23,
                high=14,
            )
            for kind, room in rooms.items()
        ),
        element(
            "text", {"class_": number, "y": top + 50, **words}, "" if item.hidden else item.text
        ),
    ]
    return linked(item.href, f"{item.label}: {item.text}", Markup("").join(inside))


def named(name: str, room: int) -> list[str]:
    rows = lines(name, room, 2)
    first = pieces(name)[0] if name else ""
    if rows[-1].endswith("…") and is_thai(name) and letters(first) < room:
        return [f"{first}ฯ"]
    return rows
