"""A matrix with the number in every cell: skills by industry, cohorts by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from lms.workforce.charts.items import Item, largest, level
from lms.workforce.charts.svg import Canvas, element, linked, stacked
from lms.workforce.charts.wrapping import letters, lines, shortened

ROW, LABELS, COLUMN, LETTER, LINE = 34, 172, 78, 8.0, 16
NAMES, NAME, GROUP, GROUPED, NARROWER = 4, 7.8, 38, 340, 7.2


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Item],
    *,
    groups: Sequence[str] = (),
    width: float | None = None,
) -> Markup:
    """As wide as its columns ask for; whoever shows it lets it scroll sideways.

    `groups`: what each row belongs to, told above the first of them.
    """
    frame = _frame(rows, columns, groups, width)
    canvas = Canvas(frame.head + frame.tops[-1], frame.whole)
    most = largest(list(cells.values()))
    parts = [
        *(_head(frame, n, name) for n, name in enumerate(columns)),
        *(_group(frame, n, groups[n]) for n in frame.opened),
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
    """Room for the names on the left and above, and for each cell.

    `tops`: where each row begins below the head, and where the last ends; `opened`: rows that begin
    a group.
    """

    whole: float
    labels: float
    column: float
    row: float
    head: float
    tops: tuple[float, ...]
    opened: tuple[int, ...]

    def top(self, row: int) -> float:
        return self.head + self.tops[row + 1] - self.row


def _frame(
    rows: Sequence[str], columns: Sequence[str], groups: Sequence[str], width: float | None
) -> Frame:
    longest = max(map(letters, rows), default=0)
    labels = min(LABELS, LETTER * longest + 14)
    count = max(len(columns), 1)
    column = (width - labels) / count if width else COLUMN
    high = max((len(lines(name, _name(column), NAMES)) for name in columns), default=1)
    row = ROW if longest <= _room(labels) else ROW + 8
    opened = tuple(
        n for n, group in enumerate(groups) if group and (n == 0 or group != groups[n - 1])
    )
    least = GROUPED if opened else 0
    heights = (row + (GROUP if n in opened else 0) for n in range(len(rows)))
    return Frame(
        whole=width or max(labels + column * count, least),
        labels=labels,
        column=column,
        row=row,
        head=LINE * high + 10,
        tops=tuple(accumulate(heights, initial=0)),
        opened=opened,
    )


def _room(labels: float) -> int:
    """Letters of a row's name on a line."""
    return max(3, int((labels - 10) / LETTER))


def _name(column: float) -> int:
    """Letters of a column's name on a line."""
    return max(3, int((column - 4) / NAME))


def _head(frame: Frame, place: int, name: str) -> Markup:
    """The names of the columns stand on their cells."""
    x = frame.labels + frame.column * (place + 0.5)
    words = {"class_": "chart__name", "x": f"{x:.1f}", "text_anchor": "middle"}
    rows = lines(name, _name(frame.column), NAMES)
    middle = frame.head - 12 - LINE * (len(rows) - 1) / 2
    return element("g", {}, element("title", {}, name)
                   + stacked({**words}, rows, middle, high=LINE))  # fmt: skip


def _group(frame: Frame, place: int, name: str) -> Markup:
    top = frame.top(place) - GROUP
    edge = {"x1": 0, "x2": f"{frame.whole:.1f}", "y1": top + GROUP - 4, "y2": top + GROUP - 4}
    room = int(frame.whole / NARROWER)
    words = {"class_": "chart__group", "x": 0, "y": top + GROUP - 12}
    return element("line", {"class_": "chart__axis", **edge}) + element(
        "text", {**words}, shortened(name, room)
    )


def _label(frame: Frame, place: int, name: str) -> Markup:
    middle = frame.top(place) + frame.row / 2 + 5
    words = {"class_": "chart__label", "x": 0}
    return element("g", {}, element("title", {}, name)
                   + stacked({**words}, lines(name, _room(frame.labels), 2), middle, high=LINE + 1))  # fmt: skip


def _cell(frame: Frame, place: tuple[int, int], item: Item, most: float) -> Markup:
    row, at = place
    left, top = frame.labels + frame.column * at, frame.top(row)
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
