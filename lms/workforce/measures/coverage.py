"""M10: how far certificates reach into the province."""

from dataclasses import replace
from decimal import Decimal

from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference import queries as reference
from lms.workforce.asking import NOTHING, Cell
from lms.workforce.dimensions import ALL
from lms.workforce.geography.queries import Inhabitants, population
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures, Key, rounded
from lms.workforce.measures.registry import OF_COURSES, OPEN, WHOLE, Unit, measure
from lms.workforce.periods import month_of_day, year_of
from lms.workforce.rollups.models import Kind
from lms.workforce.values import values

AREAS = frozenset({"district", "province"})
_source = _l("Register of certificates and place of residence at enrolment")


@measure("M10a", _l("Districts covered"), Unit.DISTRICTS, source=_source, most=2,
         formula=_l("districts in which M05 is at least the smallest number shown"),
         dimensions=OPEN - {"district"}, periods=WHOLE)  # fmt: skip
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
    told = ask.where | dict(zip(ask.question.by, key, strict=True))
    asked = told.get("province", ALL)
    return reference.brand().province_code if asked == ALL else asked


@measure(
    "M10b",
    _l("Certified people per 1,000 inhabitants"),
    Unit.PER_THOUSAND,
    formula=_l("M05 ÷ inhabitants × 1,000"),
    source=_l("Register of certificates and the population table"),
    dimensions=OF_COURSES | {"district", "province"},
    most=2,
)
def per_thousand(ask: Ask) -> Figures:
    """
    People certified in the period who lived in the area when they enrolled, for every 1,000
    inhabitants of it. The number of inhabitants is that of the fiscal year of the period in the
    population table, or of the last year before it that is there. Where no area is asked for, the
    home province is meant. Where the number of inhabitants is not known, there is none here.
    """
    year = ask.question.period.year or year_of(month_of_day(ask.today))
    people = _people(ask)
    cells, years = {}, set()
    for key, cell in people.items():
        there = population(_area(ask, key), year)
        cells[key] = cell if cell.hidden else _per_thousand(cell, there)
        years |= {there.year} if there else set()
    rest = NOTHING if AREAS & set(ask.question.by) else _per_thousand(Cell(0), _of_home(year))
    notes = (
        _("Inhabitants of the year %(year)s.", year=dates.year(told, current_locale()))
        for told in sorted(years)
    )
    return Figures(cells, rest).noted(*notes)


def _people(ask: Ask) -> dict[Key, Cell]:
    """Of each area, or of the home province; a total without an area is the home province's."""
    by = ask.question.by
    if AREAS & set(ask.where):
        return dict(ask.people(Kind.CERTIFIED).cells)
    home = {"province": reference.brand().province_code}
    if not AREAS & set(by):
        return dict(ask.people(Kind.CERTIFIED, **home).cells)
    whole = replace(ask, question=replace(ask.question, by=()))
    found = {(name,): Cell(0) for name, _title in values(by[0])} if len(by) == 1 else {}
    total = whole.people(Kind.CERTIFIED, **home)[()]
    return found | dict(ask.people(Kind.CERTIFIED).cells) | {(ALL,) * len(by): total}


def _of_home(year: int) -> Inhabitants | None:
    return population(reference.brand().province_code, year)


def _area(ask: Ask, key: Key) -> str:
    """The district or province that a row is about; the home province where it is about none."""
    told = ask.where | dict(zip(ask.question.by, key, strict=True))
    asked = [told[name] for name in ("district", "province") if told.get(name, ALL) != ALL]
    return asked[0] if asked else reference.brand().province_code


def _per_thousand(cell: Cell, there: Inhabitants | None) -> Cell:
    if there is None or there.people == 0:
        return NOTHING
    people = int(cell.value or 0)
    return Cell(rounded(Decimal(1000 * people) / there.people, 2), people=people)
