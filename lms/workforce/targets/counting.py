"""What was counted of targets: whole periods, their months, and the way to the end of each."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from lms.clock import now
from lms.errors import DomainError
from lms.i18n.dates import to_bangkok
from lms.workforce.asking import NOTHING, Cell
from lms.workforce.measures import ask
from lms.workforce.measures.days import first_day
from lms.workforce.periods import Period, PeriodKind
from lms.workforce.targets.models import Target
from lms.workforce.targets.standing import Standing


def standing(target: Target) -> Standing:
    """Counted through the one door; a question that has no answer any more says why."""
    today = to_bangkok(now()).date()
    try:
        table = ask(target.question)
    except DomainError as refusal:
        return Standing(target, NOTHING, None, refusal=str(refusal), today=today)
    found = Standing(target, table.total, table.as_of, today=today)
    if not found.adds_up or found.period.kind in (PeriodKind.MONTH, PeriodKind.ALWAYS):
        return found
    earlier = found.period.before
    return replace(
        found,
        months=tuple(_total(target, Period.of_month(m), today) for m in found.period.months),
        before=tuple(_total(target, Period.of_month(m), today) for m in earlier.months),
        before_total=_total(target, earlier, today),
    )


def so_far(at: Standing) -> tuple[Cell, ...]:
    """Counted from the beginning of the period to the end of each month; the running one as of now.

    Each is a number of its own under disclosure control: nothing is added up or scaled.
    """
    if not at.months or not at.begun:
        return ()
    *over, _running = at.begun
    parts = [Period.so_far(at.period, month) for month in over]
    return (*(_total(at.target, part, at.today) for part in parts), at.actual)


def standings(targets: Iterable[Target]) -> list[Standing]:
    return [standing(target) for target in targets]


def _total(target: Target, period: Period, today: date) -> Cell:
    """Nothing is asked about months that are still to come."""
    if first_day(period) > today:
        return NOTHING
    try:
        return ask(replace(target.question, period=period)).total
    except DomainError:
        return NOTHING
