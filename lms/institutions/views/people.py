"""People whom the desk registers: those without e-mail, or without a phone of their own."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import names
from lms.accounts.public import account
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions import belonging, operations, queries
from lms.institutions.forms import AddressForm, PersonForm
from lms.institutions.models import Institution
from lms.institutions.policy import Permission, may
from lms.institutions.views.blueprint import bp
from lms.web.access import access
from lms.web.templating import render_template

registers = may(Permission.ENROLMENT_MANAGE)


@bp.get("/desk/<code>/people")
@access(registers, institution=queries.get_institution)
def people(institution: Institution) -> ResponseReturnValue:
    return render_template(
        "institutions/people.html",
        institution=institution,
        registrations=belonging.registered(institution),
    )


@bp.route("/desk/<code>/people/new", methods=["GET", "POST"])
@access(registers, institution=queries.get_institution)
def register(institution: Institution) -> ResponseReturnValue:
    form = PersonForm.read()
    if form.accepted:
        try:
            made = operations.register(institution, by=account(), **form.person)
            flash(_("%(name)s has an account now.", name=made.user.display_name))
            return redirect(url_for(".people", code=institution.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "institutions/register.html",
        institution=institution,
        person_form=form,
        titles=names.titles(),
    )


@bp.route("/desk/<code>/people/<public:person_id>/email", methods=["GET", "POST"])
@access(registers, institution=queries.get_institution)
def give_address(institution: Institution, person_id: str) -> ResponseReturnValue:
    registration = belonging.registration(institution, person_id)
    form = AddressForm.read()
    if form.accepted:
        try:
            operations.offer_address(registration, form.email.data, by=account())
            flash(_("A link is on its way to %(email)s.", email=form.email.data))
            return redirect(url_for(".people", code=institution.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "institutions/give_address.html",
        institution=institution,
        person=registration.user,
        address_form=form,
    )
