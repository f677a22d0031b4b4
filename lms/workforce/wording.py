"""How periods and hidden numbers are said."""

from datetime import date

from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.workforce.counting import months_of
from lms.workforce.models import ALWAYS


def period_name(period: int) -> str:
    """ต.ค. 2569, ปีงบประมาณ 2570 (ต.ค. 2569 – ก.ย. 2570)."""
    if period == ALWAYS:
        return _("All years")
    if period > 9999:
        return month_name(period)
    months = months_of(period)
    first, last = month_name(months[0]), month_name(months[-1])
    return _("Fiscal year %(year)s (%(first)s – %(last)s)", year=period, first=first, last=last)


def month_name(month: int) -> str:
    """ต.ค. 2569, Oct 2026."""
    day = date(month // 100, month % 100, 1)
    return dates.day(day, current_locale()).split(" ", 1)[1]


def hidden_name(*, small: bool, least: int) -> str:
    """What stands where a number would be."""
    return _("fewer than %(count)s", count=least) if small else _("not shown")
