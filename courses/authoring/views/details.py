"""What a course says about itself: changed with the draft, shown beside what is live."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.details_wording import LEVELS, described, skill_names
from courses.authoring.forms.details import CodeForm, DetailsForm
from courses.authoring.operations import courses as lives
from courses.authoring.operations import drafts, particulars
from courses.authoring.queries.details import live_details
from courses.authoring.queries.drafts import draft_of
from courses.authoring.views.acting import refused, wants_json
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.licences import LICENCES
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError
from lms.i18n import Localised, current_locale, dates
from lms.i18n import gettext as _
from lms.reference.operations import NotInForce
from lms.reference.queries import skill_ids_in_use
from lms.web.access import access
from lms.web.templating import render_template


@bp.get("/<code>/details")
@access(may_course(Ability.VIEW), course=get_course)
def details(course: Course) -> ResponseReturnValue:
    return _page(course)


def _page(course: Course, **forms: Any) -> str:
    here, live = frame(course), live_details(course)
    changed = (here.draft.details if here.draft else None) or {}
    return render_template(
        "studio/details.html",
        course=course,
        details_form=forms.get("details") or DetailsForm.of(course, live | changed, formdata=None),
        code_form=forms.get("code") or CodeForm(formdata=None, code=course.code),
        live=live,
        changed=set(changed) if course.version_id else set(),
        described=described,
        skill_names=skill_names(),
        choosable_skills=skill_ids_in_use(),
        levels=LEVELS,
        licences=LICENCES,
        localised=Localised.of,
        may_edit=here.may_change,
    )


@bp.post("/<code>/details")
@access(may_course(Ability.EDIT), course=get_course)
def save_details(course: Course) -> ResponseReturnValue:
    """All of them by the button; one of them, as it is left, by a script."""
    draft = draft_of(course)
    known = live_details(course) | ((draft.details if draft else None) or {})
    form = DetailsForm.of(course, known)
    if "only" in request.form:
        form.keep_only({request.form["only"]} & particulars.NAMES)
    if not form.accepted:
        return _wrong(course, form)
    act = request.form.get("act", "")
    _rows(form, act)
    return _store(course, form, act.partition(":")[0])


def _rows(form: DetailsForm, act: str) -> None:
    """The buttons beside the rows of outcomes and skills: `outcomes:up-2`."""
    name, _sep, what = act.partition(":")
    if name in ("outcomes", "skills") and name in form:
        form[name].act(what)


def _wrong(course: Course, form: DetailsForm) -> ResponseReturnValue:
    if wants_json() or "only" in request.form:  # one of them: there is no form of all to show
        return jsonify({"error": form.first_complaint}), 400
    return _page(course, details=form)


def _store(course: Course, form: DetailsForm, anchor: str = "") -> ResponseReturnValue:
    by = account()
    try:
        particulars.set_details(drafts.open_draft(course, by), form.details, by=by)
    except NotInForce as refusal:
        form.refuse(refusal.field, str(refusal))
        return _wrong(course, form)
    except DomainError as refusal:
        return refused(course, refusal)
    if wants_json():
        return jsonify({"saved_at": dates.clock(now(), current_locale())})
    if not anchor:
        flash(_("The details are saved in the draft."))
    return redirect(url_for(".details", code=course.code, _anchor=anchor or None))


@bp.post("/<code>/code")
@access(may_course(Ability.MANAGE), course=get_course)
def change_code(course: Course) -> ResponseReturnValue:
    form = CodeForm.read()
    if form.accepted:
        try:
            lives.change_code(course, form.code.data or "", by=account())
            flash(_("The course has a new code."))
            return redirect(url_for(".details", code=course.code))
        except DomainError as refusal:
            form.refuse("code", str(refusal))
    return _page(course, code=form)
