"""Days in two eras: shown, and read back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.i18n import dates
from lms.i18n.thai import thai_digits

DAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 22, 3, 42, tzinfo=UTC)
days = st.dates(date(1858, 1, 1), date(2400, 12, 31))
moments = st.datetimes(datetime(1900, 1, 1), datetime(2300, 1, 1), timezones=st.just(UTC))
locales = st.sampled_from(["th", "en"])


def test_a_day_is_shown_in_the_era_of_the_reader():
    assert dates.day(DAY, "th") == "22 พ.ย. 2569"
    assert dates.day(DAY, "en") == "22 Nov 2026"
    assert dates.long_day(DAY, "th") == "22 พฤศจิกายน 2569"
    assert dates.long_day(DAY, "en") == "22 November 2026"


def test_a_year_is_named_in_the_era_of_the_reader():
    assert (dates.year(2569, "th"), dates.year(2569, "en")) == (2569, 2026)


def test_an_official_day_is_written_out():
    assert dates.official_day(DAY) == "วันที่ ๒๒ เดือน พฤศจิกายน พุทธศักราช ๒๕๖๙"
    assert dates.official_day(DAY, thai_digits=False) == "วันที่ 22 เดือน พฤศจิกายน พุทธศักราช 2569"


def test_moments_are_those_of_bangkok():
    assert dates.moment(MOMENT, "th") == "22 พ.ย. 2569 10:42 น."
    assert dates.moment(MOMENT, "en") == "22 Nov 2026, 10:42"
    assert dates.clock(MOMENT, "th") == "10:42 น."
    assert dates.day(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "th") == "1 ม.ค. 2570"
    assert dates.day(datetime(2026, 12, 31, 16, 59, tzinfo=UTC), "en") == "31 Dec 2026"


@given(days, locales)
def test_what_is_shown_can_be_typed(day, locale):
    shown = [
        dates.day(day, locale), dates.long_day(day, locale), dates.official_day(day), day.isoformat(),
        f"{day.day}/{day.month}/{day.year + 543}", f"{day.day:02}-{day.month:02}-{day.year:04}",
        f"{day.year + 543}-{day.month:02}-{day.day:02}",
    ]  # fmt: skip
    for text in shown:
        assert dates.parse_day(text) == day
        assert dates.parse_day(thai_digits(f"  {text}\u200b ")) == day


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2569", "22-11-2026", "22.11.2569", "2026-11-22", "2569-11-22", "22 พ.ย. 2569", "22 พย 2569",
        "22พ.ย.2569", "๒๒ พฤศจิกายน ๒๕๖๙", "22 พฤศจิกายน พ.ศ. 2569", "22 พฤศจิกายน พ.ศ.2569", "22 NOV 2026",
        "22 November, 2026", "22 Nov CE 2026", "22 พ.ย. ค.ศ. 2026", "วันที่ 22 พฤศจิกายน 2569",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_type_it(text):
    assert dates.parse_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "", "22/11/69", "22 พ.ย. 69", "22/11/026", "22/11/25690", "31/02/2569", "29/2/2568", "0/1/2569",
        "22/13/2569", "11/22/2026", "22/11-2569", "22 ฟ.ย. 2569", "พ.ย. 2569", "22 พ.ย. ค.ศ. 2569",
        "22 พ.ย. พ.ศ. 2026", "1/1/1857", "1/1/9999", "22 พ.ย. 2569 10:42", "2569/11/22", "x" * 500,
        "²2/11/2569", "22//2569", "-22/11/2569",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(text):
    with pytest.raises(dates.NotADay):
        dates.parse_day(text)


def test_a_leap_day_counts_in_its_ce_year():
    assert dates.parse_day("29/2/2567") == date(2024, 2, 29)


@given(st.text(max_size=40) | st.text(st.sampled_from("0123456789-/. กพยคศน."), max_size=14))
def test_any_text_is_a_day_or_a_value_error(text):
    try:
        day = dates.parse_day(text)
    except dates.NotADay:
        return
    assert date(1858, 1, 1) <= day <= date(2400, 12, 31)


@given(days)
def test_every_day_lies_in_its_fiscal_year_and_in_no_other(day):
    year = dates.fiscal_year(day)
    first, last = dates.fiscal_year_days(year)
    assert first <= day <= last
    assert dates.fiscal_year(last + timedelta(1)) == year + 1
    assert (first.month, first.day, last.month, last.day) == (10, 1, 9, 30)


def test_the_fiscal_year_is_named_by_its_end():
    assert dates.fiscal_year(date(2026, 9, 30)) == 2569
    assert dates.fiscal_year(date(2026, 10, 1)) == 2570
    assert dates.fiscal_year(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == 2570


@given(moments)
def test_bangkok_and_back(moment):
    wall = dates.to_bangkok(moment)
    assert wall.utcoffset() == timedelta(hours=7)
    assert dates.from_bangkok(wall.replace(tzinfo=None)) == moment


def test_the_wrong_kind_of_datetime_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        dates.to_bangkok(datetime(2026, 11, 22))
    with pytest.raises(ValueError, match="with a time zone"):
        dates.from_bangkok(MOMENT)
    with pytest.raises(ValueError, match="without a time zone"):
        dates.day(datetime(2026, 11, 22), "th")


@pytest.mark.parametrize(
    ("ago", "th", "en"),
    [
        (timedelta(seconds=20), "เมื่อสักครู่", "just now"),
        (timedelta(seconds=-20), "เมื่อสักครู่", "just now"),
        (timedelta(minutes=1), "เมื่อ 1 นาทีที่แล้ว", "1 minute ago"),
        (timedelta(minutes=5, seconds=59), "เมื่อ 5 นาทีที่แล้ว", "5 minutes ago"),
        (timedelta(hours=23, minutes=59), "เมื่อ 23 ชั่วโมงที่แล้ว", "23 hours ago"),
        (timedelta(days=1), "เมื่อ 1 วันที่แล้ว", "1 day ago"),
        (timedelta(hours=-2), "ในอีก 2 ชั่วโมง", "in 2 hours"),
        (timedelta(days=7), "15 พ.ย. 2569", "15 Nov 2026"),
    ],
)
def test_what_is_near_is_told_by_its_distance(ago, th, en):
    assert dates.relative(MOMENT - ago, MOMENT, "th") == th
    assert dates.relative(MOMENT - ago, MOMENT, "en") == en


@pytest.mark.parametrize(
    ("minutes", "th", "en"),
    [(0, "0 นาที", "0 minutes"), (1, "1 นาที", "1 minute"), (60, "1 ชั่วโมง", "1 hour"),
     (90, "1 ชั่วโมง 30 นาที", "1 hour 30 minutes"), (120, "2 ชั่วโมง", "2 hours")],
)  # fmt: skip
def test_durations(minutes, th, en):
    assert dates.duration(minutes, "th") == th
    assert dates.duration(minutes, "en") == en


def test_a_duration_is_never_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        dates.duration(-1, "th")


def test_numbers_are_grouped_and_not_padded():
    assert dates.number(1234567, "th") == "1,234,567"
    assert dates.number(Decimal("66.60"), "en") == "66.6"
    assert dates.number(1000.0, "th") == "1,000"
    assert dates.number(-0.001, "th") == "0"
