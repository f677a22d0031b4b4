"""M18: agencies and firms that take part."""

from lms.i18n import lazy_gettext as _l
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import OPEN, Unit, measure
from lms.workforce.rollups.models import Kind


@measure("M18", _l("Organisations taking part"), Unit.ORGANISATIONS,
         source=_l("Register of certificates and employers at enrolment"),
         dimensions=OPEN - {"employer"})  # fmt: skip
def organisations(ask: Ask) -> Figures:
    """
    Agencies and firms for which at least one person worked at enrolment who was certified in the
    period, each counted once by its 13-digit number. People who stated no employer are left out.
    It is shown where the number of people certified is.
    """
    return ask.employers(Kind.CERTIFIED)
