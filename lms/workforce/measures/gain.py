"""M08: what was learned between the test before and the test after."""

from decimal import Decimal

from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import NOTHING, Cell
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures, mean, rounded
from lms.workforce.measures.registry import EVERY, Unit, measure
from lms.workforce.rollups.cube import Gain

_source = _l("Results of the tests before and after")


@measure("M08a", _l("Learning gain"), Unit.POINTS, source=_source, dimensions=EVERY,
         formula=_l("mean of (after − before)"))  # fmt: skip
def gain(ask: Ask) -> Figures:
    """
    The mean difference between the result after and the result before a course, in points of 100,
    over all enrolments with both results. Of the test before the first try counts, of the test
    after the best. The month of the last try after the course decides the period.
    """
    return ask.gains(_points)


@measure("M08b", _l("Normalised gain"), Unit.INDEX, source=_source, dimensions=EVERY,
         formula=_l("mean of (after − before) ÷ (100 − before)"))  # fmt: skip
def normalised_gain(ask: Ask) -> Figures:
    """
    The mean share of what could still be gained: 1 means that everybody reached 100 points, 0 that
    nobody gained. It counts the same enrolments as M08a; who had 100 points before is left out.
    """
    return ask.gains(_normalised)


@measure("M08c", _l("Result before the course"), Unit.POINTS, source=_source, dimensions=EVERY,
         formula=_l("mean of the results before"))  # fmt: skip
def before(ask: Ask) -> Figures:
    """
    The mean result of the first try of the test before the course, in points of 100, over the
    same enrolments as M08a: those with a result before and after.
    """
    return ask.gains(lambda sums: mean(sums.pre, None, sums.n, 1))


@measure("M08d", _l("Result after the course"), Unit.POINTS, source=_source, dimensions=EVERY,
         formula=_l("mean of the results after"))  # fmt: skip
def after(ask: Ask) -> Figures:
    """
    The mean of the best results of the test after the course, in points of 100, over the same
    enrolments as M08a: those with a result before and after.
    """
    return ask.gains(lambda sums: mean(sums.post, None, sums.n, 1))


def _points(sums: Gain) -> Cell:
    return mean(sums.gain, sums.square, sums.n, 1)


def _normalised(sums: Gain) -> Cell:
    if not sums.below:
        return NOTHING
    middle = rounded(Decimal(sums.normalised) / sums.below, 9)  # without the noise of floats
    return Cell(rounded(middle, 2), people=sums.below)
