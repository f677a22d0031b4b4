"""The way to a target: what the plan asks for, how quickly it went, what will be. Pure.

A forecast adds the pace of the last three full months for every month that is left. Where the year
before is known, the same part of the year then says how much was still to come, and the forecast is
the middle of both. Its range goes from the slowest of all these to the quickest.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

LOOKS_BACK = 3
WELL = Decimal("0.95")


class Status(enum.StrEnum):
    """How a target stands: words, never colour alone."""

    REACHED = "reached"
    ON_PLAN = "on_plan"
    BEHIND = "behind"
    MISSED = "missed"
    TO_COME = "to_come"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Forecast:
    """What the end of the period will bring, and from how little to how much."""

    value: Decimal
    low: Decimal
    high: Decimal

    def at_most(self, most: Decimal) -> "Forecast":
        """There are no more than so many."""
        return Forecast(min(self.value, most), min(self.low, most), min(self.high, most))


def planned(number: Decimal, months: int, shares: Sequence[int] | None = None) -> list[Decimal]:
    """What the plan asks for up to the end of each month."""
    weights = list(shares or [1] * months)
    whole = Decimal(sum(weights))
    return [number * part / whole for part in accumulate(map(Decimal, weights))]


def planned_now(plan: Sequence[Decimal], past: Decimal) -> Decimal:
    """What the plan asks for when `past` months are over: 2.5 is the middle of the third."""
    if past <= 0 or not plan:
        return Decimal(0)
    whole = int(past)
    if whole >= len(plan):
        return plan[-1]
    before = plan[whole - 1] if whole else Decimal(0)
    return before + (plan[whole] - before) * (past - whole)


def estimated(total: Decimal, months: Sequence[Decimal | None]) -> list[Decimal]:
    """A pace for the forecast: about how far it was at the end of each month; never a result.

    Months that are not told share evenly what is left of `total`; those in which the same people
    came twice are scaled down to it.
    """
    known = sum((m for m in months if m is not None), Decimal(0))
    untold = sum(m is None for m in months)
    rest = max(total - known, Decimal(0)) / untold if untold else Decimal(0)
    each = [rest if m is None else m for m in months]
    whole = sum(each, Decimal(0))
    if not whole:
        return [total] * len(each)
    return [total * part / whole for part in accumulate(each)]


def forecast(
    so_far: Sequence[Decimal], past: Decimal, length: int, before: Sequence[Decimal] = ()
) -> Forecast | None:
    """From about how far it was at the end of each month; the last one may be running still.

    `past`: how many months of `length` are over. `before`: the same of a whole year earlier.
    """
    full = int(past)
    if full < 1 or not so_far:
        return None
    now, left = so_far[-1], Decimal(length) - past
    if left <= 0:
        return Forecast(now, now, now)
    steps = _steps(so_far[:full])[-LOOKS_BACK:]
    mean = sum(steps, Decimal(0)) / len(steps)
    paces = [now + step * left for step in (mean, min(steps), max(steps))]
    likely, ends = paces[0], paces
    then = planned_now(before, past) if len(before) == length else Decimal(0)
    if then > 0 and before[-1] >= then:
        like_then = now * before[-1] / then
        likely, ends = (likely + like_then) / 2, [*paces, like_then]
    return Forecast(_whole(likely), _whole(min(ends)), _whole(max(ends)))


def _steps(sums: Sequence[Decimal]) -> list[Decimal]:
    return [b - a for a, b in zip([Decimal(0), *sums], sums, strict=False)]


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def status(
    number: Decimal,
    actual: Decimal | None,
    due: Decimal,
    *,
    has_begun: bool,
    is_over: bool,
    is_ceiling: bool = False,
) -> Status:
    """`due`: what the plan asks for by today. On plan is at least 95 per cent of that."""
    if not has_begun:
        return Status.TO_COME
    if actual is None:
        return Status.UNKNOWN
    if is_ceiling:
        if actual <= number:
            return Status.REACHED if is_over else Status.ON_PLAN
        return Status.MISSED if is_over else Status.BEHIND
    if actual >= number:
        return Status.REACHED
    if is_over:
        return Status.MISSED
    return Status.ON_PLAN if actual >= due * WELL else Status.BEHIND
