"""Who signs, and when terms begin and end."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.public import account
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions import operations, queries
from lms.institutions.forms import SignatoryForm, TermForm
from lms.institutions.models import Institution, Signatory, Term
from lms.institutions.pictures import address
from lms.institutions.views.blueprint import bp
from lms.institutions.views.settings import edits
from lms.web.access import access
from lms.web.templating import render_template


@bp.get("/desk/<code>/signatories")
@access(edits, institution=queries.get_institution)
def signatories(institution: Institution) -> ResponseReturnValue:
    return render_template(
        "institutions/signatories.html",
        institution=institution,
        signatories=queries.signatories(institution),
        signing={post.id for post in queries.signatories_on(institution, queries.today())},
    )


@bp.route("/desk/<code>/signatories/new", methods=["GET", "POST"])
@access(edits, institution=queries.get_institution)
def add_signatory(institution: Institution) -> ResponseReturnValue:
    form = SignatoryForm.about(None)
    if form.accepted:
        try:
            operations.add_signatory(institution, by=account(), **form.values_with(None))
            flash(_("Saved."))
            return redirect(url_for(".signatories", code=institution.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _signatory_page(institution, None, form)


@bp.route("/desk/signatories/<public:signatory_id>", methods=["GET", "POST"])
@access(edits, signatory=queries.get_signatory)
def signatory(signatory: Signatory) -> ResponseReturnValue:
    institution = queries.institution_of(signatory)
    form = SignatoryForm.about(signatory)
    if form.accepted:
        try:
            values = form.values_with(signatory.signature)
            operations.change_signatory(signatory, by=account(), **values)
            flash(_("Saved."))
            return redirect(url_for(".signatories", code=institution.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _signatory_page(institution, signatory, form)


def _signatory_page(
    institution: Institution, signatory: Signatory | None, form: SignatoryForm
) -> str:
    known = signatory.signature if signatory else None
    return render_template(
        "institutions/signatory.html",
        institution=institution,
        signatory=signatory,
        signatory_form=form,
        picture=address(known) if known else None,
    )


@bp.route("/desk/<code>/terms", methods=["GET", "POST"])
@access(edits, institution=queries.get_institution)
def terms(institution: Institution) -> ResponseReturnValue:
    form = TermForm.read()
    if form.accepted:
        try:
            operations.add_term(institution, by=account(), **form.values)
            flash(_("Saved."))
            return redirect(url_for(".terms", code=institution.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "institutions/terms.html",
        institution=institution,
        term_form=form,
        terms=queries.terms(institution),
        today=queries.today(),
    )


@bp.route("/desk/terms/<public:term_id>", methods=["GET", "POST"])
@access(edits, term=queries.get_term)
def term(term: Term) -> ResponseReturnValue:
    institution = queries.institution_of(term)
    form = TermForm.read(label=term.label, starts_on=term.starts_on, ends_on=term.ends_on)
    if form.accepted:
        try:
            operations.change_term(term, by=account(), **form.values)
            flash(_("Saved."))
            return redirect(url_for(".terms", code=institution.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "institutions/term.html", institution=institution, term_form=form, label=term.label
    )
