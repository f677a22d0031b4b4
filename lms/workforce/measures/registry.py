"""What a measure is, and the list of them: the definition of each is the docstring of its function."""

import enum
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from inspect import getdoc

from babel.support import LazyProxy

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import Question
from lms.workforce.dimensions import DIMENSIONS, Side
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures
from lms.workforce.periods import PeriodKind


class Unit(enum.StrEnum):
    """What a number counts; a rate is a fraction, to be shown in per cent."""

    PEOPLE = "people"
    HOURS = "hours"
    RATE = "rate"
    POINTS = "points"
    INDEX = "index"
    SCORE = "score"
    DISTRICTS = "districts"
    PER_THOUSAND = "per_thousand"
    SHEETS = "sheets"
    COURSES = "courses"
    ORGANISATIONS = "organisations"
    LOOK_UPS = "look_ups"
    VACANCIES = "vacancies"
    TARGETS = "targets"


UNITS = {
    Unit.PEOPLE: _l("people"),
    Unit.HOURS: _l("person-hours"),
    Unit.RATE: _l("per cent"),
    Unit.POINTS: _l("points of 100"),
    Unit.INDEX: _l("share of the possible gain, up to 1"),
    Unit.SCORE: _l("points of 5"),
    Unit.DISTRICTS: _l("districts"),
    Unit.PER_THOUSAND: _l("people per 1,000 inhabitants"),
    Unit.SHEETS: _l("sheets of paper"),
    Unit.COURSES: _l("courses"),
    Unit.ORGANISATIONS: _l("organisations"),
    Unit.LOOK_UPS: _l("look-ups"),
    Unit.VACANCIES: _l("open places"),
    Unit.TARGETS: _l("targets"),
}
OPEN = frozenset(name for name, d in DIMENSIONS.items() if not d.sensitive)
EVERY = frozenset(DIMENSIONS)
OF_COURSES = frozenset(name for name, d in DIMENSIONS.items() if d.side is Side.COURSE)
PERIODS = frozenset(PeriodKind)
WHOLE = PERIODS - {PeriodKind.SO_FAR}
PLACES = {
    Unit.RATE: 3,
    Unit.POINTS: 1,
    Unit.INDEX: 2,
    Unit.SCORE: 2,
    Unit.PER_THOUSAND: 2,
    Unit.HOURS: 2,
}


class UnknownMeasure(DomainError):
    """Names what was asked for."""

    @classmethod
    def of(cls, code: str) -> "UnknownMeasure":
        return cls(_("There is no measure called “%(code)s”.", code=code), field="measure")


class NotDividedSo(DomainError):
    """The measure does not have that dimension, or not that kind of period."""

    @classmethod
    def by(cls, measure: "Measure", dimension: str) -> "NotDividedSo":
        text = _(
            "%(code)s “%(measure)s” cannot be divided or filtered by “%(title)s”.",
            code=measure.code,
            measure=measure.title,
            title=DIMENSIONS[dimension].title,
        )
        return cls(text, field=dimension)

    @classmethod
    def most(cls, measure: "Measure") -> "NotDividedSo":
        text = _(
            "%(code)s “%(measure)s” takes at most %(count)s dimensions, filters included.",
            code=measure.code,
            measure=measure.title,
            count=measure.most,
        )
        return cls(text, field="by")

    @classmethod
    def during(cls, measure: "Measure") -> "NotDividedSo":
        text = _(
            "%(code)s “%(measure)s” is not counted for this kind of period.",
            code=measure.code,
            measure=measure.title,
        )
        return cls(text, field="period")


@dataclass(frozen=True)
class Measure:
    """One published number: what it is called, what it counts, what it can be divided by."""

    code: str
    title: LazyProxy
    unit: Unit
    function: Callable[[Ask], Figures] = field(repr=False)
    formula: str | LazyProxy = ""
    source: LazyProxy | str = ""
    dimensions: frozenset[str] = OPEN
    periods: frozenset[PeriodKind] = PERIODS
    most: int = 3

    @property
    def definition(self) -> str:
        """The docstring of its function, in the reader's language."""
        return _(words(getdoc(self.function) or ""))

    @property
    def places(self) -> int:
        """How many digits follow the decimal point."""
        return PLACES.get(self.unit, 0)

    def check(self, question: Question) -> None:
        """Refuse a question that it has no answer for."""
        for name in question.dimensions:
            if name not in self.dimensions:
                raise NotDividedSo.by(self, name)
        if len(question.dimensions) > self.most:
            raise NotDividedSo.most(self)
        if question.period.kind not in self.periods:
            raise NotDividedSo.during(self)


def words(text: str) -> str:
    """A docstring as one paragraph: the message that translators see."""
    return " ".join(text.split())


MEASURES: dict[str, Measure] = {}


def measure(
    code: str,
    title: LazyProxy,
    unit: Unit,
    *,
    formula: str | LazyProxy = "",
    source: LazyProxy | str = "",
    dimensions: Collection[str] = OPEN,
    periods: Collection[PeriodKind] = PERIODS,
    most: int = 3,
) -> Callable[[Callable[[Ask], Figures]], Callable[[Ask], Figures]]:
    """Publish a function of `Ask` under a code."""

    def register(function: Callable[[Ask], Figures]) -> Callable[[Ask], Figures]:
        MEASURES[code] = Measure(
            code=code,
            title=title,
            unit=unit,
            function=function,
            formula=formula,
            source=source,
            dimensions=frozenset(dimensions),
            periods=frozenset(periods),
            most=most,
        )
        for known in sorted(MEASURES):  # whichever file was read first
            MEASURES[known] = MEASURES.pop(known)
        return function

    return register


def get_measure(code: str) -> Measure:
    """The measure that is called so; a clear refusal where there is none."""
    if code not in MEASURES:
        raise UnknownMeasure.of(code)
    return MEASURES[code]
