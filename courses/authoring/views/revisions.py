"""What was saved of a lesson, what each save changed, and the way back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.operations import lessons
from courses.authoring.queries import revisions as queries
from courses.authoring.queries.drafts import draft_of, lesson_of
from courses.authoring.views.blueprint import bp
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.learning.blocks import Where, shown_body
from lms.accounts.public import account
from lms.errors import found
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.ids import row_number
from lms.web.templating import render_template


@bp.get("/<code>/lessons/<slug>/revisions")
@access(may_course(Ability.VIEW), course=get_course)
def revisions(course: Course, slug: str) -> ResponseReturnValue:
    version = found(draft_of(course))
    lesson = lesson_of(version, slug)
    shown, more = queries.sittings(
        version, lesson, before=request.args.get("before", type=row_number)
    )
    return render_template(
        "studio/revisions.html",
        course=course,
        lesson=lesson,
        sittings=list(zip(shown, queries.changes(version, lesson, shown), strict=True)),
        older=shown[-1].first if more else None,
    )


@bp.get("/<code>/lessons/<slug>/revisions/<int:number>")
@access(may_course(Ability.VIEW), course=get_course)
def revision(course: Course, slug: str, number: int) -> ResponseReturnValue:
    """What changed up to this revision: since the sitting before it, or since `from`."""
    version = found(draft_of(course))
    lesson = lesson_of(version, slug)
    after = queries.revision_of(version, lesson, number)
    start = request.args.get("from", default=max(number - 1, 0), type=row_number)
    before = queries.revision_of(version, lesson, start)
    return render_template(
        "studio/revision.html",
        course=course,
        lesson=lesson,
        before=before,
        after=after,
        difference=queries.difference(before, after),
        shown=shown_body(after.body, Where(course.id, lesson.key, preview=True)),
    )


@bp.post("/<code>/lessons/<slug>/revisions/<int:number>/restore")
@access(may_course(Ability.EDIT), course=get_course)
def restore_revision(course: Course, slug: str, number: int) -> ResponseReturnValue:
    lessons.restore_revision(course, slug, number, by=account())
    flash(_("The lesson is as it was then. What came after is still in the list."))
    return redirect(url_for(".lesson", code=course.code, slug=slug))


@bp.post("/<code>/lessons/<slug>/revisions/<int:number>/name")
@access(may_course(Ability.EDIT), course=get_course)
def name_revision(course: Course, slug: str, number: int) -> ResponseReturnValue:
    lessons.name_revision(course, slug, number, request.form.get("label", ""), by=account())
    flash(_("Saved."))
    return redirect(url_for(".revision", code=course.code, slug=slug, number=number))
