"""The days of a period: pure."""

from datetime import date, timedelta

from lms.workforce.periods import Period, after


def first_day(period: Period) -> date:
    """Its first day; the beginning of time for always."""
    return _first(period.months[0]) if period.months else date.min


def day_after(period: Period) -> date:
    """The day that follows it; the end of time for always."""
    return _first(after(period.months[-1], 1)) if period.months else date.max


def last_day(period: Period, today: date) -> date:
    """Its last day, or today where it is not over."""
    return min(today, day_after(period) - timedelta(days=1))


def _first(month: int) -> date:
    return date(month // 100, month % 100, 1)
