"""How an institution is called, looks and counts."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.public import account
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions import numbering, operations, queries
from lms.institutions.forms import InstitutionForm, PictureForm
from lms.institutions.models import Institution
from lms.institutions.policy import Permission, may
from lms.institutions.views.blueprint import bp
from lms.institutions.wording import KINDS
from lms.web.access import access
from lms.web.templating import render_template

edits = may(Permission.INSTITUTION_EDIT)


@bp.route("/desk/<code>/settings", methods=["GET", "POST"])
@access(edits, institution=queries.get_institution)
def settings(institution: Institution) -> ResponseReturnValue:
    form = InstitutionForm.about(institution)
    if form.accepted:
        try:
            operations.change_institution(institution, by=account(), **form.values)
            flash(_("Saved."))
            return redirect(url_for(".settings", code=institution.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _settings_page(institution, form, PictureForm(formdata=None))


def _settings_page(institution: Institution, form: InstitutionForm, picture: PictureForm) -> str:
    prefix = institution.register_prefix or institution.code
    year = queries.today().year + 543
    return render_template(
        "institutions/settings.html",
        institution=institution,
        institution_form=form,
        picture_form=picture,
        kind=KINDS[institution.kind],
        example=numbering.example(institution.register_pattern, prefix, be_year=year),
    )


@bp.post("/desk/<code>/emblem")
@access(edits, institution=queries.get_institution)
def set_emblem(institution: Institution) -> ResponseReturnValue:
    form = PictureForm.read()
    if form.accepted:
        try:
            cleaned = form.cleaned()
            if cleaned is None:
                raise DomainError(_("Choose a picture first."), field="picture")
            operations.set_emblem(institution, *cleaned, by=account())
            flash(_("The emblem is in use. Look at it below."))
            return redirect(url_for(".settings", code=institution.code, _anchor="emblem"))
        except DomainError as refusal:
            form.refuse("picture", str(refusal))
    known = InstitutionForm.about(institution, typed=False)
    return _settings_page(institution, known, form)


@bp.post("/desk/<code>/emblem/remove")
@access(edits, institution=queries.get_institution)
def remove_emblem(institution: Institution) -> ResponseReturnValue:
    operations.remove_emblem(institution, by=account())
    flash(_("The emblem is taken off. Certificates that were issued keep it."))
    return redirect(url_for(".settings", code=institution.code, _anchor="emblem"))
