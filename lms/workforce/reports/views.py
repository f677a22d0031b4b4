"""The report builder, kept reports, their schedules, and every number as a file."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.public import account
from lms.child import ChildFailed
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.institutions.public import Permission, may
from lms.web.access import access, public
from lms.web.templating import render_template
from lms.web.throttle import Throttle
from lms.workforce.formats.sheet import interval, shown
from lms.workforce.reports import operations, queries
from lms.workforce.reports.definition import Definition
from lms.workforce.reports.forms import SHARING_WORDS, KeepForm, ScheduleForm
from lms.workforce.reports.making import CONTENT_TYPES, answer, file_of, header
from lms.workforce.reports.models import (
    Report,
    ReportDelivery,
    ReportRecipient,
    ReportSchedule,
    Sharing,
)
from lms.workforce.reports.pages import (
    EXPORTS,
    MOST_SHOWN,
    Builder,
    Shown,
    error_words,
    list_args,
    state_words,
)
from lms.workforce.reports.passes import seat_by_pass
from lms.workforce.reports.policy import is_owner, may_read
from lms.workforce.scope import scope

bp = Blueprint("reports", __name__, url_prefix="/numbers", template_folder="templates")
files_a_minute = Throttle(60, 60)
bp.context_processor(
    lambda: {
        "endings": EXPORTS,
        "error_words": error_words,
        "interval": interval,
        "most": MOST_SHOWN,
        "sharing_words": SHARING_WORDS,
        "shown": shown,
        "state_words": state_words,
    }
)
sees_numbers = may(Permission.NUMBERS_VIEW)


@bp.get("/export.<ending>")
@access(sees_numbers)
def export(ending: str) -> ResponseReturnValue:
    """Any question as a file, in the scope of who asks."""
    if ending not in CONTENT_TYPES:
        raise NotFound
    if files_a_minute.wait(current_user.public_id):
        return render_template(
            "reports/refused.html", refusal=_("Too many files at once: wait a minute.")
        ), 429
    files_a_minute.spend(current_user.public_id)
    try:
        asked = answer(
            Definition.of(list_args()), now(), scope(), request.args.get("title", "")[:200]
        )
        content = file_of(asked, ending)
    except NotFound:
        raise
    except (DomainError, ChildFailed) as refusal:
        return render_template("reports/refused.html", refusal=_said(refusal)), 422
    headers = {"Content-Disposition": header(asked, ending)}
    return Response(content, content_type=CONTENT_TYPES[ending], headers=headers)


def _said(refusal: Exception) -> str:
    if isinstance(refusal, DomainError):
        return str(refusal)
    return _("The paper is too long to be drawn. Take the spreadsheet, or choose fewer lines.")


@bp.get("/reports")
@access(sees_numbers)
def index() -> ResponseReturnValue:
    start = min(max(request.args.get("from", 0, type=int), 0), 100_000)
    whose = request.args.get("whose", "")[:10]
    kept, following = queries.reports(current_user.id, current_user.claims, whose, start)
    return render_template(
        "reports/index.html",
        reports=kept,
        following=following,
        whose=whose,
        undo=request.args.get("deleted", "")[:12],
    )


@bp.route("/reports/new", methods=["GET", "POST"])
@access(sees_numbers)
def build() -> ResponseReturnValue:
    page = Builder.of_request(scope())
    form = KeepForm.of()
    if form.accepted:
        try:
            report = operations.keep_report(
                account(), page.definition, claims=current_user.claims, **_kept(form)
            )
            flash(_("The report is kept."))
            return redirect(url_for(".show", report_id=report.public_id))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("reports/build.html", page=page, keep_form=form, report=None)


@bp.route("/reports/<public:report_id>/edit", methods=["GET", "POST"])
@access(is_owner, report=queries.get_report)
def edit(report: Report) -> ResponseReturnValue:
    page = Builder.of_request(scope(), Definition.from_json(report.definition))
    form = KeepForm.of(title=report.title, sharing=report.sharing.value)
    if form.accepted:
        try:
            operations.change_report(
                report, page.definition, claims=current_user.claims, by=account(), **_kept(form)
            )
            flash(_("The report is kept."))
            return redirect(url_for(".show", report_id=report.public_id))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("reports/build.html", page=page, keep_form=form, report=report)


def _kept(form: KeepForm) -> dict[str, Any]:
    return {"title": form.title.data, "sharing": Sharing(form.sharing.data)}


@bp.get("/reports/<public:report_id>")
@access(may_read, report=queries.get_report)
def show(report: Report) -> ResponseReturnValue:
    page = Shown.of(report, scope(), current_user.id)
    return render_template("reports/show.html", page=page, schedule_form=ScheduleForm.empty())


@bp.post("/reports/<public:report_id>/duplicate")
@access(may_read, report=queries.get_report)
def duplicate(report: Report) -> ResponseReturnValue:
    copy = operations.duplicate_report(report, claims=current_user.claims, by=account())
    flash(_("This copy is yours: change it as you like."))
    return redirect(url_for(".edit", report_id=copy.public_id))


@bp.post("/reports/<public:report_id>/delete")
@access(is_owner, report=queries.get_report)
def delete(report: Report) -> ResponseReturnValue:
    operations.delete_report(report, by=account())
    return redirect(url_for(".index", deleted=report.public_id))


@bp.post("/reports/<public:report_id>/restore")
@access(is_owner, report=queries.get_report)
def restore(report: Report) -> ResponseReturnValue:
    operations.restore_report(report, by=account())
    flash(_("The report is back."))
    return redirect(url_for(".show", report_id=report.public_id))


@bp.post("/reports/<public:report_id>/schedules")
@access(is_owner, report=queries.get_report)
def add_schedule(report: Report) -> ResponseReturnValue:
    form = ScheduleForm.read()
    if form.accepted:
        try:
            operations.add_schedule(report, by=account(), **form.values)
            flash(_("The report will be sent."))
            return redirect(url_for(".show", report_id=report.public_id))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    page = Shown.of(report, scope(), current_user.id)
    return render_template("reports/show.html", page=page, schedule_form=form)


@bp.post("/reports/schedules/<public:schedule_id>/pause")
@access(is_owner, schedule=queries.get_schedule)
def pause(schedule: ReportSchedule) -> ResponseReturnValue:
    operations.pause(schedule, by=account())
    return _back(schedule, _("Sending is paused."))


@bp.post("/reports/schedules/<public:schedule_id>/go-on")
@access(is_owner, schedule=queries.get_schedule)
def go_on(schedule: ReportSchedule) -> ResponseReturnValue:
    operations.go_on(schedule, by=account())
    return _back(schedule, _("Sending goes on."))


@bp.post("/reports/schedules/<public:schedule_id>/end")
@access(is_owner, schedule=queries.get_schedule)
def end(schedule: ReportSchedule) -> ResponseReturnValue:
    operations.end_schedule(schedule, by=account())
    return _back(schedule, _("It is not sent any more."))


@bp.post("/reports/deliveries/<public:delivery_id>/again")
@access(is_owner, delivery=queries.get_delivery)
def again(delivery: ReportDelivery) -> ResponseReturnValue:
    operations.send_again(delivery, by=account())
    return _back(delivery.schedule, _("It is sent again."))


def _back(schedule: ReportSchedule, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".show", report_id=schedule.report.public_id))


@bp.route("/reports/leave/<token>", methods=["GET", "POST"])
@access(public, seat=seat_by_pass)
def leave(seat: ReportRecipient) -> ResponseReturnValue:
    """A recipient stops it, by the signed address in the letter."""
    if request.method == "POST":
        operations.leave(seat)
    return render_template("reports/leave.html", has_left=seat.left_at is not None)
