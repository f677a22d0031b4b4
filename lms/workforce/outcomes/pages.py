"""What the page about the asking shows: years to choose, counts that may be shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lms.workforce.disclosing import nested
from lms.workforce.outcomes.queries import Sending
from lms.workforce.periods import BadPeriod, Period, PeriodKind

BACK = 3


@dataclass(frozen=True)
class Years:
    """Fiscal years only: periods that lie in one another could be played off against each other."""

    chosen: Period
    offered: tuple[Period, ...]


@dataclass(frozen=True)
class Shown:
    """One wave; None is not shown."""

    wave: int
    asked: int | None
    reminded: int | None
    answered: int | None
    rate: Decimal | None


def years_shown(text: str, moment: datetime) -> Years:
    latest = Period.now(moment)
    offered = tuple(Period.of_year(latest.year - back) for back in range(BACK))
    try:
        chosen = Period.parse(text)
    except BadPeriod:
        chosen = latest
    return Years(chosen if chosen.kind is PeriodKind.YEAR else latest, offered)


def waves_shown(waves: Sequence[Sending], least: int) -> list[Shown]:
    """Small numbers, and those by which one could work out small ones, are left out."""
    return [_shown(wave, least) for wave in waves]


def _shown(one: Sending, least: int) -> Shown:
    if one.asked == 0:
        return Shown(one.wave, 0, 0, 0, None)
    if one.asked < least:
        return Shown(one.wave, None, None, None, None)
    is_hidden, few_reminded = (
        nested(one.asked, [n], least)[0] for n in (one.answered, one.reminded)
    )
    answered = None if is_hidden else one.answered
    rate = None if is_hidden else Decimal(one.answered) / one.asked
    reminded = None if is_hidden or few_reminded else one.reminded
    return Shown(one.wave, one.asked, reminded, answered, rate)
