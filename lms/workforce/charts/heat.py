"""A matrix with the number in every cell: skills by industry, cohorts by month."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from lms.workforce.charts.items import Item, largest, level
from lms.workforce.charts.svg import Canvas, element, linked, shortened

ROW, HEAD, LABELS, COLUMN = 34, 36, 230, 64
NOTHING = Item("", "")


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Item],
    *,
    width: float | None = None,
) -> Markup:
    """As wide as its columns ask for; whoever shows it lets it scroll sideways."""
    whole = width or LABELS + COLUMN * max(len(columns), 1)
    column = (whole - LABELS) / max(len(columns), 1)
    canvas = Canvas(HEAD + ROW * len(rows), whole)
    most = largest(list(cells.values()))
    parts = [
        *(_head(n, name, column) for n, name in enumerate(columns)),
        *(_label(n, name) for n, name in enumerate(rows)),
    ]
    for place, item in sorted(cells.items()):
        parts.append(_cell(place, item, column, most))
    about = "; ".join(
        f"{rows[row]}, {columns[at]}: {item.text}" for (row, at), item in sorted(cells.items())
    )
    return canvas.draw("heat", title, about, parts)


def _head(place: int, name: str, column: float) -> Markup:
    x = LABELS + column * (place + 0.5)
    words = shortened(name, max(3, int(column / 8.5)))
    about = element("title", {}, name)
    place_of = {"class_": "chart__name", "x": f"{x:.1f}", "y": HEAD - 12, "text_anchor": "middle"}
    return element("g", {}, about + element("text", {**place_of}, words))


def _label(place: int, name: str) -> Markup:
    y = HEAD + ROW * place + 22
    about = element("title", {}, name)
    words = {"class_": "chart__label", "x": 0, "y": y}
    return element("g", {}, about + element("text", {**words}, shortened(name, LABELS // 8 - 1)))


def _cell(place: tuple[int, int], item: Item, column: float, most: float) -> Markup:
    row, at = place
    left, top = LABELS + column * at, HEAD + ROW * row
    step = "hidden" if item.hidden else str(level(item.value, most))
    box = {
        "class_": f"chart__tile chart__tile--{step}",
        "x": f"{left + 1.5:.1f}",
        "y": top + 1.5,
        "width": f"{column - 3:.1f}",
        "height": ROW - 3,
        "rx": 4,
        "fill": "url(#hatch)" if item.hidden else "",
    }
    words = {
        "class_": f"chart__number chart__number--small chart__on-{step}",
        "x": f"{left + column / 2:.1f}",
        "y": top + 22,
        "text_anchor": "middle",
    }
    inside = element("title", {}, f"{item.label}: {item.text}") + element("rect", {**box})
    inside += element("text", {**words}, "" if item.hidden else item.text)
    return linked(item.href, f"{item.label}: {item.text}", inside)
