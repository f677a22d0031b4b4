"""Pages of runs: what everybody sees, what a learner does, and the registrar's roll."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.content.models import Course
from courses.content.queries import get_course
from courses.enrolment import operations, progress, queries
from courses.enrolment.forms import AddLearnerForm, CodeForm, CourseRunForm
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.institutions.public import Permission, may
from lms.reference.queries import district_name
from lms.web.access import access, public, signed_in
from lms.web.ids import row_number
from lms.web.templating import render_template
from lms.web.throttle import Throttle
from lms.web.transaction import refuse as refuse_request

bp = Blueprint("enrolment", __name__, url_prefix="/runs", template_folder="templates")
guesses = Throttle(tries=20, seconds=600)


@bp.get("/<public:run_id>")
@access(public, run=queries.get_run)
def run(run: CourseRun) -> ResponseReturnValue:
    return _run_page(run, CodeForm.read())


@bp.post("/<public:run_id>/enrol")
@access(signed_in, run=queries.get_run)
def enrol(run: CourseRun) -> ResponseReturnValue:
    form, me = CodeForm.read(), str(current_user.id)
    try:
        if guesses.wait(me):
            raise operations.WrongCode(_("Too many wrong codes. Try again in ten minutes."))
        enrolment = operations.enrol(account(), run, code=form.code.data)
    except operations.AlreadyEnrolled as refusal:
        flash(str(refusal))
        return redirect(url_for(".run", run_id=run.public_id))
    except DomainError as refusal:
        if isinstance(refusal, operations.WrongCode):
            guesses.spend(me)
        form.refuse(refusal.field, str(refusal))
        return _run_page(run, form)
    if enrolment.state is EnrolmentState.ACTIVE:
        flash(_("You are enrolled. Good luck!"))
        return redirect(url_for("learning.room", run_id=run.public_id))
    return redirect(url_for(".run", run_id=run.public_id))


@bp.post("/<public:run_id>/withdraw")
@access(signed_in, run=queries.get_run)
def withdraw(run: CourseRun) -> ResponseReturnValue:
    enrolment = found(queries.enrolment_of(current_user.id, run.id))
    try:
        operations.withdraw(enrolment, by=account())
        flash(_("You have given up your place in this run."))
    except operations.CannotWithdraw as refusal:
        refuse_request()
        flash(str(refusal), "warn")
    return redirect(url_for(".run", run_id=run.public_id))


def _run_page(run: CourseRun, form: CodeForm) -> str:
    reader = current_user.id if current_user.is_authenticated else 0
    enrolment = queries.enrolment_of(reader, run.id) if reader else None
    missing = queries.missing_prerequisites(reader, run)
    return render_template(
        "enrolment/run.html",
        run=run,
        enrolment=enrolment,
        position=queries.positions(reader).get(enrolment.id) if enrolment else None,
        prerequisites=queries.prerequisites(run),
        missing={course.id for course in missing},
        district=district_name(run.district_code),
        is_open=run.is_open(now()),
        code_form=form,
    )


@bp.route("/of/<code>/new", methods=["GET", "POST"])
@access(may(Permission.RUN_MANAGE), course=get_course)
def open_run(course: Course) -> ResponseReturnValue:
    form = CourseRunForm.read(
        opens_at=now(),
        mode=course.mode,
        pace=course.pace,
        way="self",
        **queries.usual_rules(course),
    )
    if form.accepted:
        try:
            run = operations.open_run(course, by=account(), **form.values)
            flash(_("The run is open."))
            return redirect(url_for(".roll", run_id=run.public_id))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("enrolment/run_form.html", course=course, run=None, run_form=form)


@bp.route("/<public:run_id>/edit", methods=["GET", "POST"])
@access(may(Permission.RUN_MANAGE), run=queries.get_run)
def edit_run(run: CourseRun) -> ResponseReturnValue:
    form = CourseRunForm.read(obj=run, prerequisites=_codes(run), **run.rules)
    if form.accepted:
        try:
            operations.edit_run(run, by=account(), **form.values)
            flash(_("The run has new terms."))
            return redirect(url_for(".roll", run_id=run.public_id))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("enrolment/run_form.html", course=run.course, run=run, run_form=form)


def _codes(run: CourseRun) -> str:
    return ", ".join(course.code for course in queries.prerequisites(run))


@bp.post("/<public:run_id>/close")
@access(may(Permission.RUN_MANAGE), run=queries.get_run)
def close(run: CourseRun) -> ResponseReturnValue:
    return _turn(run, operations.close, _("Enrolment is closed. Learners go on as before."))


@bp.post("/<public:run_id>/reopen")
@access(may(Permission.RUN_MANAGE), run=queries.get_run)
def reopen(run: CourseRun) -> ResponseReturnValue:
    return _turn(run, operations.reopen, _("Enrolment is open again."))


@bp.post("/<public:run_id>/cancel")
@access(may(Permission.RUN_MANAGE), run=queries.get_run)
def cancel(run: CourseRun) -> ResponseReturnValue:
    return _turn(run, operations.cancel, _("The run is cancelled, and its learners are told."))


@bp.route("/<public:run_id>/roll", methods=["GET", "POST"])
@access(may(Permission.ENROLMENT_MANAGE), run=queries.get_run)
def roll(run: CourseRun) -> ResponseReturnValue:
    form = AddLearnerForm.read()
    if form.accepted:
        try:
            added = operations.enrol_by_email(form.email.data, run, by=account())
            flash(_("%(name)s is on the roll.", name=added.learner.display_name))
            return redirect(url_for(".roll", run_id=run.public_id))
        except DomainError as refusal:
            form.refuse("email", str(refusal))
    return _roll_page(run, form)


def _roll_page(run: CourseRun, form: AddLearnerForm) -> str:
    chosen = _chosen_state()
    after = request.args.get("after", 0, type=row_number)
    enrolments = queries.roll(run, state=chosen, after=after)
    return render_template(
        "enrolment/roll.html",
        run=run,
        enrolments=enrolments,
        chosen=chosen,
        after=after,
        more=len(enrolments) == queries.PAGE,
        numbers=queries.numbers(run),
        district=district_name(run.district_code),
        percentages=progress.percentages(enrolments),
        learner_form=form,
    )


def _chosen_state() -> EnrolmentState | None:
    wanted = request.args.get("state", "")
    return EnrolmentState(wanted) if wanted in list(EnrolmentState) else None


@bp.post("/<public:run_id>/approve")
@access(may(Permission.ENROLMENT_MANAGE), run=queries.get_run)
def approve(run: CourseRun) -> ResponseReturnValue:
    return _decide(run, operations.approve)


@bp.post("/<public:run_id>/refuse")
@access(may(Permission.ENROLMENT_MANAGE), run=queries.get_run)
def refuse(run: CourseRun) -> ResponseReturnValue:
    return _decide(run, operations.refuse)


@bp.post("/<public:run_id>/remove")
@access(may(Permission.ENROLMENT_MANAGE), run=queries.get_run)
def remove(run: CourseRun) -> ResponseReturnValue:
    return _decide(run, operations.withdraw)


def _decide(run: CourseRun, decision: Callable[..., Enrolment]) -> ResponseReturnValue:
    """One decision about one place; the form names its learner."""
    enrolment = queries.place(run, request.form.get("learner", ""))
    try:
        decision(enrolment, by=account())
    except DomainError as refusal:
        refuse_request()
        flash(str(refusal), "warn")
    return redirect(url_for(".roll", run_id=run.public_id, state=request.form.get("state") or None))


def _turn(run: CourseRun, operation: Callable[..., None], done: str) -> ResponseReturnValue:
    try:
        operation(run, by=account())
        flash(done)
    except operations.RunIsOver as refusal:
        refuse_request()
        flash(str(refusal), "warn")
    return redirect(url_for(".roll", run_id=run.public_id))
