"""How a target stands today: what was counted, what the plan asks for, what is to be expected."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference import queries as reference
from lms.workforce.asking import NOTHING, Cell
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.measures import UNITS, Measure, Unit, get_measure
from lms.workforce.measures.days import day_after, first_day
from lms.workforce.periods import Period
from lms.workforce.targets.models import Target
from lms.workforce.targets.path import (
    Forecast,
    Status,
    estimated,
    forecast,
    planned,
    planned_now,
    status,
)
from lms.workforce.values import value_title

ADDS_UP = frozenset(
    {Unit.PEOPLE, Unit.HOURS, Unit.SHEETS, Unit.ORGANISATIONS, Unit.LOOK_UPS, Unit.DISTRICTS}
)
CEILINGS = frozenset({"M07c"})
STATUS_WORDS = {
    Status.REACHED: (_l("Reached"), "good", "check"),
    Status.ON_PLAN: (_l("On plan"), "", "next"),
    Status.BEHIND: (_l("Behind plan"), "warn", "warn"),
    Status.MISSED: (_l("Not reached"), "bad", "cross"),
    Status.TO_COME: (_l("Still to come"), "plain", "clock"),
    Status.UNKNOWN: (_l("Cannot be told"), "plain", "info"),
}


@dataclass(frozen=True)
class Standing:
    """A target beside what `ask()` told of it; months are told only where the number adds up."""

    target: Target
    actual: Cell
    as_of: datetime | None
    months: tuple[Cell, ...] = ()
    before: tuple[Cell, ...] = ()
    before_total: Cell = NOTHING
    refusal: str = ""
    today: date = date.min

    @cached_property
    def measure(self) -> Measure:
        return get_measure(self.target.measure)

    @cached_property
    def period(self) -> Period:
        return Period.parse(self.target.period)

    @property
    def adds_up(self) -> bool:
        return self.measure.unit in ADDS_UP

    @property
    def value(self) -> Decimal | None:
        """None where it is hidden or there is nothing to tell."""
        hidden = self.actual.hidden or self.actual.value is None
        return None if hidden else Decimal(self.actual.value or 0)

    @cached_property
    def past(self) -> Decimal:
        """How many months of the period are over; half a month is 0.5."""
        if not self.period.months:
            return Decimal(0)
        full = sum(day_after(Period.of_month(m)) <= self.today for m in self.period.months)
        if full == len(self.period.months) or self.today < first_day(self.period):
            return Decimal(full)
        running = Period.of_month(self.period.months[full])
        days = (day_after(running) - first_day(running)).days
        return full + Decimal((self.today - first_day(running)).days) / days

    @cached_property
    def plan(self) -> list[Decimal]:
        """What is asked for up to the end of each month; the whole number where nothing adds up."""
        if not self.adds_up:
            return [self.target.number] * len(self.period.months)
        return planned(self.target.number, len(self.period.months), self.target.monthly)

    @property
    def due(self) -> Decimal:
        if not self.adds_up or not self.plan:
            return self.target.number
        return planned_now(self.plan, self.past)

    @property
    def begun(self) -> tuple[int, ...]:
        """The months of the period that have begun."""
        return tuple(m for m in self.period.months if first_day(Period.of_month(m)) <= self.today)

    @cached_property
    def pace(self) -> list[Decimal]:
        """About how far it was at each month that has begun: what the forecast goes by."""
        if self.value is None or not self.adds_up:
            return []
        return estimated(self.value, [_plain(cell) for cell in self.months[: len(self.begun)]])

    @cached_property
    def forecast(self) -> Forecast | None:
        if not self.pace or not self.has_begun:
            return None
        then = _plain(self.before_total)
        earlier = estimated(then, [_plain(c) for c in self.before]) if then and self.before else []
        expected = forecast(self.pace, self.past, len(self.period.months), earlier)
        if expected is not None and self.measure.unit is Unit.DISTRICTS:
            most = Decimal(len(reference.districts(reference.brand().province_code)))
            return expected.at_most(max(most, self.target.number))
        return expected

    @property
    def has_begun(self) -> bool:
        return not self.period.months or self.today >= first_day(self.period)

    @property
    def is_over(self) -> bool:
        return bool(self.period.months) and self.today >= day_after(self.period)

    @cached_property
    def status(self) -> Status:
        return status(
            self.target.number,
            self.value,
            self.due,
            has_begun=self.has_begun,
            is_over=self.is_over,
            is_ceiling=self.target.measure in CEILINGS,
        )

    @property
    def percent(self) -> int | None:
        """M16: how much of the target was reached, in whole per cent and never more than that."""
        return None if self.value is None else int(100 * self.value / self.target.number)

    @property
    def title(self) -> str:
        return str(self.target.title) or f"{self.measure.title} · {self.of_whom}"

    @property
    def of_whom(self) -> str:
        """อำเภอที่อยู่: เมืองนครราชสีมา; everybody where there are no values."""
        named = [
            f"{DIMENSIONS[name].title}: {value_title(name, value)}"
            for name, value in self.target.where
        ]
        return ", ".join(named) or _("Everybody")

    @property
    def owner(self) -> str:
        if self.target.institution is not None:
            return str(self.target.institution.short_name)
        return str(reference.title("programme", self.target.programme))

    @property
    def unit(self) -> str:
        return str(UNITS[self.measure.unit])

    def said(self, value: Decimal | int | None) -> str:
        """A number of this measure as people read it."""
        return written(value, self.measure)

    @property
    def actual_words(self) -> str:
        if self.refusal:
            return "–"
        return _("Not shown") if self.actual.hidden else self.said(self.actual.value)

    @property
    def forecast_words(self) -> str:
        """1,240 (1,100–1,390)."""
        if self.forecast is None or self.is_over:
            return "–"
        likely = self.forecast
        return f"{self.said(likely.value)} ({self.said(likely.low)}–{self.said(likely.high)})"


def written(value: Decimal | int | None, measure: Measure) -> str:
    if value is None:
        return "–"
    if measure.unit is Unit.RATE:
        return f"{Decimal(value) * 100:.1f}%"
    if measure.unit in ADDS_UP:
        return dates.number(Decimal(round(Decimal(value))), current_locale())
    if measure.places:
        return f"{Decimal(value):.{measure.places}f}"
    return dates.number(Decimal(value).normalize(), current_locale())


def _plain(cell: Cell) -> Decimal | None:
    if cell.hidden or cell.value is None:
        return None
    return Decimal(cell.value)
