"""Slots by the wall clock in Bangkok, whatever the server's."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lms.workforce.reports.models import Frequency, ReportSchedule
from lms.workforce.reports.slots import last_slot, slot_after


def schedule(frequency: str, **given: Any) -> ReportSchedule:
    return ReportSchedule(frequency=Frequency(frequency), **{"hour": 8, "minute": 0} | given)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("made", "moment", "slot"),
    [
        (schedule("daily"), "2026-11-22T00:59", "2026-11-22T01:00"),
        (schedule("daily"), "2026-11-22T01:00", "2026-11-23T01:00"),
        (schedule("daily", hour=0), "2026-11-22T16:59", "2026-11-22T17:00"),
        (schedule("daily", hour=23, minute=30), "2026-12-31T16:31", "2027-01-01T16:30"),
        (schedule("weekly", weekday=0), "2026-11-22T12:00", "2026-11-23T01:00"),
        (schedule("weekly", weekday=0), "2026-11-23T01:00", "2026-11-30T01:00"),
        (schedule("weekly", weekday=6), "2026-11-22T00:00", "2026-11-22T01:00"),
        (schedule("monthly", day=1), "2026-11-22T00:00", "2026-12-01T01:00"),
        (schedule("monthly", day=31), "2027-01-31T01:00", "2027-02-28T01:00"),
        (schedule("monthly", day=31), "2028-02-01T01:00", "2028-02-29T01:00"),
        (schedule("monthly", day=22), "2026-11-21T18:00", "2026-11-22T01:00"),
        (schedule("monthly", day=1), "2026-11-30T17:30", "2026-12-01T01:00"),
        (schedule("monthly", day=30), "2026-12-30T01:00", "2027-01-30T01:00"),
    ],
)
def test_the_next_slot(made: ReportSchedule, moment: str, slot: str) -> None:
    assert slot_after(made, utc(moment)) == utc(slot)


def test_of_missed_slots_the_latest_counts() -> None:
    made = schedule("daily")
    made.next_at = utc("2026-11-01T01:00")
    assert last_slot(made, utc("2026-11-04T12:00")) == utc("2026-11-04T01:00")
    assert last_slot(made, utc("2026-11-01T01:00")) == utc("2026-11-01T01:00")
