"""What a draft says about its course, kept with the draft until it is published."""

from collections.abc import Mapping
from typing import Any

from courses.authoring.operations import gate
from courses.authoring.queries.details import live_details
from courses.content.models import CourseVersion
from lms import audit
from lms.accounts.public import User
from lms.reference.operations import check_skills

UNORDERED = frozenset({"dimensions", "target_groups", "smart_city_domains", "skills"})
NAMES = frozenset(
    {
        "title", "summary", "outcomes", "level", "hours", "language", "mode", "pace", "document",
        "cover", "licence", "partners",
    }
) | UNORDERED  # fmt: skip


def set_details(version: CourseVersion, values: Mapping[str, Any], *, by: User) -> None:
    """Keep what differs from what is live; what is set back to it is no change any more."""
    gate.enter(version, by)
    live = live_details(version.course)
    details = dict(version.details or {})
    if "skills" in values:
        held = [*live["skills"], *details.get("skills", ())]
        check_skills(map(_skill, values["skills"]), held=map(_skill, held))
    for name in sorted(NAMES & values.keys()):
        value = sorted(values[name]) if name in UNORDERED else values[name]
        before = sorted(live[name]) if name in UNORDERED else live[name]
        if value == before:
            details.pop(name, None)
        else:
            details[name] = value
    if details != (version.details or {}):
        changed = sorted(NAMES & details.keys())
        version.details = details or None
        audit.record("course.details_changed", version.course, by=by, fields=changed)


def _skill(reference: str) -> str:
    """`framework:code` without the level it is taught at."""
    return reference.rpartition(":")[0]
