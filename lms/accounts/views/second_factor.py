"""The app with codes: set up with a QR code, proved once, removed again."""

import segno
from flask import Response, flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import factor, operations, queries, totp
from lms.accounts.digests import decrypt
from lms.accounts.forms.my_account import FactorForm, ProofForm
from lms.accounts.identity import account
from lms.accounts.models import SecondFactor
from lms.accounts.views.blueprint import bp
from lms.accounts.views.my_account import prove
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.reference.queries import brand
from lms.web.access import access, signed_in
from lms.web.forms import Form
from lms.web.templating import render_template


@bp.get("/account/second-factor")
@access(signed_in)
def second_factor() -> ResponseReturnValue:
    return _page(ProofForm.read() if _row() is None else FactorForm.read())


@bp.post("/account/second-factor/begin")
@access(signed_in)
def begin_factor() -> ResponseReturnValue:
    form = ProofForm.read()
    if form.accepted:
        try:
            prove(form.proof.data)
            operations.begin_factor(account())
            return redirect(url_for("accounts.second_factor"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _page(form)


@bp.post("/account/second-factor/confirm")
@access(signed_in)
def confirm_factor() -> ResponseReturnValue:
    form = FactorForm.read()
    if form.accepted:
        try:
            codes = operations.confirm_factor(account(), form.factor.data)
            return _kept_by_nobody(render_template("accounts/recovery_codes.html", codes=codes))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _page(form)


@bp.post("/account/second-factor/remove")
@access(signed_in)
def remove_factor() -> ResponseReturnValue:
    form = FactorForm.read()
    if form.accepted:
        try:
            operations.remove_factor(account(), form.factor.data, path=factor.path())
            flash(_("The second step is off."))
            return redirect(url_for("accounts.second_factor"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _page(form)


def _row() -> SecondFactor | None:
    return queries.second_factor(current_user.id)


def _page(form: Form) -> Response:
    row = _row()
    secret = decrypt(row.secret) if row and row.confirmed_at is None else None
    return _kept_by_nobody(
        render_template(
            "accounts/second_factor.html",
            factor_form=form,
            code_form=form if isinstance(form, FactorForm) else FactorForm(formdata=None),
            factor=row,
            secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)) if secret else "",
            picture=_picture(secret) if secret else "",
            codes_left=queries.recovery_codes_left(current_user.id),
        )
    )


def _picture(secret: str) -> str:
    """The QR code as a data address; the reader's browser alone gets it."""
    name = current_user.email or current_user.public_id
    uri = totp.address(secret, name, str(brand().name))
    return str(segno.make(uri, micro=False).svg_data_uri(scale=5, border=4, light="#ffffff"))


def _kept_by_nobody(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response
