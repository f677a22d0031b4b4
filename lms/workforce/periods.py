"""The periods that numbers are asked for: Thai fiscal year, quarter, month, always. Pure.

A month is 202611; a fiscal year is named by the Buddhist year in which it ends.
"""

import enum
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Self

from lms.errors import DomainError
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import BE, to_bangkok


class BadPeriod(DomainError):
    message = _l(
        "Write a period as a fiscal year (2570), a quarter (2570-q1), a month (2569-11) or all."
    )


class PeriodKind(enum.StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALWAYS = "all"
    SO_FAR = "so_far"


LENGTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.YEAR: 12,
    PeriodKind.ALWAYS: 0,
    PeriodKind.SO_FAR: 0,
}


def month_of(moment: datetime) -> int:
    """202611, by the wall clock in Bangkok."""
    local = to_bangkok(moment)
    return local.year * 100 + local.month


def month_of_day(day: date) -> int:
    return day.year * 100 + day.month


def after(month: int, more: int) -> int:
    """The month that comes `more` months later (or earlier)."""
    number = month // 100 * 12 + month % 100 - 1 + more
    return number // 12 * 100 + number % 12 + 1


def between(first: int, later: int) -> int:
    """How many months lie from one to another."""
    return (later // 100 - first // 100) * 12 + later % 100 - first % 100


def year_of(month: int) -> int:
    """The Thai fiscal year of a month: 202610 lies in 2570."""
    year, number = divmod(month, 100)
    return year + BE + (number >= 10)


def month_name(month: int) -> str:
    """พ.ย. 2569, Nov 2026."""
    day = date(month // 100, month % 100, 1)
    return dates.day(day, current_locale()).split(" ", 1)[1]


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of months; `month` is its first one (0: always).

    `length` is told only of what has gone by of a longer period, which no address can ask for.
    """

    kind: PeriodKind
    month: int = 0
    length: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """`2570`, `2570-q1`, `2569-11`, `all`; a year under 2400 is read as CE where it is a month."""
        text = text.strip().lower()
        if text == "all":
            return cls(PeriodKind.ALWAYS)
        found = re.fullmatch(r"(\d{4})(?:-(q[1-4]|\d{1,2}))?", text)
        if found is None:
            raise BadPeriod
        year, rest = int(found[1]), found[2]
        if rest is not None and rest.isdecimal():
            if not 1 <= int(rest) <= 12 or not 1900 <= year <= 2800:
                raise BadPeriod
            return cls.of_month((year - BE if year > 2400 else year) * 100 + int(rest))
        if not 2443 <= year <= 2800:
            raise BadPeriod
        first = (year - BE - 1) * 100 + 10
        if rest is None:
            return cls(PeriodKind.YEAR, first)
        return cls(PeriodKind.QUARTER, after(first, 3 * (int(rest[1]) - 1)))

    @classmethod
    def of_month(cls, month: int) -> Self:
        return cls(PeriodKind.MONTH, month)

    @classmethod
    def of_year(cls, year: int) -> Self:
        """A fiscal year by its name: 2570."""
        return cls(PeriodKind.YEAR, (year - BE - 1) * 100 + 10)

    @classmethod
    def now(cls, moment: datetime) -> Self:
        """The fiscal year in which a moment lies."""
        return cls.of_year(year_of(month_of(moment)))

    @classmethod
    def so_far(cls, whole: "Period", month: int) -> "Period":
        """From the beginning of a year or quarter to the end of one of its months.

        What is a month, a quarter or the whole itself is told as that.
        """
        length = between(whole.month, month) + 1
        if length == len(whole.months):
            return whole
        if length == 1:
            return cls.of_month(month)
        if length == LENGTHS[PeriodKind.QUARTER]:
            return cls(PeriodKind.QUARTER, whole.month)
        return cls(PeriodKind.SO_FAR, whole.month, length)

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.ALWAYS:
                return "all"
            case PeriodKind.MONTH:
                return f"{self.month // 100 + BE}-{self.month % 100:02d}"
            case PeriodKind.QUARTER:
                return f"{self.year}-q{self.quarter}"
            case PeriodKind.YEAR:
                return str(self.year)
            case PeriodKind.SO_FAR:
                return f"{Period.of_month(self.months[0])}..{Period.of_month(self.months[-1])}"

    @property
    def year(self) -> int:
        """The fiscal year in which it lies; 0: always."""
        return year_of(self.month) if self.month else 0

    @property
    def quarter(self) -> int:
        """Of the fiscal year: October is in the first."""
        return (self.month % 100 + 2) % 12 // 3 + 1

    @cached_property
    def months(self) -> tuple[int, ...]:
        """Its months in order; none for always, which has every month."""
        length = self.length or LENGTHS[self.kind]
        return tuple(after(self.month, n) for n in range(length))

    def holds(self, month: int) -> bool:
        return not self.months or self.months[0] <= month <= self.months[-1]

    @property
    def parent(self) -> "Period | None":
        """The next wider period, in which this one lies."""
        match self.kind:
            case PeriodKind.MONTH:
                first = after(self.month, -((self.month % 100 + 2) % 3))
                return Period(PeriodKind.QUARTER, first)
            case PeriodKind.QUARTER | PeriodKind.SO_FAR:
                return Period.of_year(self.year)
            case PeriodKind.YEAR:
                return Period(PeriodKind.ALWAYS)
            case PeriodKind.ALWAYS:
                return None

    @property
    def children(self) -> "tuple[Period, ...]":
        """The next narrower periods that make it up; those of always are not known here."""
        match self.kind:
            case PeriodKind.YEAR:
                return tuple(Period(PeriodKind.QUARTER, m) for m in self.months[::3])
            case PeriodKind.QUARTER:
                return tuple(Period.of_month(m) for m in self.months)
            case _:
                return ()

    @property
    def before(self) -> "Period":
        """The same period a year earlier."""
        return Period(self.kind, after(self.month, -12), self.length) if self.month else self

    @property
    def title(self) -> str:
        """พ.ย. 2569 · ไตรมาส 1 ปีงบประมาณ 2570 · ปีงบประมาณ 2570 · ทุกปี."""
        match self.kind:
            case PeriodKind.ALWAYS:
                return _("All years")
            case PeriodKind.MONTH:
                return month_name(self.month)
            case PeriodKind.QUARTER:
                return _(
                    "Quarter %(number)s of fiscal year %(year)s",
                    number=self.quarter,
                    year=self._year_name,
                )
            case PeriodKind.YEAR:
                return _("Fiscal year %(year)s", year=self._year_name)
            case PeriodKind.SO_FAR:
                return self.span

    @property
    def _year_name(self) -> str:
        return str(self.year if current_locale() == "th" else self.year - BE)

    @property
    def span(self) -> str:
        """ต.ค. 2569 – ก.ย. 2570."""
        if not self.months:
            return ""
        first, last = month_name(self.months[0]), month_name(self.months[-1])
        return first if first == last else f"{first} – {last}"
