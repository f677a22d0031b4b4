"""A map of tiles: every district the same size, about where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lms.i18n.thai import is_thai, pieces
from lms.workforce.charts.items import Item, Tile, largest, level
from lms.workforce.charts.svg import NARROW, WIDE, WIDER, Canvas, element, linked, stacked
from lms.workforce.charts.wrapping import breadth, cuts_words, letters, lines

ROW, PAPER_ROW, GAP, EDGE = 72, 56, 1.0, 3
BLEED = 24  # a narrow map reaches into the edge of its card
LEAST, NARROWEST = 4, 0.46
LONG = 5  # letters of a number that is set smaller where a tile is narrow


def tiles(title: str, places: Sequence[Tile], *, width: float | None = None) -> Markup:
    """Names stand on two lines or three, or as เมืองฯ; the whole name is in the title of its tile."""
    columns = max((tile.column for tile in places), default=1)
    rows = max((tile.row for tile in places), default=1)
    row = ROW if width is None else PAPER_ROW
    canvas = Canvas(row * rows, width)
    most = largest([tile.item for tile in places])
    rooms = _rooms(columns, width)
    parts = [_tile(canvas, tile, (100 / columns, row), most, rooms) for tile in places]
    about = "; ".join(f"{tile.item.label}: {tile.item.text}" for tile in places)
    return canvas.draw("tiles", title, about, parts)


@dataclass(frozen=True)
class Room:
    """What a tile has for its name: how wide it is, how large the letters, how many lines."""

    wide: float
    size: float
    most: int = 2

    def rows(self, name: str) -> list[str]:
        """As many letters on a line as fit, however wide they are."""
        count = max(LEAST, int(self.wide / self.size / NARROWEST))
        rows = named(name, count, self.most)
        while count > LEAST and max(map(breadth, rows)) * self.size > self.wide:
            count -= 1
            rows = named(name, count, self.most)
        return rows


def _rooms(columns: int, width: float | None) -> dict[str, Room]:
    """By how wide the map is: the sizes stand in styles/components/_charts.scss."""
    side = 1 / columns - GAP / 100
    if width is not None:
        return {"": Room(width * side - EDGE, 10)}
    return {
        "narrow": Room((NARROW + BLEED) * side, 10.5, 3),
        "wide": Room(WIDE * side - EDGE, 12, 3),
        "wider": Room(WIDER * side - EDGE, 14, 3),
    }


def _tile(
    canvas: Canvas, tile: Tile, size: tuple[float, int], most: float, rooms: dict[str, Room]
) -> Markup:
    item, (side, row) = tile.item, size
    left, top = (tile.column - 1) * side, (tile.row - 1) * row
    step = "hidden" if item.hidden else str(level(item.value, most))
    words = {"x": canvas.x(left + side / 2), "text_anchor": "middle"}
    box = {
        "class_": f"chart__tile chart__tile--{step}",
        "x": canvas.x(left + GAP / 2),
        "y": top + 2,
        "width": canvas.x(side - GAP),
        "height": row - 5,
        "rx": 6,
        "fill": "url(#hatch)" if item.hidden else "",
    }
    long = " chart__number--long" if len(item.text) > LONG else ""
    number = {"class_": f"chart__number{long} chart__on-{step}", "y": top + row - 12, **words}
    middle = top + (row - 16 if not item.hidden else row) / 2 + 3
    inside = [
        element("title", {}, f"{item.label}: {item.text}"),
        element("rect", {**box}),
        *(_name(item, kind, room, words, middle, step) for kind, room in rooms.items()),
        element("text", {**number}, "" if item.hidden else item.text),
    ]
    return linked(item.href, f"{item.label}: {item.text}", Markup("").join(inside))


def _name(
    item: Item, kind: str, room: Room, words: dict[str, str], middle: float, step: str
) -> Markup:
    rows = room.rows(item.label)
    high = 13 if len(rows) > 2 else 15
    look = f"chart__place chart__place--{kind} chart__on-{step}"
    return stacked({"class_": look, **words}, rows, middle, high=high)


def named(name: str, room: int, most: int = 2) -> list[str]:
    """On so many lines; where they are too few the first word stands for the whole."""
    rows = lines(name, room, most)
    first = pieces(name)[0].strip() if name else ""
    is_too_long = rows[-1].endswith("…") or cuts_words(name, room)
    if is_too_long and is_thai(name) and letters(first) < room:
        return [f"{first}ฯ"]
    return rows
