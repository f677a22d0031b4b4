"""From applying to certified, and to work: how many people reached each step."""

from decimal import Decimal

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import Cell
from lms.workforce.cockpit import drawing
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Line, Panel, Picture, Sheet
from lms.workforce.cockpit.telling import Told, least, questions, refusals, remarks, tell
from lms.workforce.cockpit.wording import Shown, shown
from lms.workforce.measures.registry import MEASURES

STEPS = {
    "M01": _l("Applied"),
    "M02": _l("Began"),
    "M02b": _l("Halfway"),
    "M03": _l("Finished"),
    "M05": _l("Certified"),
}
LATER = "M13b"


def draw(look: Look, _args: Address) -> Picture:
    told = {code: tell(look, code) for code in STEPS if code in MEASURES}
    steps = [one for one in told.values() if one.table]
    later = _outcome(tell(look, LATER)) if LATER in MEASURES else []
    first = told["M01"].total
    lines = tuple(
        Line(str(STEPS[one.measure.code]), (one.shown(), _share(one.total, first, one)))
        for one in steps
    )
    heads = (Head(_("Step")), Head(_("Number of people")), Head(_("Of the applicants")))
    return Picture(
        title=str(PANEL.title),
        sheet=Sheet(str(PANEL.title), heads, lines),
        charts=drawing.bars(
            str(PANEL.title),
            [(str(STEPS[one.measure.code]), one.total, None) for one in steps],
            told["M01"].measure,
        ),
        questions=questions(*steps),
        definitions=(*(one.measure.code for one in steps), *([LATER] if later else [])),
        notes=(*later, *remarks(*steps), *refusals(told["M01"]), _crossing()),
        has_hidden=any(one.has_hidden for one in steps),
        least=least(*steps),
    )


def _share(cell: Cell, whole: Cell, one: Told) -> Shown:
    if cell.hidden or whole.hidden:
        return shown(Cell(None, hidden=True), one.measure)
    if cell.value is None or not whole.value:
        return Shown("–")
    share = Decimal(cell.value) / Decimal(whole.value)
    return Shown(f"{share * 100:.0f}%", order=share)


def _outcome(told: Told) -> list[str]:
    """What became of them, where enough have answered."""
    if told.table is None or told.total.value is None:
        return []
    words = told.shown()
    reach = f" ({words.interval})" if words.interval else ""
    return [f"{told.measure.title}: {words.text}{reach}"]


def _crossing() -> str:
    return _(
        "Every step is counted in the period: who applied in the one before may complete in this one."
    )


PANEL = Panel(
    "funnel",
    _l("From applying to work"),
    _l("How many people reached each step in the period."),
    draw,
    is_early=True,
)
