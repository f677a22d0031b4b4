"""Waiting for a guardian, and the page a guardian sees."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import operations, queries
from lms.accounts.forms.coming_in import GuardianForm
from lms.accounts.identity import account
from lms.accounts.models import OneTimeToken, TokenPurpose
from lms.accounts.views.blueprint import bp, wanted
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.web.access import access, public, signed_in
from lms.web.templating import render_template
from lms.web.transaction import refuse

ANSWERS = {
    "consent": operations.guardian_consents,
    "refuse": operations.guardian_refuses,
    "withdraw": operations.guardian_withdraws,
}


@bp.route("/account/waiting", methods=["GET", "POST"])
@access(signed_in)
def waiting() -> ResponseReturnValue:
    """Who has been asked, and how to ask somebody else, or again."""
    if not current_user.is_waiting:
        return redirect(wanted())
    known = queries.guardian(current_user.id)
    form = GuardianForm.read(
        guardian_name=known.name if known else "",
        guardian_relation=known.relation if known else None,
        guardian_email=known.email if known else "",
    )
    if form.accepted and form.guardian is not None:
        try:
            operations.name_guardian(account(), form.guardian)
            flash(_("The mail to your guardian is on its way."))
            return redirect(url_for("accounts.waiting"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("accounts/waiting.html", guardian_form=form, guardian=known)


@bp.route("/guardian/<secret>", methods=["GET", "POST"])
@access(public)
def guardian(secret: str) -> ResponseReturnValue:
    """Opened from the mail, on any device, without an account."""
    try:
        token = queries.link(secret, TokenPurpose.GUARDIAN)
        answer = ANSWERS.get(request.form.get("answer", ""))
        agreed = request.form.get("agree") or answer is not operations.guardian_consents
        if request.method == "POST" and answer is not None and agreed:
            answer(token)
            return redirect(url_for("accounts.guardian_done", answer=request.form["answer"]))
    except (NotFound, operations.LinkIsOver, operations.NobodyWaits):
        refuse()
        return render_template("accounts/link_is_over.html", again=None), 410
    refuse()
    return _ask_guardian(token)


def _ask_guardian(token: OneTimeToken) -> ResponseReturnValue:
    return render_template(
        "accounts/guardian.html",
        guardian=queries.guardian(token.user_id or 0),
        child=queries.person(token.user_id or 0),
        thanks=bool(token.payload.get("thanks")),
        texts=[text for text in queries.texts() if text.purpose in queries.NEEDED],
        forgot=request.method == "POST",
    )


@bp.get("/guardian/done/<answer>")
@access(public)
def guardian_done(answer: str) -> ResponseReturnValue:
    if answer not in ANSWERS:
        raise NotFound
    return render_template("accounts/guardian_done.html", answer=answer)
