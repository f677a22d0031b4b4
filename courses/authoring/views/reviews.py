"""Review and publish: ask, decide, endorse, publish now or later."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring.changes import compare
from courses.authoring.checklist import blocking
from courses.authoring.detail_words import IN_TEMPLATES
from courses.authoring.forms.reviews import AskForm, DecideForm, EndorseForm, PlanForm, PublishForm
from courses.authoring.models import Review, ReviewStep, Verdict
from courses.authoring.operations import publishing, reviews
from courses.authoring.queries import reviewers
from courses.authoring.queries.comments import open_counts
from courses.authoring.queries.drafts import live_of
from courses.authoring.queries.endorsing import agencies_of
from courses.authoring.queries.findings import of_draft
from courses.authoring.queries.reviews import reviews_of, underway
from courses.authoring.queries.snapshots import snapshot
from courses.authoring.snapshot import Snapshot
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course, CourseVersion
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.institutions.public import Permission, get_institution, may
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse

Forms = dict[str, Any]


@bp.get("/<code>/review")
@access(may_course(Ability.VIEW), course=get_course)
def review(course: Course) -> ResponseReturnValue:
    return _page(course)


@bp.post("/<code>/review/ask")
@access(may_course(Ability.EDIT), course=get_course)
def ask_review(course: Course) -> ResponseReturnValue:
    version = found(frame(course).draft)
    people = reviewers.candidates(version, current_user.id)
    form = AskForm.to(people)
    if not form.accepted:
        return _page(course, ask=form)
    try:
        reviewer = next((p for p in people if p.id == form.reviewer.data), None)
        reviews.ask(version, by=account(), reviewer=reviewer, message=form.message.data or "")
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _page(course, ask=form)
    flash(_("The review is asked for. The draft is locked until it is decided or taken back."))
    return _back(course)


@bp.post("/<code>/review/withdraw")
@access(may_course(Ability.EDIT), course=get_course)
def withdraw_review(course: Course) -> ResponseReturnValue:
    said = _("The request is taken back. You can edit the draft again.")
    return _act(course, lambda asked: reviews.withdraw(asked, by=account()), said)


@bp.post("/<code>/review/decide")
@access(may_course(Ability.REVIEW), course=get_course)
def decide_review(course: Course) -> ResponseReturnValue:
    form = DecideForm.read()
    if not form.accepted:
        return _page(course, decide=form)
    try:
        verdict, step = Verdict(form.verdict.data), ReviewStep(form.step.data)
    except ValueError:
        return _back(course)
    try:
        asked = found(underway(found(frame(course).draft).id))
        reason = form.reason.data or ""
        decided = reviews.decide(asked, step, by=account(), verdict=verdict, reason=reason)
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _page(course, decide=form)
    flash(_said(decided, verdict))
    return _back(course)


def _said(decided: Review, verdict: Verdict) -> str:
    if verdict is Verdict.RETURNED:
        return _("The draft is back with its author.")
    if decided.state.value == "approved":
        return _("The draft is approved and may be published.")
    return _("You have approved it. Now the institution is asked.")


@bp.post("/<code>/review/publish")
@access(may_course(Ability.MANAGE), course=get_course)
def publish_now(course: Course) -> ResponseReturnValue:
    form = PublishForm.read()
    if not form.accepted:
        return _page(course, publish=form)
    said = _("Published: learners see it from now on.")
    note = form.note.data or ""
    return _act(course, lambda asked: publishing.publish(asked, by=account(), note=note), said)


@bp.post("/<code>/review/plan")
@access(may_course(Ability.MANAGE), course=get_course)
def plan_publishing(course: Course) -> ResponseReturnValue:
    form = PlanForm.read()
    if not form.accepted:
        return _page(course, plan=form)
    try:
        asked = found(underway(found(frame(course).draft).id))
        at, note = found(form.publish_at.data), form.note.data or ""
        publishing.plan(asked, at, by=account(), note=note)
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _page(course, plan=form)
    flash(_("It is planned. If something keeps it back at that time, you are told by mail."))
    return _back(course)


@bp.post("/<code>/review/unplan")
@access(may_course(Ability.MANAGE), course=get_course)
def unplan_publishing(course: Course) -> ResponseReturnValue:
    said = _("It is not planned any more, and stays approved.")
    return _act(course, lambda asked: publishing.unplan(asked, by=account()), said)


@bp.post("/<code>/review/endorsement")
@access(may_course(Ability.MANAGE), course=get_course)
def ask_endorsement(course: Course) -> ResponseReturnValue:
    form = EndorseForm.of(reviewers.agencies(course))
    if not form.accepted:
        return _page(course, endorse=form)
    try:
        version = found(frame(course).draft or live_of(course))
        agency = get_institution(form.agency.data)
        message = form.message.data or ""
        reviews.ask_endorsement(version, agency, by=account(), message=message)
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _page(course, endorse=form)
    flash(_("The agency is asked, and its reviewers can see the draft."))
    return _back(course)


@bp.post("/<code>/review/setting")
@access(may(Permission.INSTITUTION_EDIT), course=get_course)
def set_one_step(course: Course) -> ResponseReturnValue:
    reviews.set_one_step(course.institution, "one_step" in request.form, by=account())
    flash(_("Saved for every course of the institution."))
    return _back(course)


def _act(course: Course, change: Callable[[Review], Any], said: str) -> ResponseReturnValue:
    """Change the request that is underway, or say why not."""
    draft = frame(course).draft
    try:
        asked = underway(draft.id) if draft else None
        if asked is None:
            raise reviews.ReviewOver
        change(asked)
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
        return _back(course)
    flash(said)
    return _back(course)


def _back(course: Course) -> ResponseReturnValue:
    return redirect(url_for("studio.review", code=course.code))


def _page(course: Course, **forms: Any) -> str:
    draft, live = frame(course).draft, live_of(course)
    version = draft or live
    asked = underway(draft.id) if draft else None
    findings = of_draft(version) if version else ()
    me = current_user.id
    people = reviewers.candidates(draft, me) if draft else []
    shown: Forms = {
        "ask": AskForm.to(people),
        "decide": DecideForm.read(step=asked.step.value if asked else ""),
        "publish": PublishForm.read(note=draft.note if draft else ""),
        "plan": PlanForm.read(note=draft.note if draft else ""),
        "endorse": EndorseForm.of(reviewers.agencies(course)),
    }
    may_review = able(Ability.REVIEW, course)
    return render_template(
        "studio/review.html",
        course=course,
        version=version,
        live=live,
        asked=asked,
        earlier=[r for r in reviews_of(draft) if r is not asked] if draft else [],
        decisions=reviewers.decisions(asked) if asked else [],
        blocks=blocking(findings),
        warnings=len(findings) - len(blocking(findings)),
        changes=_changes(live, draft) if draft else None,
        people=people,
        may_decide=asked is not None and reviewers.may_decide(asked, me, reviews=may_review),
        may_review=may_review,
        may_ask=able(Ability.EDIT, course),
        one_step=reviewers.asked_one_step(course.institution_id),
        endorsements=reviewers.endorsements(version) if version else [],
        agencies=reviewers.agencies(course),
        comments=sum(open_counts(course).values()),
        my_agencies=agencies_of(current_user),
        **IN_TEMPLATES,
        **{f"{name}_form": form for name, form in (shown | forms).items()},
    )


def _changes(live: CourseVersion | None, draft: CourseVersion) -> Any:
    return compare(snapshot(live) if live else Snapshot(), snapshot(draft))
