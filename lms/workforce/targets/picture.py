"""The drawings of the evidence pack, out of the cells that its tables show."""

from markupsafe import Markup

from lms.i18n import gettext as _
from lms.workforce import charts
from lms.workforce.asking import Cell
from lms.workforce.charts import Item, Shape, Tile
from lms.workforce.formats import Sheet
from lms.workforce.geography.queries import Map, province_map
from lms.workforce.measures import Measure, get_measure
from lms.workforce.targets.standing import written

WIDTH = 640.0
HALF = 320.0  # one of two in a row
NARROW = 300.0  # beside a table
TALLEST = 560.0  # what does not fit below a third of a page would leave that page empty


def item_of(label: str, cell: Cell, measure: Measure, aim: object = None) -> Item:
    words = _("Not shown") if cell.hidden else written(cell.value, measure)
    value = None if cell.value is None else float(cell.value)
    return Item(label, words, value, cell.hidden, aim=None if aim is None else float(str(aim)))


def district_map(province: str, sheet: Sheet) -> Markup | None:
    """The last column, as outlines where somebody uploaded them, else as tiles; None without any."""
    column = len(sheet.columns) - 1
    measure = get_measure(sheet.columns[column].measure)
    items = {
        line.codes[0]: item_of(line.titles[0], line.cells[column], measure) for line in sheet.lines
    }
    title, known = _("People certified by district"), province_map(province)
    return _outlines(title, known, items) if known.paths else _tiles(title, known, items)


def _outlines(title: str, known: Map, items: dict[str, Item]) -> Markup | None:
    """Whose outlines they are is said below."""
    drawn = [Shape(known.paths[code], items[code]) for code in items if code in known.paths]
    if not drawn:
        return None
    width = min(WIDTH, TALLEST * known.width / known.height)
    picture = charts.shapes(title, drawn, (known.width, known.height), width=width)
    return Markup('{}<p class="small muted">{}</p>').format(picture, known.attribution)


def _tiles(title: str, known: Map, items: dict[str, Item]) -> Markup | None:
    """Without the empty columns and rows before the first."""
    placed = [(*known.tiles[code], items[code]) for code in items if code in known.tiles]
    if not placed:
        return None
    left, top = min(column for column, _r, _i in placed) - 1, min(row for _c, row, _i in placed) - 1
    moved = [Tile(column - left, row - top, one) for column, row, one in placed]
    return charts.tiles(title, moved, width=WIDTH)
