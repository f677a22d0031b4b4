"""M10: how far certificates reach into the province."""

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference import queries as reference
from lms.workforce.asking import Cell
from lms.workforce.dimensions import ALL
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures, Key
from lms.workforce.measures.registry import OPEN, Unit, measure
from lms.workforce.rollups.models import Kind

_source = _l("Register of certificates and place of residence at enrolment")


@measure("M10a", _l("Districts covered"), Unit.DISTRICTS, source=_source, most=2,
         formula=_l("districts in which M05 is at least the smallest number shown"),
         dimensions=OPEN - {"district"})  # fmt: skip
def districts(ask: Ask) -> Figures:
    """
    Districts of the province in whose published number at least so many people were certified in
    the period as are shown at all (the smallest number shown stands under every table). A district
    whose number is hidden is not counted. Without another province being asked for, the home
    province is meant; people count in the district in which they lived when they enrolled.
    """
    found: dict[Key, Cell] = {}
    for key, places in ask.spread(Kind.CERTIFIED, "district").items():
        inside = {code for code, _name in reference.districts(_province(ask, key))}
        reached = [
            code for code, cell in places.items() if code in inside and _is_reached(ask, cell)
        ]
        found[key] = Cell(len(reached))
    every = len(reference.districts(_province(ask, (ALL,) * len(ask.question.by))))
    return Figures(found).noted(_("The province has %(count)s districts.", count=every))


def _is_reached(ask: Ask, cell: Cell) -> bool:
    return not cell.hidden and int(cell.value or 0) >= ask.least


def _province(ask: Ask, key: Key) -> str:
    """The province that a row is about."""
    values = ask.where | dict(zip(ask.question.by, key, strict=True))
    asked = values.get("province", ALL)
    return reference.brand().province_code if asked == ALL else asked
