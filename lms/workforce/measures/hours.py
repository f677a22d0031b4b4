"""M06: person-hours."""

from lms.i18n import lazy_gettext as _l
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import EVERY, Unit, measure


@measure("M06", _l("Person-hours of training"), Unit.HOURS, dimensions=EVERY,
         source=_l("Enrolments and the hours of their courses"),
         formula=_l("sum of the credited hours of all completions"))  # fmt: skip
def hours(ask: Ask) -> Figures:
    """
    The sum of the hours that are credited for completed runs: the hours of the course as they
    stood at enrolment, once for every completion, also where one person completes several. The
    day of completion decides the period. Hours of runs that were not completed are left out.
    """
    return ask.hours()
