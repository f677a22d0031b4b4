"""What other packages may use of the numbers."""

from lms.workforce.asking import BY, MEASURE, PERIOD, Cell, Question, Table
from lms.workforce.dimensions import DIMENSIONS, UnknownDimension
from lms.workforce.measures import (
    MEASURES,
    UNITS,
    Measure,
    UnknownMeasure,
    ask,
    get_measure,
    least,
)
from lms.workforce.periods import Period
from lms.workforce.rollups.operations import count_first
from lms.workforce.scope import Scope, scope, scope_of
from lms.workforce.values import value_title

__all__ = [
    "BY",
    "DIMENSIONS",
    "MEASURE",
    "MEASURES",
    "PERIOD",
    "UNITS",
    "Cell",
    "Measure",
    "Period",
    "Question",
    "Scope",
    "Table",
    "UnknownDimension",
    "UnknownMeasure",
    "ask",
    "count_first",
    "get_measure",
    "least",
    "scope",
    "scope_of",
    "value_title",
]
