"""Who belongs here: finding people, giving roles, ending them."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.public import account
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions import belonging, operations, queries
from lms.institutions.forms import RoleForm, UntilForm
from lms.institutions.models import Institution, Membership, Role
from lms.institutions.policy import Permission, may
from lms.institutions.views.blueprint import bp
from lms.institutions.wording import DUTIES, ROLES
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse

manages = may(Permission.MEMBERS_MANAGE)


@bp.get("/desk/<code>/members")
@access(manages, institution=queries.get_institution)
def members(institution: Institution) -> ResponseReturnValue:
    search = request.args.get("q", "")[:100]
    role = request.args.get("role", "")
    chosen = Role(role) if role in tuple(Role) else None
    after = request.args.get("after", "")[:12]
    return render_template(
        "institutions/members.html",
        institution=institution,
        page=belonging.members(institution, search=search, role=chosen, after=after),
        former=belonging.former(institution) if role == "former" else None,
        counts=queries.role_counts(institution),
        search=search,
        chosen=role if role == "former" else chosen,
        after=after,
        roles=ROLES,
    )


@bp.route("/desk/<code>/members/new", methods=["GET", "POST"])
@access(manages, institution=queries.get_institution)
def give_role(institution: Institution) -> ResponseReturnValue:
    grantable = queries.grantable(current_user.id, institution)
    form = RoleForm.offering(grantable)
    if form.accepted:
        try:
            return _give(institution, form)
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    duties = [(ROLES[role], DUTIES[role]) for role in grantable]
    return render_template(
        "institutions/give_role.html", institution=institution, role_form=form, duties=duties
    )


def _give(institution: Institution, form: RoleForm) -> ResponseReturnValue:
    offered = operations.offer_role(
        institution,
        email=form.email.data,
        role=Role(form.role.data),
        ends_on=form.ends_on.data,
        by=account(),
    )
    if isinstance(offered, Membership):
        flash(_("The role is given; %(email)s is told by mail.", email=form.email.data))
        return redirect(url_for(".members", code=institution.code))
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data))
    return redirect(url_for(".invitations", code=institution.code))


@bp.get("/desk/<code>/members/<public:person_id>")
@access(manages, institution=queries.get_institution)
def member(institution: Institution, person_id: str) -> ResponseReturnValue:
    return _member_page(institution, person_id, UntilForm.read())


def _member_page(institution: Institution, person_id: str, form: UntilForm) -> str:
    person, memberships = belonging.member(institution, person_id)
    return render_template(
        "institutions/member.html",
        institution=institution,
        person=person,
        memberships=memberships,
        grantable=queries.grantable(current_user.id, institution),
        until_form=form,
        roles=ROLES,
        today=queries.today(),
    )


@bp.post("/desk/<code>/members/<public:person_id>/until")
@access(manages, institution=queries.get_institution)
def change_end(institution: Institution, person_id: str) -> ResponseReturnValue:
    form = UntilForm.read()
    if form.accepted:
        held = belonging.held(institution, person_id, form.role.data or "")
        try:
            operations.change_end(held, form.ends_on.data, by=account())
            flash(_("Saved."))
            return redirect(url_for(".member", code=institution.code, person_id=person_id))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _member_page(institution, person_id, form)


@bp.post("/desk/<code>/members/<public:person_id>/end")
@access(manages, institution=queries.get_institution)
def end_role(institution: Institution, person_id: str) -> ResponseReturnValue:
    held = belonging.held(institution, person_id, request.form.get("role", ""))
    try:
        operations.end_role(held, by=account())
        flash(_("The role has ended."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for(".member", code=institution.code, person_id=person_id))
