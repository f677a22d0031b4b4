"""How the platform stands: health, jobs, mail, the trail."""

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms import audit
from lms.accounts.public import account, names_of
from lms.admin import operations, queries
from lms.admin.views.blueprint import bp, operates
from lms.audit.queries import trail
from lms.audit.wording import VERBS
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions.public import get_institution, institutions
from lms.jobs.models import Job, JobState
from lms.mail.models import Message
from lms.web.access import access
from lms.web.ids import row_number
from lms.web.templating import render_template
from lms.web.transaction import refuse


@bp.get("")
@access(operates)
def index() -> ResponseReturnValue:
    return render_template("admin/index.html", health=queries.health())


@bp.get("/jobs")
@access(operates)
def jobs() -> ResponseReturnValue:
    state = request.args.get("state", "")
    chosen = JobState(state) if state in tuple(JobState) else None
    name = request.args.get("name", "")[:80]
    rows, more = queries.jobs(
        state=chosen, name=name, before=request.args.get("before", type=row_number)
    )
    counts = queries.job_counts()
    return render_template(
        "admin/jobs.html", jobs=rows, more=more, chosen=chosen, beginning=name, counts=counts
    )


@bp.post("/jobs/<int:job_id>/retry")
@access(operates, job=queries.get_job)
def retry_job(job: Job) -> ResponseReturnValue:
    try:
        operations.retry_job(job, by=account())
        flash(_("The job is tried again."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for(".jobs", state=JobState.DEAD.value))


@bp.get("/mail")
@access(operates)
def mail() -> ResponseReturnValue:
    waiting = request.args.get("state") == "waiting"
    address = request.args.get("to", "")[:320]
    before = request.args.get("before", type=row_number)
    letters, more = queries.mail(waiting=waiting, address=address, before=before)
    config = current_app.extensions["thaksa_config"]
    return render_template(
        "admin/mail.html",
        letters=letters,
        more=more,
        waiting=waiting,
        address=address,
        mailbox=config.is_loopback and config.mail_url.startswith("mailbox:"),
    )


@bp.post("/mail/<int:message_id>/resend")
@access(operates, message=queries.get_message)
def resend(message: Message) -> ResponseReturnValue:
    try:
        operations.resend(message, by=account())
        flash(_("The message is on its way again."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for(".mail", state="waiting"))


@bp.get("/audit")
@access(operates)
def audit_trail() -> ResponseReturnValue:
    verb, code = request.args.get("verb", "")[:80], request.args.get("at", "")[:20]
    rows, more = trail(
        verb=verb,
        institution_id=get_institution(code).id if code else None,
        person_id=request.args.get("by", type=row_number),
        before=request.args.get("before", type=row_number),
    )
    every = institutions()
    return render_template(
        "admin/audit.html",
        entries=rows,
        more=more,
        verb=verb,
        verbs=VERBS,
        code=code,
        institutions=every,
        places={institution.id: institution.code for institution in every},
        names=names_of({row.by_id for row in rows if row.by_id}),
        broken=audit.first_broken() if request.args.get("check") else 0,
    )
