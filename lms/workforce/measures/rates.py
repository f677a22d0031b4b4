"""M07: how many of those who learned completed, passed, left."""

from lms.i18n import lazy_gettext as _l
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import EVERY, Unit, measure
from lms.workforce.rollups.models import Kind

_source = _l("Learning activity and enrolments")


@measure("M07a", _l("Completion rate"), Unit.RATE, formula="M03 ÷ M02", source=_source,
         dimensions=EVERY)  # fmt: skip
def completion(ask: Ask) -> Figures:
    """
    Of the people who learned in the period, the share who completed a run in it. Both numbers
    count each person once. The interval beside it is Wilson's, at 95 per cent.
    """
    return ask.people(Kind.COMPLETED).over(ask.people(Kind.ACTIVE))


@measure("M07b", _l("Pass rate"), Unit.RATE, formula="M04 ÷ M02", source=_source, dimensions=EVERY)
def passing(ask: Ask) -> Figures:
    """
    Of the people who learned in the period, the share who met the rules about tests and
    attendance of a run in it. Both numbers count each person once.
    """
    return ask.people(Kind.PASSED).over(ask.people(Kind.ACTIVE))


@measure("M07c", _l("Drop-out rate"), Unit.RATE, source=_source, dimensions=EVERY,
         formula=_l("people who dropped out ÷ M02"))  # fmt: skip
def dropping_out(ask: Ask) -> Figures:
    """
    The people who dropped out of a run in the period, for each person who learned in it. Who
    withdrew after having learned drops out on that day; who neither completed nor learned for 60
    days drops out on the sixtieth, and is taken back by learning again. In a short period more may
    drop out than learn.
    """
    return ask.people(Kind.DROPPED).over(ask.people(Kind.ACTIVE))
