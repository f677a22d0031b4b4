"""What is kept about me and why; consents; taking it along; being forgotten."""

from flask import Response, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from lms.accounts import devices, identity, operations, parts, queries
from lms.accounts.forms.my_account import AgreeForm, EraseForm
from lms.accounts.identity import account
from lms.accounts.models import ConsentText
from lms.accounts.views.blueprint import bp, wanted
from lms.accounts.views.my_account import prove
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.i18n.dates import to_bangkok
from lms.web.access import access, public, signed_in
from lms.web.templating import render_template


@bp.get("/account/data")
@access(signed_in)
def my_data() -> ResponseReturnValue:
    return render_template(
        "accounts/my_data.html",
        texts=queries.texts(),
        consents=queries.consents(current_user.id),
        needed=queries.NEEDED,
        disclosures=parts.disclosures(current_user.id, current_user.marks),
    )


@bp.post("/account/data/consents/<purpose>")
@access(signed_in)
def consent(purpose: str) -> ResponseReturnValue:
    """Give or withdraw: one button either way."""
    if purpose not in queries.FREE:
        raise NotFound
    if request.form.get("answer") == "give":
        operations.give(account(), purpose)
        flash(_("Your consent is noted."))
    else:
        operations.withdraw(account(), purpose)
        flash(_("Your consent is withdrawn."))
    return redirect(url_for("accounts.my_data", _anchor="consents"))


@bp.post("/account/data/download")
@access(signed_in)
def download() -> ResponseReturnValue:
    content = operations.export(current_user.id)
    name = f"thaksa-my-data-{to_bangkok(now()).date().isoformat()}.zip"
    return Response(
        content,
        mimetype="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


@bp.route("/account/data/erase", methods=["GET", "POST"])
@access(signed_in)
def erase() -> ResponseReturnValue:
    form = EraseForm.read()
    if form.accepted:
        try:
            prove(form.proof.data)
            operations.erase(account(), by=account())
            logout_user()
            session.clear()
            answer = redirect(url_for("accounts.erased"))
            answer.delete_cookie(devices.cookie_name())
            return answer
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("accounts/erase.html", erase_form=form, kept=parts.kept())


@bp.get("/account/erased")
@access(public)
def erased() -> ResponseReturnValue:
    return render_template("accounts/erased.html")


@bp.route("/account/agree", methods=["GET", "POST"])
@access(signed_in)
def agree() -> ResponseReturnValue:
    """The terms or the notice have new words: read them, agree, go on."""
    form = AgreeForm.read()
    missing = operations.unanswered(account())
    if form.accepted or not missing:
        if form.is_submitted():
            operations.agree(account())
        identity.forget(current_user.token)
        return redirect(wanted())
    texts = [text for text in queries.texts() if text.purpose in missing]
    return render_template("accounts/agree.html", agree_form=form, texts=texts)


@bp.get("/texts/<purpose>")
@access(public, purpose=queries.get_text)
def text(purpose: ConsentText) -> ResponseReturnValue:
    return render_template("accounts/text.html", text=purpose)
