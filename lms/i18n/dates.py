"""Days, times and numbers as people here write them: พ.ศ. in Thai, CE in English.

Babel never prints the Buddhist era; the month names below are our locale data.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from lms.i18n.thai import arabic_digits, normalise
from lms.i18n.thai import thai_digits as to_thai_digits

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
BE = 543

_LONG = {
    "th": [
        "มกราคม",
        "กุมภาพันธ์",
        "มีนาคม",
        "เมษายน",
        "พฤษภาคม",
        "มิถุนายน",
        "กรกฎาคม",
        "สิงหาคม",
        "กันยายน",
        "ตุลาคม",
        "พฤศจิกายน",
        "ธันวาคม",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SHORT = {
    "th": [
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
    ],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_MONTH = {
    name.casefold().replace(".", ""): number
    for names in (*_LONG.values(), *_SHORT.values())
    for number, name in enumerate(names, start=1)
}


def to_bangkok(moment: datetime) -> datetime:
    """The wall clock in Bangkok; a naive datetime raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(BANGKOK)


def from_bangkok(wall_clock: datetime) -> datetime:
    """What a person typed, as UTC; an aware datetime raises ValueError."""
    if wall_clock.tzinfo is not None:
        raise ValueError("a wall clock with a time zone")
    return wall_clock.replace(tzinfo=BANGKOK).astimezone(UTC)


def _local(day_or_moment: date) -> date:
    return to_bangkok(day_or_moment) if isinstance(day_or_moment, datetime) else day_or_moment


def _year(of: date, locale: str) -> int:
    return of.year + BE if locale == "th" else of.year


def _language(locale: str) -> str:
    return "th" if locale == "th" else "en"


def day(of: date, locale: str) -> str:
    """22 พ.ย. 2569, 22 Nov 2026; a datetime is shown as the day it is in Bangkok."""
    of = _local(of)
    return f"{of.day} {_SHORT[_language(locale)][of.month - 1]} {_year(of, locale)}"


def long_day(of: date, locale: str) -> str:
    """22 พฤศจิกายน 2569, 22 November 2026."""
    of = _local(of)
    return f"{of.day} {_LONG[_language(locale)][of.month - 1]} {_year(of, locale)}"


def official_day(of: date, *, thai_digits: bool = True) -> str:
    """วันที่ ๒๒ เดือน พฤศจิกายน พุทธศักราช ๒๕๖๙."""
    of = _local(of)
    text = f"วันที่ {of.day} เดือน {_LONG['th'][of.month - 1]} พุทธศักราช {of.year + BE}"
    return to_thai_digits(text) if thai_digits else text


def clock(of: datetime, locale: str) -> str:
    """10:42 น., 10:42."""
    return f"{to_bangkok(of):%H:%M}" + (" น." if locale == "th" else "")


def moment(of: datetime, locale: str) -> str:
    """22 พ.ย. 2569 10:42 น., 22 Nov 2026, 10:42."""
    return f"{day(of, locale)}{'' if locale == 'th' else ','} {clock(of, locale)}"


_UNITS = {
    "minute": ("นาที", "minute", "minutes"),
    "hour": ("ชั่วโมง", "hour", "hours"),
    "day": ("วัน", "day", "days"),
}


def _count(n: int, unit: str, locale: str) -> str:
    th, one, many = _UNITS[unit]
    return f"{number(n, locale)} {th if locale == 'th' else one if n == 1 else many}"


def relative(of: datetime, now: datetime, locale: str) -> str:
    """เมื่อ 5 นาทีที่แล้ว, ในอีก 2 ชั่วโมง; a week away and more is the day itself."""
    seconds = int((to_bangkok(now) - to_bangkok(of)).total_seconds())
    away = abs(seconds)
    if away < 60:
        return "เมื่อสักครู่" if locale == "th" else "just now"
    if away >= 7 * 86400:
        return day(of, locale)
    lengths = (("day", 86400), ("hour", 3600), ("minute", 60))
    unit, length = next((unit, length) for unit, length in lengths if away >= length)
    span = _count(away // length, unit, locale)
    if locale == "th":
        return f"เมื่อ {span}ที่แล้ว" if seconds > 0 else f"ในอีก {span}"
    return f"{span} ago" if seconds > 0 else f"in {span}"


def duration(minutes: int, locale: str) -> str:
    """45 นาที, 1 ชั่วโมง 30 นาที."""
    if minutes < 0:
        raise ValueError("a duration below zero")
    hours, rest = divmod(minutes, 60)
    parts = [_count(hours, "hour", locale)] if hours else []
    if rest or not hours:
        parts.append(_count(rest, "minute", locale))
    return " ".join(parts)


def fiscal_year(of: date) -> int:
    """The Thai fiscal year, 1 October to 30 September, named by the BE year in which it ends."""
    of = _local(of)
    return of.year + BE + (of.month >= 10)


def year(be: int, locale: str) -> int:
    """A year kept in the Buddhist era, as the reader names it."""
    return be if locale == "th" else be - BE


def fiscal_year_days(year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year."""
    return date(year - BE - 1, 10, 1), date(year - BE, 9, 30)


def number(n: int | float | Decimal, locale: str) -> str:
    """1,441 and 12.5: both languages group by commas; at most two decimals, no idle zeros."""
    if isinstance(n, int):
        return f"{n:,}"
    text = f"{n:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


_ERA = r"(?P<era>พ\.?ศ\.?|พุทธศักราช|ค\.?ศ\.?|คริสต์ศักราช|BE|CE|AD)?"
_PATTERNS = [
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(
        r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})", re.ASCII
    ),
    re.compile(
        r"(?:วันที่)? ?(?P<day>[0-9]{1,2}) ?(?:เดือน)? ?(?P<name>[^\W0-9_][^0-9,]*?) ?,? ?"
        + _ERA
        + r" ?(?P<year>[0-9]{4})",
        re.IGNORECASE,
    ),
]
_FIRST_CE_YEAR = 2400 - BE + 1


class NotADay(ValueError):
    """What was typed names no day."""


def parse_day(text: str) -> date:
    """22/11/2569, 2026-11-22, 22 พ.ย. 2569 …; raises NotADay, which is a ValueError.

    A year above 2400 is BE. Years of two digits are refused: 69 is 2569 to one and 1969 to another.
    """
    typed = arabic_digits(normalise(text[:200]))
    found = next((m for p in _PATTERNS if (m := p.fullmatch(typed))), None)
    if found is None:
        raise NotADay(typed)
    parts = found.groupdict()
    year = _ce_year(int(parts["year"]), parts.get("era") or "")
    if parts.get("month"):
        month = int(parts["month"])
    else:
        month = _MONTH.get(parts["name"].casefold().replace(".", "").strip(), 0)
    try:
        return date(year, month, int(parts["day"]))
    except ValueError as wrong:
        raise NotADay(typed) from wrong


def _ce_year(year: int, era: str) -> int:
    is_be = year > 2400
    if era and is_be is not (era.upper() == "BE" or era.startswith("พ")):
        raise NotADay(f"{era} {year}")
    ce = year - BE if is_be else year
    if not _FIRST_CE_YEAR <= ce <= 2400:
        raise NotADay(str(year))
    return ce
