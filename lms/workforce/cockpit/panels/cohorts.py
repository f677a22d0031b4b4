"""Who still learns, months after they began."""

from collections.abc import Sequence
from dataclasses import replace

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import Cell, Question
from lms.workforce.cockpit import drawing
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Line, Panel, Picture, Sheet
from lms.workforce.cockpit.wording import Shown, shown
from lms.workforce.measures import least, retention
from lms.workforce.measures.registry import get_measure
from lms.workforce.measures.retention import Cohort
from lms.workforce.periods import Period, PeriodKind, month_name

BEGAN, RATE = "M02", "M07a"
FILES = ("csv", "xlsx")


def draw(look: Look, _args: Address) -> Picture:
    title = str(PANEL.title)
    try:
        cohorts = retention(asked(look)).cohorts
    except DomainError as refusal:
        return Picture(title, refusal=str(refusal))
    most = max((len(cohort.later) for cohort in cohorts), default=0)
    heads = (
        Head(_("Began in")),
        Head(_("Number of people")),
        *(Head(_("+%(count)s months", count=n)) for n in range(1, most + 1)),
    )
    lines = tuple(Line(month_name(one.month), _cells(one, most)) for one in cohorts)
    return Picture(
        title=title,
        sheet=Sheet(title, heads, lines),
        charts=drawing.cohorts(title, cohorts, get_measure(RATE)),
        definitions=(BEGAN,),
        files=tuple(FILES),
        notes=tuple(notes(cohorts)),
        has_hidden=_has_hidden(cohorts),
        least=least(),
    )


def _cells(cohort: Cohort, most: int) -> tuple[Shown, ...]:
    """Months that are still to come stay a dash."""
    shares = [replace(shown(cell, get_measure(RATE)), interval="") for cell in cohort.later]
    to_come = [shown(Cell(None), get_measure(RATE))] * (most - len(shares))
    return (shown(cohort.size, get_measure(BEGAN)), *shares, *to_come)


def asked(look: Look) -> Question:
    """The cohorts of the whole fiscal year in which the reader looks, or of all years."""
    is_always = look.period.kind is PeriodKind.ALWAYS
    return look.question(
        BEGAN, period=look.period if is_always else Period.of_year(look.period.year)
    )


def notes(cohorts: Sequence[Cohort]) -> list[str]:
    """What has to be known of them, on the page and in the files."""
    words = [_("A person begins in the month in which they learned for the first time.")]
    if not _has_hidden(cohorts):
        return words
    return [
        *words,
        _(
            "Numbers of fewer than %(count)s people are not shown, nor those from which they"
            " could be worked out.",
            count=least(),
        ),
    ]


def _has_hidden(cohorts: Sequence[Cohort]) -> bool:
    return any(cell.hidden for one in cohorts for cell in (one.size, *one.later))


PANEL = Panel(
    "cohorts",
    _l("Who keeps learning"),
    _l("Of the people who began in a month, the share who learned in the months after."),
    draw,
    is_wide=True,
)
