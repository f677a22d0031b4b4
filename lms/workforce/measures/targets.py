"""M16: targets; the rows are kept above the measures, which they ask."""

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import Unit, measure


class AskedElsewhere(DomainError):
    message = _l("Targets are rows of their own: see the page of targets.")


@measure("M16", _l("Result against target"), Unit.TARGETS, dimensions=(),
         source=_l("Targets that their owners set"),
         formula=_l("the measure's number ÷ the target's number"))  # fmt: skip
def against_target(ask: Ask) -> Figures:
    """
    A target names its owner, a measure, at most two values of dimensions, a period and a number;
    beside it stands what that measure counts for the same values and period, and the share of the
    target that was reached. Where the number is hidden, so is the share.
    """
    raise AskedElsewhere
