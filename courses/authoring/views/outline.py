"""The outline of a course: the tree that its authors shape."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.operations import drafts
from courses.authoring.queries.drafts import live_of, outline_of
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.templating import render_template


@bp.get("/<code>")
@access(may_course(Ability.VIEW), course=get_course)
def course(course: Course) -> ResponseReturnValue:
    here = frame(course)
    version = here.draft or live_of(course)
    return render_template(
        "studio/outline.html",
        course=course,
        version=version,
        outline=outline_of(version) if version else None,
        may_edit=here.may_edit and here.draft is not None,
    )


@bp.post("/<code>/draft")
@access(may_course(Ability.EDIT), course=get_course)
def open_draft(course: Course) -> ResponseReturnValue:
    drafts.open_draft(course, account())
    flash(
        _("You are writing a draft now. Learners see what is published until it is published too.")
    )
    return redirect(url_for(".course", code=course.code))
