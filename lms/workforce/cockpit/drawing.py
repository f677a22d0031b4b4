"""Charts of a panel, out of cells: the words and the ways deeper are ours, the drawing is not."""

from collections.abc import Mapping, Sequence

from flask import url_for
from markupsafe import Markup

from lms.i18n import gettext as _
from lms.workforce import charts
from lms.workforce.asking import Cell
from lms.workforce.charts import Item, Series, Shape, Tile
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.wording import DIFFERENCES, shown
from lms.workforce.dimensions import MOST
from lms.workforce.geography.queries import province_map
from lms.workforce.measures.registry import Measure, Unit
from lms.workforce.measures.retention import Cohort
from lms.workforce.periods import month_name
from lms.workforce.values import value_title

Charts = tuple[Markup, ...]
FRAME = Markup('<div class="chart-scroll" tabindex="0" role="group" aria-label="{}">{}</div>')


def bars(
    title: str, items: Sequence[tuple[str, Cell, Mapping[str, str] | None]], measure: Measure
) -> Charts:
    drawn = [_item(label, cell, measure, _address(args)) for label, cell, args in items]
    return (charts.bars(title, drawn),) if drawn else ()


def line(
    title: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[Cell]]], measure: Measure
) -> Charts:
    return (
        charts.line(
            title,
            names,
            [
                Series(label, [_item("", cell, measure) for cell in cells])
                for label, cells in series
            ],
        ),
    )


def places(
    title: str,
    province: str,
    cells: Mapping[str, Cell],
    measure: Measure,
    look: Look,
    dimension: str,
) -> Charts:
    """Outlines where somebody uploaded them, else tiles; whose outlines they are is said below."""
    outlines = province_map(province)
    items = {
        code: _item(str(value_title(dimension, code)), cell, measure, deeper(look, dimension, code))
        for code, cell in cells.items()
    }
    if outlines.paths:
        drawn = [
            Shape(outlines.paths[code], items[code]) for code in items if code in outlines.paths
        ]
        source = Markup('<p class="small muted">{}</p>').format(outlines.attribution)
        return (charts.shapes(title, drawn, (outlines.width, outlines.height)), source)
    tiles = [Tile(*outlines.tiles[code], items[code]) for code in items if code in outlines.tiles]
    return (charts.tiles(title, _from_one(tiles)),) if tiles else ()


def _from_one(tiles: Sequence[Tile]) -> list[Tile]:
    """The grid without empty columns and rows before it."""
    left = min(tile.column for tile in tiles) - 1
    top = min(tile.row for tile in tiles) - 1
    return [Tile(tile.column - left, tile.row - top, tile.item) for tile in tiles]


def heat(
    title: str,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, ...], Cell],
    measure: Measure,
    look: Look,
    groups: Sequence[str] = (),
) -> Charts:
    drawn = {
        (row, at): _item(
            f"{row_title} × {title_of}",
            cells[one, other],
            measure,
            deeper(look, "skill", one) if cells[one, other].value else "",
        )
        for row, (one, row_title) in enumerate(rows)
        for at, (other, title_of) in enumerate(columns)
    }
    if not drawn:
        return ()
    picture = charts.heat(
        title, [t for _c, t in rows], [t for _c, t in columns], drawn, groups=groups
    )
    return (FRAME.format(title, picture),)


def intervals(
    title: str,
    by: str,
    items: Sequence[tuple[tuple[str, ...], Cell]],
    measure: Measure,
    look: Look,
    total: Cell,
) -> Charts:
    """Only those of whom something is known, beside what all come to."""
    drawn = [
        _item(str(value_title(by, key[0])), cell, measure, deeper(look, by, key[0]))
        for key, cell in items
        if cell.hidden or cell.value is not None
    ]
    if not drawn:
        return ()
    mean = _item(_("In all"), total, measure)
    return (charts.intervals(title, drawn, scale=_scale(drawn, measure), mean=mean),)


def _scale(items: Sequence[Item], measure: Measure) -> charts.Scale:
    """Answers reach from one to five, whatever was answered; everything else from nought."""
    if measure.unit is Unit.SCORE:
        return charts.Scale(1, 5, [(n, str(n)) for n in range(1, 6)])
    ends = [end for one in items for end in (one.low, one.value, one.high) if end is not None]
    return charts.scale_for(ends, lambda value: _mark(value, measure))


def _mark(value: float, measure: Measure) -> str:
    if measure.unit is Unit.RATE:
        return f"{value * 100:g}%"
    return f"{value:+g}" if measure.code in DIFFERENCES and value else f"{value:g}"


def cohorts(title: str, rows: Sequence[Cohort], rate: Measure) -> Charts:
    """A triangle: the newest have the fewest months behind them."""
    most = max((len(one.later) for one in rows), default=0)
    if not most:
        return ()
    drawn = {
        (row, at): _item(f"{month_name(one.month)} +{at + 1}", cell, rate)
        for row, one in enumerate(rows)
        for at, cell in enumerate(one.later)
    }
    names = [month_name(one.month) for one in rows]
    picture = charts.heat(title, names, [f"+{n}" for n in range(1, most + 1)], drawn)
    return (FRAME.format(title, picture),)


def deeper(look: Look, name: str, value: str) -> str:
    """The address of the overview with one filter more; empty where there is no room for it."""
    if name in look.filters or len(look.filters) >= MOST:
        return ""
    return _address(look.adding(name, value))


def _address(args: Mapping[str, str] | None) -> str:
    return url_for("cockpit.overview", **dict(args)) if args else ""  # type: ignore[arg-type]


def _item(label: str, cell: Cell, measure: Measure, href: str = "") -> Item:
    words = shown(cell, measure)
    return Item(
        label,
        words.text,
        _number(cell.value),
        cell.hidden,
        href,
        _number(cell.low),
        _number(cell.high),
        words.is_few,
    )


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
