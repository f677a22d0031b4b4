"""A matrix with the number in every cell: skills by industry, cohorts by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from lms.workforce.charts.items import Item, largest, level
from lms.workforce.charts.svg import Canvas, element, linked, stacked
from lms.workforce.charts.wrapping import letters, lines

ROW, LABELS, COLUMN, LETTER, LINE = 34, 172, 78, 8.0, 16


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Item],
    *,
    width: float | None = None,
) -> Markup:
    """As wide as its columns ask for; whoever shows it lets it scroll sideways."""
    frame = _frame(rows, columns, width)
    canvas = Canvas(frame.head + frame.row * len(rows), frame.whole)
    most = largest(list(cells.values()))
    parts = [
        *(_head(frame, n, name) for n, name in enumerate(columns)),
        *(_label(frame, n, name) for n, name in enumerate(rows)),
    ]
    for place, item in sorted(cells.items()):
        parts.append(_cell(frame, place, item, most))
    about = "; ".join(
        f"{rows[row]}, {columns[at]}: {item.text}" for (row, at), item in sorted(cells.items())
    )
    return canvas.draw("heat", title, about, parts)


@dataclass(frozen=True)
class Frame:
    """Room for the names on the left and above, and for each cell."""

    whole: float
    labels: float
    column: float
    row: float
    head: float

    @property
    def name(self) -> int:
        """Letters of a column's name on a line."""
        return max(3, int((self.column - 4) / 7.8))


def _frame(rows: Sequence[str], columns: Sequence[str], width: float | None) -> Frame:
    longest = max(map(letters, rows), default=0)
    labels = min(LABELS, LETTER * longest + 14)
    column = (width - labels) / max(len(columns), 1) if width else COLUMN
    frame = Frame(width or labels + column * max(len(columns), 1), labels, column, ROW, 0)
    high = max((len(lines(name, frame.name, 3)) for name in columns), default=1)
    row = ROW if longest <= _room(frame) else ROW + 8
    return replace(frame, row=row, head=LINE * high + 10)


def _room(frame: Frame) -> int:
    return max(3, int((frame.labels - 10) / LETTER))


def _head(frame: Frame, place: int, name: str) -> Markup:
    x = frame.labels + frame.column * (place + 0.5)
    words = {"class_": "chart__name", "x": f"{x:.1f}", "text_anchor": "middle"}
    middle = (frame.head - 10) / 2 + 9
    return element("g", {}, element("title", {}, name)
                   + stacked({**words}, lines(name, frame.name, 3), middle, high=LINE))  # fmt: skip


def _label(frame: Frame, place: int, name: str) -> Markup:
    middle = frame.head + frame.row * (place + 0.5) + 5
    words = {"class_": "chart__label", "x": 0}
    return element("g", {}, element("title", {}, name)
                   + stacked({**words}, lines(name, _room(frame), 2), middle, high=LINE + 1))  # fmt: skip


def _cell(frame: Frame, place: tuple[int, int], item: Item, most: float) -> Markup:
    row, at = place
    left, top = frame.labels + frame.column * at, frame.head + frame.row * row
    step = "hidden" if item.hidden else str(level(item.value, most))
    box = {
        "class_": f"chart__tile chart__tile--{step}",
        "x": f"{left + 1.5:.1f}",
        "y": top + 1.5,
        "width": f"{frame.column - 3:.1f}",
        "height": frame.row - 3,
        "rx": 4,
        "fill": "url(#hatch)" if item.hidden else "",
    }
    words = {
        "class_": f"chart__number chart__number--small chart__on-{step}",
        "x": f"{left + frame.column / 2:.1f}",
        "y": top + frame.row / 2 + 5,
        "text_anchor": "middle",
    }
    inside = element("title", {}, f"{item.label}: {item.text}") + element("rect", {**box})
    inside += element("text", {**words}, "" if item.hidden else item.text)
    return linked(item.href, f"{item.label}: {item.text}", inside)
