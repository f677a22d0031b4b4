"""How content people are with the courses: answers are nobody's, so only courses divide them."""

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import one_of
from lms.workforce.cockpit import drawing
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Link, Panel, Picture
from lms.workforce.cockpit.telling import least, questions, refusals, remarks, sheet, tell
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.scope import INSTITUTION

CHOICES = (INSTITUTION, "course", "mode", "dimension")
COLUMNS = {
    "M09a": _l("Mean of 5"),
    "M09b": _l("Answered 4 or 5"),
    "M09c": _l("Answered at all"),
}


def draw(look: Look, args: Address) -> Picture:
    open_to = [one for one in CHOICES if look.scope.everywhere or one != INSTITUTION]
    by = one_of(args, "by", open_to)
    told = [tell(look, code, (by,)) for code in COLUMNS]
    title = _("Satisfaction by: %(dimension)s", dimension=DIMENSIONS[by].title)
    choices = tuple(
        Link(str(DIMENSIONS[one].title), {**look.args(), "by": one}, one == by) for one in open_to
    )
    if told[0].table is None:
        return Picture(title, refusal=told[0].refusal, choices=choices)
    mean = told[0]
    return Picture(
        title=title,
        sheet=sheet(
            title,
            by,
            told,
            (Head(DIMENSIONS[by].title), *(Head(head) for head in COLUMNS.values())),
            _("In all"),
        ),
        charts=drawing.intervals(
            title, by, [(key, mean[key]) for key in mean.keys], mean.measure, look, mean.total
        ),
        questions=questions(*told),
        definitions=tuple(COLUMNS),
        notes=(*refusals(*told), *remarks(*told)),
        choices=choices,
        has_hidden=any(one.has_hidden for one in told),
        least=least(*told),
    )


PANEL = Panel(
    "satisfaction",
    _l("Satisfaction"),
    _l("What people answered to the five-point questions after a course."),
    draw,
    takes=("by",),
)
