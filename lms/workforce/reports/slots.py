"""When a schedule's next slot is, by the wall clock in Bangkok. Pure."""

from calendar import monthrange
from datetime import datetime, timedelta

from lms.i18n.dates import BANGKOK
from lms.workforce.reports.models import Frequency, ReportSchedule


def slot_after(schedule: ReportSchedule, moment: datetime) -> datetime:
    """The first slot that comes later than `moment`.

    A month that lacks the day has its slot on its last day.
    """
    local = moment.astimezone(BANGKOK)
    day = local.replace(hour=schedule.hour, minute=schedule.minute, second=0, microsecond=0)
    if schedule.frequency is Frequency.MONTHLY:
        slot = _in_month(day, schedule.day or 1)
        if slot > local:
            return slot
        return _in_month(
            (day.replace(day=1) + timedelta(days=32)).replace(day=1), schedule.day or 1
        )
    if schedule.frequency is Frequency.WEEKLY:
        day += timedelta(days=((schedule.weekday or 0) - day.weekday()) % 7)
        return day if day > local else day + timedelta(days=7)
    return day if day > local else day + timedelta(days=1)


def last_slot(schedule: ReportSchedule, moment: datetime) -> datetime:
    """The latest slot that is not later than `moment`, from the one that was planned on."""
    slot = schedule.next_at
    while (later := slot_after(schedule, slot)) <= moment:
        slot = later
    return slot


def _in_month(day: datetime, number: int) -> datetime:
    return day.replace(day=min(number, monthrange(day.year, day.month)[1]))
