"""What the checklist says about a draft now, read once a request."""

from flask import g, has_request_context

from courses.authoring.checklist import Finding, check
from courses.authoring.queries.snapshots import snapshot
from courses.content.models import CourseVersion


def of_draft(version: CourseVersion) -> tuple[Finding, ...]:
    """Everything found in `version`; kept for the request, since tabs and pages both ask."""
    if not has_request_context():
        return check(snapshot(version))
    known: dict[tuple[int, int], tuple[Finding, ...]] = g.setdefault("studio_findings", {})
    place = (version.id, version.edit)
    if place not in known:
        known[place] = check(snapshot(version))
    return known[place]
