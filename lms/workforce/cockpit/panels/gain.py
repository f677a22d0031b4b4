"""What people knew before and after."""

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import one_of
from lms.workforce.cockpit import drawing
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Link, Panel, Picture
from lms.workforce.cockpit.telling import least, questions, refusals, remarks, sheet, tell
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.measures.registry import MEASURES
from lms.workforce.scope import INSTITUTION

CHOICES = (INSTITUTION, "course", "mode", "age_band", "sex", "education", "employment")
CODES = ("M08c", "M08d", "M08a", "M08b")


def draw(look: Look, args: Address) -> Picture:
    open_to = [one for one in CHOICES if look.scope.everywhere or one != INSTITUTION]
    by = one_of(args, "by", open_to)
    told = [tell(look, code, (by,)) for code in CODES if code in MEASURES]
    title = _("Learning gain by: %(dimension)s", dimension=DIMENSIONS[by].title)
    choices = tuple(
        Link(str(DIMENSIONS[one].title), {**look.args(), "by": one}, one == by) for one in open_to
    )
    gained = next(one for one in told if one.measure.code == "M08a")
    if gained.table is None:
        return Picture(title, refusal=gained.refusal, choices=choices)
    heads = (Head(DIMENSIONS[by].title), *(Head(one.measure.title) for one in told))
    return Picture(
        title=title,
        sheet=sheet(title, by, told, heads, _("In all")),
        charts=drawing.intervals(
            title,
            by,
            [(key, gained[key]) for key in gained.keys],
            gained.measure,
            look,
            gained.total,
        ),
        questions=questions(gained, *(one for one in told if one is not gained)),
        definitions=tuple(one.measure.code for one in told),
        notes=(_("Thick line: 95 per cent interval"), *refusals(*told), *remarks(*told)),
        choices=choices,
        has_hidden=any(one.has_hidden for one in told),
        least=least(*told),
    )


PANEL = Panel(
    "gain",
    _l("Before and after"),
    _l("How many points of a hundred people gained from the test before to the test after."),
    draw,
    takes=("by",),
)
