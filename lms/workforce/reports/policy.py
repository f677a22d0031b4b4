"""Who finds a report: a kept question gives nobody numbers that they may not see anyway."""

from typing import Any

from flask_login import current_user

from lms.accounts.public import Claim
from lms.institutions.public import Permission, held_at
from lms.web.access import Policy
from lms.workforce.reports.models import Report, Sharing


def finds(user_id: int, claims: frozenset[Claim], report: Report) -> bool:
    """Whether a person with these roles may open it now."""
    everywhere, places = held_at(claims, Permission.NUMBERS_VIEW)
    if not (everywhere or places) or report.deleted_at is not None:
        return False
    if report.owner_id == user_id or report.sharing is Sharing.EVERYONE:
        return True
    return report.sharing is Sharing.INSTITUTION and report.institution_id in places


def _may_read(objects: dict[str, Any]) -> bool:
    return finds(current_user.id, current_user.claims, _report(objects))


def _is_owner(objects: dict[str, Any]) -> bool:
    report = _report(objects)
    everywhere, places = held_at(current_user.claims, Permission.NUMBERS_VIEW)
    return report.owner_id == current_user.id and bool(everywhere or places)


def _report(objects: dict[str, Any]) -> Report:
    """The report itself, or that of the schedule or the delivery."""
    thing = next(iter(objects.values()))
    thing = getattr(thing, "schedule", thing)
    report: Report = getattr(thing, "report", thing)
    return report


may_read = Policy("reads report", _may_read)
is_owner = Policy("owns report", _is_owner)
