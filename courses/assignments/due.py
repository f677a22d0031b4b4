"""Until when something is handed in: pure. The whole minute that is named still counts."""

from datetime import date, datetime, time, timedelta

from courses.assignments.brief import Brief, DueKind
from lms.i18n.dates import from_bangkok, to_bangkok

LAST_MINUTE = time(23, 59)


def due_at(
    brief: Brief, *, enrolled_at: datetime, starts_on: date | None, of_run: datetime | None
) -> datetime | None:
    """The last minute for one learner: so many days after they could begin, or the run's own."""
    if brief.due is DueKind.RUN:
        return of_run
    if brief.due is DueKind.NONE:
        return None
    first = to_bangkok(enrolled_at).date()
    return end_of(max(first, starts_on or first) + timedelta(days=brief.days))


def revision_due_at(brief: Brief, returned_at: datetime) -> datetime | None:
    """The last minute for what was returned for revision."""
    if brief.revision_days is None:
        return None
    return end_of(to_bangkok(returned_at).date() + timedelta(days=brief.revision_days))


def end_of(day: date) -> datetime:
    """23:59 in Bangkok."""
    return from_bangkok(datetime.combine(day, LAST_MINUTE))


def is_late(due: datetime | None, at: datetime) -> bool:
    return due is not None and at >= due + timedelta(minutes=1)
