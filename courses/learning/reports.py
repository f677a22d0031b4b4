"""What the page of a lesson reports: a claim of a browser, read with care."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from courses.content.models import LessonKind
from courses.learning.intervals import BadReport

LONGEST = 6 * 3600
OLDEST = timedelta(days=31)


@dataclass(frozen=True)
class Report:
    """Per mille of an article or seconds of a video; `seconds` were spent since the last one."""

    position: int
    seconds: int
    at: datetime
    watched: Any = ()
    duration: int = 0
    opened: bool = False


def read(sent: object, kind: LessonKind, *, now: datetime) -> Report:
    """The report in a JSON body; `BadReport` for what no page of ours sends.

    `at` is the browser's clock: it tells late reports and repeated ones, and never lies ahead.
    """
    if not isinstance(sent, dict):
        raise BadReport("an object is expected")
    position = _number(sent.get("position", 0), LONGEST)
    if kind is LessonKind.ARTICLE:
        position = min(1.0, position) * 1000
    return Report(
        position=round(position),
        seconds=round(min(_number(sent.get("seconds", 0), 10**9), LONGEST)),
        at=_moment(sent.get("at"), now),
        watched=sent.get("watched", ()),
        duration=round(_number(sent.get("duration", 0), LONGEST)),
        opened=sent.get("opened") is True,
    )


def _number(value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadReport("a number is expected")
    if not 0 <= value <= most:
        raise BadReport("a number out of range")
    return float(value)


def _moment(value: object, now: datetime) -> datetime:
    if value is None:
        return now
    try:
        at = datetime.fromisoformat(str(value))
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise BadReport("a moment is expected") from wrong
    return max(now - OLDEST, min(now, at))
