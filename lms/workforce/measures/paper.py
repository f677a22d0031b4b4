"""M15: paper that was not printed."""

from lms.i18n import lazy_gettext as _l
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import OPEN, Unit, measure
from lms.workforce.rollups.models import Kind

SHEETS = 3


@measure("M15", _l("Paper saved"), Unit.SHEETS, dimensions=OPEN,
         source=_l("Register of certificates"),
         formula=_l("certificates issued × 3"))  # fmt: skip
def sheets(ask: Ask) -> Figures:
    """
    Certificates that were issued electronically, times three sheets of paper: the certificate
    itself, the copy for the file of whoever issues it, and the copy that is shown to an employer.
    The factor is a convention of this platform, not a measurement. A certificate counts once a
    run, also where it was issued anew; revoked ones and samples are left out.
    """
    return ask.enrolments(Kind.CERTIFIED).times(SHEETS)
