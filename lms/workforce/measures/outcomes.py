"""M13: what became of people, by what they answer 3, 6 and 12 months after a course."""

from collections.abc import Mapping
from decimal import Decimal

from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import NOTHING, Cell
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures, Key, rounded, wilson
from lms.workforce.measures.registry import OF_COURSES, Unit, measure
from lms.workforce.outcomes import results
from lms.workforce.outcomes.results import Outcome
from lms.workforce.periods import Period

BETTER, USES, FOUND, CHANGED, INCOME = "better", "uses", "found", "changed", "income"
WITH_PEOPLE = OF_COURSES | {"sex", "age_band"}
_source = _l("Answers to the outcome survey, weighted")
_formula = _l("weighted answers that say so ÷ weighted answers to the question")


@measure("M13a", _l("Work or more income after 3 months"), Unit.RATE, source=_source,
         dimensions=OF_COURSES, formula=_formula)  # fmt: skip
def better_after_3(ask: Ask) -> Figures:
    """
    Of those who answer the survey 3 months after completing a course, the share who have found
    work, changed jobs or were promoted, started work of their own, or earn more than before. The
    month of completion decides the period. Each answer is weighted so that the answers stand for
    all who were asked, by institution, sex and age band; small groups are taken together.
    """
    return _share(ask, 3, BETTER)


@measure("M13b", _l("Work or more income after 6 months"), Unit.RATE, source=_source,
         dimensions=OF_COURSES, formula=_formula)  # fmt: skip
def better_after_6(ask: Ask) -> Figures:
    """
    Of those who answer the survey 6 months after completing a course, the share who have found
    work, changed jobs or were promoted, started work of their own, or earn more than before. The
    month of completion decides the period. Each answer is weighted so that the answers stand for
    all who were asked, by institution, sex and age band; small groups are taken together.
    """
    return _share(ask, 6, BETTER)


@measure("M13c", _l("Work or more income after 12 months"), Unit.RATE, source=_source,
         dimensions=OF_COURSES, formula=_formula)  # fmt: skip
def better_after_12(ask: Ask) -> Figures:
    """
    Of those who answer the survey 12 months after completing a course, the share who have found
    work, changed jobs or were promoted, started work of their own, or earn more than before. The
    month of completion decides the period. Each answer is weighted so that the answers stand for
    all who were asked, by institution, sex and age band; small groups are taken together.
    """
    return _share(ask, 12, BETTER)


@measure("M13d", _l("Uses the skill after 6 months"), Unit.RATE, source=_source,
         dimensions=WITH_PEOPLE, formula=_formula)  # fmt: skip
def uses(ask: Ask) -> Figures:
    """
    Of those who answer the survey 6 months after completing a course, the share who use what they
    learned much or very much (4 or 5 of 5). Weighted as M13b.
    """
    return _share(ask, 6, USES)


@measure("M13e", _l("Found work within 6 months"), Unit.RATE, source=_source,
         dimensions=WITH_PEOPLE, formula=_formula)  # fmt: skip
def found(ask: Ask) -> Figures:
    """
    Of those who answer the survey 6 months after completing a course, the share who had no work
    and found some, or started work of their own. Weighted as M13b.
    """
    return _share(ask, 6, FOUND)


@measure("M13f", _l("Changed jobs within 6 months"), Unit.RATE, source=_source,
         dimensions=WITH_PEOPLE, formula=_formula)  # fmt: skip
def changed(ask: Ask) -> Figures:
    """
    Of those who answer the survey 6 months after completing a course, the share who changed jobs
    or were promoted. Weighted as M13b.
    """
    return _share(ask, 6, CHANGED)


@measure("M13g", _l("More income after 6 months"), Unit.RATE, source=_source,
         dimensions=OF_COURSES, formula=_formula)  # fmt: skip
def income(ask: Ask) -> Figures:
    """
    Of those who answer the survey 6 months after completing a course and say how their income has
    changed, the share who earn more than before. Weighted as M13b, and never divided by district,
    age or sex.
    """
    return _share(ask, 6, INCOME)


@measure("M13h", _l("Response rate of the outcome survey after 6 months"), Unit.RATE,
         dimensions=OF_COURSES, source=_l("Letters of the outcome survey"),
         formula=_l("people who answered ÷ people who were asked"))  # fmt: skip
def response(ask: Ask) -> Figures:
    """
    Of those who agreed to be asked and got the survey 6 months after completing a course, the
    share who answered. Not weighted.
    """
    stamp = results.stamp_now()
    some, none = (_asked(ask, 6, stamp, answered=answered) for answered in (True, False))
    return some.over(some.plus(none))


def _share(ask: Ask, wave: int, fact: str) -> Figures:
    """Shown where those who say yes may be counted, and those who say no."""
    stamp = results.stamp_now()
    dims, period = ask.question.dimensions, ask.question.period
    values = ask.by_key(results.outcomes(dims, period, wave, ask.least, stamp, fact), _cell)
    return _counted(ask, wave, fact, stamp).valued(values, NOTHING)


def _cell(outcome: Outcome) -> Cell:
    part, worth = float(outcome.share), outcome.worth
    low, high = wilson(part * worth, worth)
    value = rounded(Decimal(part), 3)
    return Cell(value, people=outcome.told, low=low, high=high)


def _counted(ask: Ask, wave: int, fact: str, stamp: int) -> Figures:
    """Answers to a question, hidden where the yeses or the noes are."""
    yes = _saying(ask, wave, fact, stamp, says=True)
    return yes.plus(_saying(ask, wave, fact, stamp, says=False))


def _saying(ask: Ask, wave: int, fact: str, stamp: int, *, says: bool) -> Figures:
    def count(dims: tuple[str, ...], period: Period) -> Mapping[Key, int]:
        return results.counts(dims, period, wave, ask.least, stamp, fact, says=says)

    return ask.counted(f"outcomes/{wave}/{fact}/{says}/{stamp}", count)


def _asked(ask: Ask, wave: int, stamp: int, *, answered: bool) -> Figures:
    def count(dims: tuple[str, ...], period: Period) -> Mapping[Key, int]:
        return results.asked(dims, period, wave, ask.least, stamp, answered=answered)

    return ask.counted(f"outcomes/{wave}/asked/{answered}/{stamp}", count)
