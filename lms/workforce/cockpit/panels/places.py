"""The province as a map: people certified, for every thousand inhabitants where those are known."""

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference.queries import provinces
from lms.workforce.asking import Cell, one_of
from lms.workforce.cockpit import drawing
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Link, Panel, Picture
from lms.workforce.cockpit.telling import (
    Told,
    keys,
    least,
    questions,
    refusals,
    remarks,
    sheet,
    tell,
)
from lms.workforce.measures.registry import MEASURES, get_measure

DISTRICT = "district"
SHARE, COUNT = "M10b", "M05"
CHOICES = (SHARE, COUNT, "M02", "M03")


def draw(look: Look, args: Address) -> Picture:
    asked = one_of(args, "show", CHOICES)
    shares = tell(look, SHARE, (DISTRICT,)) if asked == SHARE and SHARE in MEASURES else None
    counted = tell(look, COUNT if asked == SHARE else asked, (DISTRICT,))
    drawn = shares if shares and _says_something(shares) else counted
    title = _title(drawn.measure.code)
    columns = [one for one in (shares, counted) if one and one.table]
    if not columns:
        return Picture(title, refusal=counted.refusal)
    home = _province(look)
    here = [key for key in keys(*columns) if key[0][:2] == home]
    return Picture(
        title=title,
        sheet=sheet(
            title,
            DISTRICT,
            columns,
            (Head(_("District")), *(Head(one.measure.title) for one in columns)),
            _("All, each person once"),
        ),
        charts=drawing.places(
            title, home, {key[0]: drawn[key] for key in here}, drawn.measure, look, DISTRICT
        ),
        questions=questions(*columns),
        definitions=tuple(one.measure.code for one in columns),
        notes=(*_notes(look, drawn, shares), *remarks(*columns), *refusals(*columns)),
        choices=tuple(
            Link(str(get_measure(code).title), {**look.args(), "show": code}, code == asked)
            for code in CHOICES
            if code in MEASURES
        ),
        coarser=_coarser(look, [drawn[key] for key in here]),
        has_hidden=any(one.has_hidden for one in columns),
        least=least(*columns),
    )


def _says_something(told: Told) -> bool:
    return told.table is not None and any(
        cell.value is not None for cell in told.table.cells.values()
    )


def _province(look: Look) -> str:
    """The province that the filters name where it takes part, else the home province."""
    codes = [p.code for p in sorted(provinces(), key=lambda p: (not p.is_home, p.code))]
    wanted = look.filters.get("province") or look.filters.get(DISTRICT, "")[:2]
    return wanted if wanted in codes else next(iter(codes), "")


def _title(code: str) -> str:
    if code == SHARE:
        return _("People certified for every 1,000 inhabitants, by district")
    return _("%(measure)s by district", measure=get_measure(code).title)


def _notes(look: Look, drawn: Told, shares: Told | None) -> list[str]:
    notes = []
    if DISTRICT in look.filters:
        notes.append(_("The map shows every district; the filter by district is left aside."))
    if shares and drawn is not shares:
        notes.append(
            _("No population is known for these districts: the map shows numbers of people.")
        )
    return notes


def _coarser(look: Look, cells: list[Cell]) -> Link | None:
    """Where most districts are hidden a wider period says more."""
    wider = look.period.parent
    hidden = sum(cell.hidden for cell in cells)
    if wider is None or 2 * hidden <= len(cells):
        return None
    text = _(
        "%(hidden)s of %(every)s districts are not shown for so short a period. Look at: %(period)s",
        hidden=hidden,
        every=len(cells),
        period=wider.title,
    )
    return Link(text, look.at(wider).args())


PANEL = Panel(
    "map",
    _l("Map of the districts"),
    _l("Where people lived when they enrolled."),
    draw,
    takes=("show",),
    is_early=True,
)
