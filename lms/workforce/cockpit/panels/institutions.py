"""Institutions side by side: how many learn, and how well it goes."""

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.cockpit import drawing
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Panel, Picture
from lms.workforce.cockpit.telling import least, questions, refusals, remarks, sheet, tell

BY = "institution"
COLUMNS = {
    "M02": _l("Participants"),
    "M07a": _l("Completion"),
    "M08a": _l("Points gained"),
    "M09a": _l("Satisfaction"),
}


def draw(look: Look, _args: Address) -> Picture:
    told = [tell(look, code, (BY,)) for code in COLUMNS]
    title = str(PANEL.title)
    if told[0].table is None:
        return Picture(title, refusal=told[0].refusal)
    heads = (Head(_("Institution")), *(Head(head) for head in COLUMNS.values()))
    rate = told[1]
    return Picture(
        title=title,
        sheet=sheet(title, BY, told, heads, _("All, each person once"), only_rates=True),
        charts=drawing.intervals(
            _("Completion rate with its 95 per cent interval"),
            BY,
            [(key, rate[key]) for key in rate.keys],
            rate.measure,
            look,
            rate.total,
        ),
        questions=questions(*told),
        definitions=tuple(COLUMNS),
        notes=(*_notes(look), *refusals(*told), *remarks(*told)),
        is_table=True,
        has_hidden=any(one.has_hidden for one in told),
        least=least(*told),
    )


def _notes(look: Look) -> list[str]:
    if BY in look.filters:
        return [_("All institutions are compared; the filter by institution is left aside.")]
    return []


PANEL = Panel(
    "compare",
    _l("Institutions compared"),
    _l("Participants, completion, gain and satisfaction at each institution."),
    draw,
    for_everybody_only=True,
)
