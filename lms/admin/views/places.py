"""Institutions and provinces that take part."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from courses.public import USUAL_ROOM, room_of, size_words
from lms.accounts.public import account
from lms.admin import operations, queries
from lms.admin.forms import InstitutionForm, NewInstitutionForm, NewProvinceForm, ProvinceForm
from lms.admin.views.blueprint import bp, operates
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions.public import (
    KINDS,
    Institution,
    create_institution,
    get_institution,
    place_institution,
)
from lms.institutions.public import institutions as every_institution
from lms.reference.models import Province
from lms.reference.queries import districts, get_province
from lms.web.access import access
from lms.web.templating import render_template


@bp.get("/institutions")
@access(operates)
def institutions() -> ResponseReturnValue:
    names = {province.code: province.name for province in queries.provinces()}
    return render_template(
        "admin/institutions.html", institutions=every_institution(), kinds=KINDS, provinces=names
    )


@bp.route("/institutions/new", methods=["GET", "POST"])
@access(operates)
def create() -> ResponseReturnValue:
    form = NewInstitutionForm.empty()
    if form.accepted:
        try:
            made = create_institution(by=account(), **form.values)
            flash(_("The institution is there. Give somebody the role of its administrator."))
            return redirect(url_for("institutions.give_role", code=made.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _institution_page(form, None)


@bp.route("/institutions/<code>", methods=["GET", "POST"])
@access(operates, institution=get_institution)
def institution(institution: Institution) -> ResponseReturnValue:
    form = InstitutionForm.about(institution)
    if form.accepted:
        try:
            place_institution(institution, by=account(), **form.values)
            flash(_("Saved."))
            return redirect(url_for(".institutions"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _institution_page(form, institution)


def _institution_page(form: InstitutionForm, institution: Institution | None) -> str:
    return render_template(
        "admin/institution.html",
        institution=institution,
        institution_form=form,
        usual_room=size_words(USUAL_ROOM),
        room_used=size_words(room_of(institution).used) if institution else None,
    )


@bp.get("/provinces")
@access(operates)
def provinces() -> ResponseReturnValue:
    return render_template(
        "admin/provinces.html",
        provinces=queries.provinces(),
        counts=queries.institution_counts(),
    )


@bp.route("/provinces/new", methods=["GET", "POST"])
@access(operates)
def open_province() -> ResponseReturnValue:
    form = NewProvinceForm.empty()
    if form.accepted:
        try:
            opened = operations.open_province(by=account(), **form.values)
            flash(_("%(name)s takes part now.", name=opened.name))
            return redirect(url_for(".provinces"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("admin/province.html", province=None, province_form=form, districts=[])


@bp.route("/provinces/<code>", methods=["GET", "POST"])
@access(operates, province=get_province)
def province(province: Province) -> ResponseReturnValue:
    form = ProvinceForm.about(province)
    if form.accepted:
        try:
            operations.change_province(province, by=account(), **form.values)
            flash(_("Saved. Every page wears the new words within half a minute."))
            return redirect(url_for(".provinces"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "admin/province.html",
        province=province,
        province_form=form,
        districts=districts(province.code),
    )
