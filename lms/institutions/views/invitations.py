"""Invitations: the list at the desk, and the page that the mail leads to."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import identity
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions import operations, queries
from lms.institutions.models import Institution, Invitation
from lms.institutions.views.blueprint import bp
from lms.institutions.views.members import manages
from lms.institutions.wording import DUTIES, ROLES
from lms.web.access import access, public
from lms.web.forms import NoForm
from lms.web.templating import render_template
from lms.web.transaction import refuse


@bp.get("/desk/<code>/invitations")
@access(manages, institution=queries.get_institution)
def invitations(institution: Institution) -> ResponseReturnValue:
    return render_template(
        "institutions/invitations.html",
        institution=institution,
        invitations=queries.invitations(institution),
        roles=ROLES,
        at=now(),
    )


@bp.post("/desk/invitations/<public:invitation_id>/resend")
@access(manages, invitation=queries.get_invitation)
def resend(invitation: Invitation) -> ResponseReturnValue:
    try:
        operations.resend(invitation, by=account())
        flash(_("The invitation is on its way again; the older link is dead."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for(".invitations", code=invitation.institution.code))


@bp.post("/desk/invitations/<public:invitation_id>/withdraw")
@access(manages, invitation=queries.get_invitation)
def withdraw(invitation: Invitation) -> ResponseReturnValue:
    try:
        operations.withdraw_invitation(invitation, by=account())
        flash(_("The invitation is withdrawn; its link is dead."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for(".invitations", code=invitation.institution.code))


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@access(public, invitation=queries.invitation_by_token)
def accept(invitation: Invitation) -> ResponseReturnValue:
    form = NoForm.read()
    known = current_user.is_authenticated
    if known and form.accepted:
        try:
            operations.accept(invitation, account())
            identity.forget(current_user.token)
            flash(_("Welcome to %(name)s.", name=invitation.institution.name))
            return redirect("/desk" if invitation.role in ("admin", "registrar") else "/my")
        except DomainError as refusal:
            form.refuse(None, str(refusal))
    status = 200 if invitation.is_open(now()) else 410
    return render_template(
        "institutions/accept.html",
        invitation=invitation,
        accept_form=form,
        is_open=status == 200,
        matches=known and current_user.email == invitation.email and current_user.confirmed,
        role=ROLES[invitation.role],
        duty=DUTIES[invitation.role],
    ), status
