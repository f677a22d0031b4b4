"""Which chart a sheet becomes by its shape: lines along time, bars of one thing, heat of two."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.i18n import gettext as _
from lms.workforce.asking import Cell
from lms.workforce.charts import PRINT_CSS, Item, Series, bars, heat, intervals, line, scale_for
from lms.workforce.formats import Column, Line, Sheet, shown
from lms.workforce.formats.sheet import PERIOD_HEAD

PRINT = PRINT_CSS
PAPER = 640.0
SCROLLS = Markup('<div class="chart-scroll" tabindex="0" role="region" aria-label="%s">%s</div>')
MOST_CHARTS, MOST_BARS, MOST_COLUMNS = 3, 12, 14
MOST_ROWS, MOST_ROWS_ON_PAPER = 40, 22


def pictures(sheet: Sheet, *, is_paper: bool = False) -> list[Markup]:
    """None where there is one number, or so many lines that nobody could read the chart."""
    width, most = (PAPER, 1) if is_paper else (None, MOST_CHARTS)
    heads = [head.code for head in sheet.heads]
    if heads == [PERIOD_HEAD]:
        return _over_time(sheet, width)[:most]
    drawn: list[Markup] = []
    for place, column in enumerate(sheet.columns):
        if len(drawn) == most:
            break
        if len(heads) == 1 and _told(sheet, place):
            drawn.append(_bars(sheet, place, column, width))
        elif len(heads) == 2 and not drawn:
            drawn += _heat(sheet, place, column, width)
    return drawn


def _told(sheet: Sheet, place: int) -> list[Line]:
    return [row for row in sheet.lines if row.cells[place].value]


def _over_time(sheet: Sheet, width: float | None) -> list[Markup]:
    """A chart for each measure; a line in it for each period that stands beside another."""
    names = [row.titles[-1] for row in sheet.lines]
    measures: dict[str, list[Series]] = {}
    for place, column in enumerate(sheet.columns):
        items = [_item(row.titles[-1], row.cells[place], column, sheet) for row in sheet.lines]
        measures.setdefault(column.title, []).append(Series(column.label, items))
    return [line(title, names, series, width=width) for title, series in measures.items()]


def _bars(sheet: Sheet, place: int, column: Column, width: float | None) -> Markup:
    """All lines where they are few, else the largest."""
    rows: Sequence[Line] = sheet.lines
    title = column.label
    if len(rows) > MOST_BARS:
        rows = sorted(_told(sheet, place), key=lambda row: -(row.cells[place].value or 0))
        rows = rows[:MOST_BARS]
        title = _("%(title)s: the %(most)s highest", title=title, most=len(rows))
    items = [_item(row.titles[0], row.cells[place], column, sheet) for row in rows]
    if not (column.is_share and sheet.intervals[place]):
        return _named(title, bars(title, items, width=width))
    ends = [end for one in items for end in (one.low, one.value, one.high) if end is not None]
    scale = scale_for(ends, lambda value: f"{value * 100:g}%")
    return _named(title, intervals(title, items, scale=scale, width=width))


def _heat(sheet: Sheet, place: int, column: Column, width: float | None) -> list[Markup]:
    names = [list(dict.fromkeys(row.titles[n] for row in sheet.lines)) for n in (0, 1)]
    most = MOST_ROWS_ON_PAPER if width else MOST_ROWS
    if len(names[0]) > most or len(names[1]) > MOST_COLUMNS:
        return []
    cells = {
        (names[0].index(row.titles[0]), names[1].index(row.titles[1])): _item(
            " · ".join(row.titles), row.cells[place], column, sheet
        )
        for row in sheet.lines
    }
    drawn = heat(column.label, names[0], names[1], cells, width=width)
    if width is None:
        drawn = SCROLLS % (column.label, drawn)
    return [_named(column.label, drawn)]


def _named(title: str, chart: Markup) -> Markup:
    return Markup("<figcaption>%s</figcaption>%s") % (title, chart)


def _item(label: str, cell: Cell, column: Column, sheet: Sheet) -> Item:
    return Item(
        label=label,
        text=shown(cell, column, sheet.locale),
        value=None if cell.value is None else float(cell.value),
        hidden=cell.hidden,
        low=None if cell.low is None else float(cell.low),
        high=None if cell.high is None else float(cell.high),
        is_few=cell.people is not None and cell.people < 30,
    )
