"""What a report asks for: measures, how they are divided, of which period, beside which others."""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import BY, MEASURE, PERIOD, Question
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.measures.registry import get_measure
from lms.workforce.periods import Period, PeriodKind, after, month_of
from lms.workforce.scope import Scope

MOST_MEASURES = 6
MOST_LENGTH = 200
YEARS_BACK = 5
SERIES = "series"
THEN = "then"


class Series(enum.StrEnum):
    """Which other periods stand beside or under the one that is asked for."""

    ONE = ""
    BEFORE = "before"
    MONTHS = "months"
    MONTHS_BEFORE = "months-before"
    QUARTERS = "quarters"
    YEARS = "years"


BESIDE = frozenset({Series.BEFORE, Series.MONTHS_BEFORE})
SERIES_WORDS = {
    Series.ONE: _l("This period only"),
    Series.BEFORE: _l("Beside the year before"),
    Series.MONTHS: _l("Month by month"),
    Series.MONTHS_BEFORE: _l("Month by month, beside the year before"),
    Series.QUARTERS: _l("Quarter by quarter"),
    Series.YEARS: _l("Year by year"),
}
RELATIVE = {
    "this-year": _l("This fiscal year"),
    "last-year": _l("Last fiscal year"),
    "this-quarter": _l("This quarter"),
    "last-quarter": _l("Last quarter"),
    "this-month": _l("This month"),
    "last-month": _l("Last month"),
}


class NoMeasure(DomainError):
    message = _l("Choose at least one number.")
    field = MEASURE


class TooManyMeasures(DomainError):
    message = _l("Choose at most six numbers for one report.")
    field = MEASURE


class UnknownSeries(DomainError):
    message = _l("Choose one of the list.")
    field = SERIES


class NoParts(DomainError):
    message = _l("This period is too short to be divided so.")
    field = SERIES


@dataclass(frozen=True)
class Plan:
    """The questions: `parts` are asked as well where the lines go along time."""

    whole: tuple[Question, ...]
    parts: tuple[Question, ...] = ()

    @property
    def every_question(self) -> Iterator[Question]:
        yield from self.whole
        yield from self.parts


@dataclass(frozen=True)
class Definition:
    """A period is kept as it was chosen: “last month” is another one every month."""

    measures: tuple[str, ...]
    period: str
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    series: Series = Series.ONE

    @classmethod
    def of(cls, args: Mapping[str, Sequence[str]], period: str = "this-year") -> Self:
        """What an address asks for; lists may be repeated or written with commas."""
        series = _first(args, SERIES)
        if series not in set(Series):
            raise UnknownSeries
        return cls(
            measures=tuple(_listed(args, MEASURE)),
            period=_first(args, PERIOD) or period,
            by=tuple(dict.fromkeys([*_listed(args, BY), *_listed(args, THEN)])),
            where=tuple((name, value) for name in DIMENSIONS if (value := _first(args, name))),
            series=Series(series),
        )

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            measures=tuple(kept["measures"]),
            period=kept["period"],
            by=tuple(kept["by"]),
            where=tuple((name, value) for name, value in kept["where"]),
            series=Series(kept["series"]),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "measures": list(self.measures),
            "period": self.period,
            "by": list(self.by),
            "where": [list(pair) for pair in self.where],
            "series": self.series.value,
        }

    def args(self) -> dict[str, str]:
        """The address that asks for it."""
        return {
            MEASURE: ",".join(self.measures),
            PERIOD: self.period,
            **({BY: ",".join(self.by)} if self.by else {}),
            **({SERIES: self.series.value} if self.series else {}),
            **dict(self.where),
        }

    def plan(self, moment: datetime, scope: Scope) -> Plan:
        """The questions that it comes to at a moment, in somebody's scope; refused where one is."""
        if not self.measures:
            raise NoMeasure
        if len(self.measures) > MOST_MEASURES:
            raise TooManyMeasures
        period = resolved(self.period, moment)
        periods = [period, period.before] if self.series in BESIDE else [period]
        plan = Plan(
            tuple(self._question(m, p, scope) for m in self.measures for p in periods),
            tuple(
                self._question(m, p, scope)
                for m in self.measures
                for p in parts(period, self.series, moment)
            ),
        )
        for question in plan.every_question:
            get_measure(question.measure).check(question)
        return plan

    def _question(self, measure: str, period: Period, scope: Scope) -> Question:
        get_measure(measure)
        return scope.narrow(Question(measure, period, self.by, self.where))


def resolved(period: str, moment: datetime) -> Period:
    """`last-month` and its like at a moment; anything else says which it is."""
    if period not in RELATIVE:
        return Period.parse(period)
    which, _dash, kind = period.partition("-")
    now = Period.now(moment)
    if kind == "year":
        return now if which == "this" else now.before
    month = Period.of_month(month_of(moment))
    if kind == "month":
        return month if which == "this" else Period.of_month(after(month.month, -1))
    quarter = month.parent
    assert quarter is not None
    return quarter if which == "this" else Period(PeriodKind.QUARTER, after(quarter.month, -3))


def parts(period: Period, series: Series, moment: datetime) -> list[Period]:
    """The periods that the lines go along, none of them in the future."""
    if series in (Series.ONE, Series.BEFORE):
        return []
    if series is Series.YEARS:
        if period.kind not in (PeriodKind.YEAR, PeriodKind.ALWAYS):
            raise NoParts
        last = period if period.months else Period.now(moment)
        return [Period.of_year(last.year - n) for n in reversed(range(YEARS_BACK))]
    kinds = {
        Series.QUARTERS: (PeriodKind.YEAR,),
        Series.MONTHS: (PeriodKind.YEAR, PeriodKind.QUARTER),
        Series.MONTHS_BEFORE: (PeriodKind.YEAR, PeriodKind.QUARTER),
    }
    if period.kind not in kinds[series]:
        raise NoParts
    first = [m for m in period.months if m <= month_of(moment)] or list(period.months[:1])
    months = [Period.of_month(m) for m in first]
    if series is Series.MONTHS:
        return months
    if series is Series.MONTHS_BEFORE:
        ago = [Period.of_month(m) for m in period.before.months]
        return [*months, *(m for m in ago if m.month <= month_of(moment) and m not in months)]
    return list(dict.fromkeys(quarter for m in months if (quarter := m.parent)))


def period_words(period: str, moment: datetime) -> str:
    """Last month (ต.ค. 2569)."""
    if period not in RELATIVE:
        return Period.parse(period).title
    return _("%(name)s (%(now)s)", name=RELATIVE[period], now=resolved(period, moment).title)


def _first(args: Mapping[str, Sequence[str]], name: str) -> str:
    return next((v.strip() for v in args.get(name, ()) if v.strip()), "")[:MOST_LENGTH]


def _listed(args: Mapping[str, Sequence[str]], name: str) -> Iterable[str]:
    given = ",".join(args.get(name, ()))[: 10 * MOST_LENGTH]
    return dict.fromkeys(part.strip() for part in given.split(",") if part.strip())
