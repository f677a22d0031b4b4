"""What still keeps the draft from its learners, with the way to each place."""

from flask import url_for
from flask.typing import ResponseReturnValue

from courses.authoring.checklist import Finding, Place, blocking
from courses.authoring.queries.drafts import live_of
from courses.authoring.queries.findings import of_draft
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from lms.web.access import access
from lms.web.templating import render_template


@bp.get("/<code>/checklist")
@access(may_course(Ability.VIEW), course=get_course)
def checklist(course: Course) -> ResponseReturnValue:
    version = frame(course).draft or live_of(course)
    findings = of_draft(version) if version else ()
    return render_template(
        "studio/checklist.html",
        course=course,
        version=version,
        blocks=blocking(findings),
        warnings=[finding for finding in findings if not finding.blocks],
        address=lambda finding: address(course, finding),
    )


def address(course: Course, finding: Finding) -> str:
    """Where it is put right."""
    if finding.slug and finding.place is not Place.MEDIA:
        return url_for("studio.lesson", code=course.code, slug=finding.slug)
    page = {Place.DETAILS: "studio.details", Place.MEDIA: "studio.media"}.get(finding.place)
    return url_for(page or "studio.course", code=course.code)
