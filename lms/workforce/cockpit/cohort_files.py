"""The cohorts as files: the numbers of their panel, under the same disclosure control."""

from collections.abc import Callable

from lms.i18n import current_locale
from lms.i18n import gettext as _
from lms.workforce.asking import NOTHING
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.panels.cohorts import BEGAN, PANEL, RATE, asked, notes
from lms.workforce.formats import Column, Head, Line, Sheet, to_csv, to_xlsx
from lms.workforce.formats.naming import attachment
from lms.workforce.formats.tables import filters
from lms.workforce.measures import UNITS, get_measure, least, retention
from lms.workforce.measures.retention import Cohort
from lms.workforce.periods import Period, month_name

MAKERS: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def file_of(look: Look, ending: str) -> tuple[bytes, dict[str, str]]:
    """The file and its headers; refuses filters that cohorts cannot have."""
    make, content_type = MAKERS[ending]
    sheet = _sheet(look)
    name = attachment(sheet.title, "cohorts", asked(look).period, sheet.as_of, ending)
    return make(sheet), {"Content-Type": content_type, "Content-Disposition": name}


def _sheet(look: Look) -> Sheet:
    question = asked(look)
    found = retention(question)
    most = max((len(cohort.later) for cohort in found.cohorts), default=0)
    return Sheet(
        title=str(PANEL.title),
        locale=current_locale(),
        heads=(Head("month", _("Began in")),),
        columns=(_began(), *(_later(n) for n in range(1, most + 1))),
        lines=tuple(_line(cohort, most) for cohort in found.cohorts),
        total=(),
        period=question.period.title,
        as_of=found.as_of,
        least=least(),
        filters=tuple(filters(question)),
        notes=tuple(notes(found.cohorts)),
    )


def _line(cohort: Cohort, most: int) -> Line:
    """Months that are still to come stay empty."""
    to_come = (NOTHING,) * (most - len(cohort.later))
    month = str(Period.of_month(cohort.month))
    return Line((month,), (month_name(cohort.month),), (cohort.size, *cohort.later, *to_come))


def _began() -> Column:
    began = get_measure(BEGAN)
    return Column(BEGAN, _("Number of people"), str(UNITS[began.unit]), definition=began.definition)


def _later(count: int) -> Column:
    rate = get_measure(RATE)
    return Column(
        "+",
        _("+%(count)s months", count=count),
        str(UNITS[rate.unit]),
        definition=str(PANEL.about),
        places=rate.places,
        is_share=True,
    )
