"""Versions: who wrote, approved and published them, how they differ, and the way back to one."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.changes import compare
from courses.authoring.detail_words import IN_TEMPLATES
from courses.authoring.operations import publishing
from courses.authoring.queries import versions as queries
from courses.authoring.queries.snapshots import snapshot
from courses.authoring.views.blueprint import bp
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse


@bp.get("/<code>/history")
@access(may_course(Ability.VIEW), course=get_course)
def history(course: Course) -> ResponseReturnValue:
    return render_template("studio/history.html", course=course, versions=queries.versions(course))


@bp.get("/<code>/changes")
@access(may_course(Ability.VIEW), course=get_course)
def changes(course: Course) -> ResponseReturnValue:
    """What differs between any two versions; without numbers, from what is live to the newest."""
    known = [line.version for line in queries.versions(course)]
    old, new = queries.two_of(known, request.args.get("from"), request.args.get("to"), course)
    return render_template(
        "studio/changes.html",
        course=course,
        versions=known,
        old=old,
        new=new,
        changes=compare(snapshot(old), snapshot(new)),
        **IN_TEMPLATES,
    )


@bp.post("/<code>/history/<int:number>/restore")
@access(may_course(Ability.EDIT), course=get_course)
def restore_version(course: Course, number: int) -> ResponseReturnValue:
    old = queries.published(course, number)
    try:
        publishing.restore(course, old, by=account(), replace="replace" in request.form)
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
        return redirect(url_for("studio.history", code=course.code))
    flash(_("The draft says now what version %(number)s said.", number=number))
    return redirect(url_for("studio.course", code=course.code))
