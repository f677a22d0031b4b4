"""What somebody cannot do alone any more: another person does it, on record."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.public import account, reset_factor
from lms.admin.forms import FactorResetForm
from lms.admin.views.blueprint import bp, operates
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.templating import render_template


@bp.route("/second-factor", methods=["GET", "POST"])
@access(operates)
def second_factor() -> ResponseReturnValue:
    form = FactorResetForm.read()
    if form.accepted:
        try:
            reset_factor(form.email.data, by=account())
            flash(_("The second step is off, and its owner has a mail about it."))
            return redirect(url_for(".second_factor"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("admin/second_factor.html", reset_form=form)
