"""The studio's home: my courses, what waits for me, a new one."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring.forms.courses import COPY, NewCourseForm
from courses.authoring.operations import courses as operations
from courses.authoring.people_wording import ROLES
from courses.authoring.plans import plans
from courses.authoring.queries import courses as queries
from courses.authoring.views.blueprint import bp
from courses.authoring.waiting import waiting_for
from courses.content.models import Course
from courses.content.policy import in_studio
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.institutions.public import Permission, allowed, may
from lms.web.access import Policy, access
from lms.web.templating import render_template
from lms.web.transaction import refuse

staff = Policy("in the studio", lambda objects: in_studio())


class NotToBeCopied(DomainError):
    @property
    def field(self) -> str:  # type: ignore[override]
        return "source"


@bp.get("")
@access(staff)
def index() -> ResponseReturnValue:
    mine = queries.mine(current_user)
    search, state = request.args.get("q", ""), request.args.get("state", "")
    page = queries.at_my_institutions(
        current_user, search=search, state=state, after=request.args.get("after", "")
    )
    return render_template(
        "studio/index.html",
        mine=mine,
        page=page,
        search=search,
        state=state,
        waiting=waiting_for(current_user, [line.course for line in mine]),
        roles=ROLES,
        may_begin=allowed(Permission.COURSE_EDIT),
        sees_institutions=bool(queries.institutions_of(current_user)),
    )


@bp.route("/new", methods=["GET", "POST"])
@access(may(Permission.COURSE_EDIT))
def new() -> ResponseReturnValue:
    institutions = queries.teaching_institutions(current_user)
    source = request.args.get("source", "")
    form = NewCourseForm.offering(
        institutions,
        start=COPY if source else request.args.get("start", next(iter(plans()))),
        source=source,
    )
    if form.accepted:
        try:
            chosen = next(each for each in institutions if each.code == form.institution.data)
            course = operations.begin_course(
                chosen,
                code=form.code.data or "",
                title=form.title,
                plan=plans().get(form.start.data),
                source=_source(form.source.data or "") if form.start.data == COPY else None,
                by=account(),
            )
            flash(_("The course is there. Nobody but its people sees it until it is published."))
            return redirect(url_for(".course", code=course.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "studio/new.html",
        course_form=form,
        institutions=institutions,
        plans=plans(),
        adaptable=queries.adaptable(current_user),
    )


def _source(code: str) -> Course:
    """The course to copy; one that does not allow it is told apart from one that is not there."""
    try:
        source = get_course(code)
    except NotFound as missing:
        raise NotToBeCopied(_("There is no course with this code.")) from missing
    if not queries.may_adapt(source, current_user):
        raise NotToBeCopied(
            _("The licence of this course does not let others make a course of it. Ask its owner.")
        )
    return source


@bp.post("/new/code")
@access(may(Permission.COURSE_EDIT))
def check_code() -> ResponseReturnValue:
    """Whether a code is free, as it is typed; nothing is changed."""
    refuse()
    try:
        return jsonify({"code": operations.check_code(request.form.get("code", ""))})
    except DomainError as refusal:
        return jsonify({"error": str(refusal)})
