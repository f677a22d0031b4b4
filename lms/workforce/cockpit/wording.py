"""A published number as people read it on a page."""

from dataclasses import dataclass
from decimal import Decimal

from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.workforce.asking import Cell
from lms.workforce.measures.registry import Measure, Unit

FEW = 30
DIFFERENCES = frozenset({"M08a"})  # what was gained has a sign, a result has none
OF_PEOPLE = frozenset({Unit.RATE, Unit.POINTS, Unit.INDEX, Unit.SCORE})


@dataclass(frozen=True)
class Shown:
    """The words of a cell; `is_few`: a rate or a mean of fewer than thirty people."""

    text: str
    interval: str = ""
    is_hidden: bool = False
    is_few: bool = False
    order: Decimal | None = None


def shown(cell: Cell, measure: Measure) -> Shown:
    """18,240 · 74.1% (71.0%–77.2%) · +21.3 · Not shown · –."""
    if cell.hidden:
        return Shown(_("Not shown"), is_hidden=True)
    if cell.value is None:
        return Shown("–")
    few = measure.unit in OF_PEOPLE and cell.people is not None and cell.people < FEW
    return Shown(
        written(cell.value, measure), _interval(cell, measure), False, few, Decimal(cell.value)
    )


def written(value: Decimal | int, measure: Measure) -> str:
    """A number alone, with what its unit asks for."""
    match measure.unit:
        case Unit.RATE:
            return f"{Decimal(value) * 100:.1f}%"
        case Unit.POINTS if measure.code in DIFFERENCES:
            return f"{Decimal(value):+.1f}"
        case Unit.HOURS:
            return dates.number(Decimal(round(Decimal(value))), current_locale())
        case _ if measure.places:
            return f"{Decimal(value):.{measure.places}f}"
    return dates.number(value, current_locale())


def _interval(cell: Cell, measure: Measure) -> str:
    if cell.low is None or cell.high is None:
        return ""
    low, high = written(cell.low, measure), written(cell.high, measure)
    if measure.code in DIFFERENCES:
        return _("%(low)s to %(high)s", low=low, high=high)
    return f"{low}–{high}"
