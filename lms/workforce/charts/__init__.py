"""Charts as SVG out of plain numbers and finished words: pure, classes only, no styles of their own.

On the screen they are as wide as there is room (`width` none) and their letters keep their size; for
paper they get a width. What is hidden is hatched, and nothing is said by colour alone.
"""

from lms.workforce.charts.bars import bars
from lms.workforce.charts.colours import PRINT_CSS
from lms.workforce.charts.heat import heat
from lms.workforce.charts.intervals import intervals
from lms.workforce.charts.items import Item, Scale, Series, Shape, Tile, scale_for
from lms.workforce.charts.lines import line
from lms.workforce.charts.shapes import shapes
from lms.workforce.charts.tiles import tiles

__all__ = [
    "PRINT_CSS",
    "Item",
    "Scale",
    "Series",
    "Shape",
    "Tile",
    "bars",
    "heat",
    "intervals",
    "line",
    "scale_for",
    "shapes",
    "tiles",
]
