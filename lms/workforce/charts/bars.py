"""Bars beneath each other: under their names on the screen, beside them on paper, which has a width."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lms.workforce.charts.items import Item, largest
from lms.workforce.charts.rows import LETTER, ROW, named
from lms.workforce.charts.svg import Canvas, element, linked, stacked
from lms.workforce.charts.wrapping import letters, lines

BAR, ROOM = 18, 100
THIN, LINE, SMALL, NAMES, GAP = 14, 15, 6.6, 0.44, 8


@dataclass(frozen=True)
class Beside:
    """A chart of a width: its names on the left on one line or two, its numbers on the right."""

    names: float
    numbers: float
    row: float
    rows: Sequence[Sequence[str]]


def bars(title: str, items: Sequence[Item], *, width: float | None = None) -> Markup:
    most = max(largest(items), *(item.aim or 0 for item in items), 1e-9)
    if width is None:
        canvas = Canvas(ROW * len(items) + 2)
        parts = [_bar(canvas, item, n, most) for n, item in enumerate(items)]
    else:
        room = _beside(items, width)
        canvas = Canvas(room.row * len(items) + 4, width)
        parts = [_thin(width, room, item, n, most) for n, item in enumerate(items)]
    return canvas.draw("bars", title, _about(items), parts)


def _bar(canvas: Canvas, item: Item, place: int, most: float) -> Markup:
    top = place * ROW
    words = named(canvas, item, top)
    track = _rect(0, top + 22, canvas.x(ROOM), BAR, "chart__track")
    if item.hidden:
        drawn = _rect(0, top + 22, canvas.x(ROOM), BAR, "chart__hidden", fill="url(#hatch)")
    else:
        share = max(ROOM * (item.value or 0) / most, 0)
        drawn = _rect(0, top + 22, canvas.x(share), BAR, "chart__bar")
    aim = [_aim(canvas.x(ROOM * item.aim / most), top + 19, top + 25 + BAR)] if item.aim else []
    inside = Markup("").join([*words, track, drawn, *aim])
    return linked(item.href, f"{item.label} {item.text}", inside)


def _beside(items: Sequence[Item], width: float) -> Beside:
    longest = max((letters(item.label) for item in items), default=0)
    names = min(width * NAMES, SMALL * longest) + GAP
    rows = [lines(item.label, int((names - GAP) / SMALL + 0.01), 2) for item in items]
    high = max(map(len, rows), default=1)
    numbers = LETTER * (max((letters(item.text) for item in items), default=0)) + GAP
    return Beside(names, numbers, LINE * high + GAP, rows)


def _thin(width: float, room: Beside, item: Item, place: int, most: float) -> Markup:
    middle = place * room.row + room.row / 2
    whole = width - room.names - room.numbers
    top = f"{middle - THIN / 2:.1f}"
    name = stacked({"class_": "chart__label", "x": 0}, room.rows[place], middle + 4, high=LINE)
    value = {"class_": "chart__value", "x": f"{width:g}", "y": f"{middle + 4:.1f}"}
    parts = [
        element("title", {}, f"{item.label}: {item.text}"),
        name,
        _rect(f"{room.names:.1f}", top, f"{whole:.1f}", THIN, "chart__track"),
        element("text", {**value, "text_anchor": "end"}, item.text),
    ]
    if item.hidden:
        parts.append(
            _rect(f"{room.names:.1f}", top, f"{whole:.1f}", THIN, "chart__hidden", "url(#hatch)")
        )
    else:
        long = f"{max(whole * (item.value or 0) / most, 0):.1f}"
        parts.append(_rect(f"{room.names:.1f}", top, long, THIN, "chart__bar"))
    if item.aim:
        x = f"{room.names + whole * item.aim / most:.1f}"
        parts.append(_aim(x, middle - THIN / 2 - 3, middle + THIN / 2 + 3))
    return linked(item.href, f"{item.label} {item.text}", Markup("").join(parts))


def _rect(
    x: float | str, y: float | str, width: str, high: float, kind: str, fill: str = ""
) -> Markup:
    box = {"x": x, "y": y, "width": width, "height": high, "rx": 4}
    return element("rect", {"class_": kind, **box, "fill": fill})


def _aim(x: str, top: float, foot: float) -> Markup:
    ends = {"x1": x, "x2": x, "y1": top, "y2": foot}
    return Markup("").join(
        element("line", {"class_": kind, **ends}) for kind in ("chart__edge", "chart__aim")
    )


def _about(items: Sequence[Item]) -> str:
    return "; ".join(f"{item.label}: {item.text}" for item in items)
