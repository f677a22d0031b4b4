"""M09: what learners say in the satisfaction survey, which nobody answers under a name."""

from decimal import Decimal

from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import NOTHING, Cell
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures, rounded, share
from lms.workforce.measures.registry import OF_COURSES, Unit, measure
from lms.workforce.rollups.models import Kind
from lms.workforce.rollups.store import Rated

_source = _l("Answers to the satisfaction survey")


@measure("M09a", _l("Satisfaction"), Unit.SCORE, source=_source, dimensions=OF_COURSES,
         formula=_l("sum of all answers ÷ number of answers"))  # fmt: skip
def satisfaction(ask: Ask) -> Figures:
    """
    The mean of all answers to the five-point questions of the satisfaction survey, 5 being the
    best. The day of answering decides the period. Answers are anonymous: they can be divided by
    what belongs to the course, never by what belongs to people.
    """
    return ask.ratings(_mean)


@measure("M09b", _l("Satisfied or very satisfied"), Unit.RATE, source=_source,
         dimensions=OF_COURSES, formula=_l("answers of 4 or 5 ÷ all answers"))  # fmt: skip
def satisfied(ask: Ask) -> Figures:
    """
    Of all answers to the five-point questions of the satisfaction survey, the share that are 4
    or 5.
    """
    return ask.ratings(_high)


@measure("M09c", _l("Response rate of the survey"), Unit.RATE, source=_source,
         dimensions=OF_COURSES, formula=_l("sheets of answers ÷ completions"))  # fmt: skip
def response(ask: Ask) -> Figures:
    """
    Sheets of answers that came in during the period, for each completion of a run in it. Where
    the survey is open to people who have not completed yet, it can exceed the whole.
    """
    return ask.answers().joined(ask.enrolments(Kind.COMPLETED), _response)


def _mean(sums: Rated) -> Cell:
    if not sums.items:
        return NOTHING
    return Cell(rounded(Decimal(sums.total) / sums.items, 2), people=sums.answers)


def _high(sums: Rated) -> Cell:
    if not sums.items:
        return NOTHING
    return Cell(rounded(Decimal(sums.high) / sums.items, 3), people=sums.answers)


def _response(answers: Cell, completions: Cell) -> Cell:
    made = share(answers, completions)
    return Cell(made.value, people=made.people)
