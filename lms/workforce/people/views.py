"""The one door by which people leave the numbers: with their consent, a second proof and a reason."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.public import account, factor_is_fresh, has_second_factor, prove_again
from lms.errors import DomainError
from lms.institutions.public import Permission, may
from lms.web.access import access
from lms.web.download import disposition
from lms.web.templating import render_template
from lms.workforce.people import operations, queries
from lms.workforce.people.files import CONTENT_TYPES
from lms.workforce.people.forms import ExportForm, FactorForm
from lms.workforce.people.models import PersonExport
from lms.workforce.people.pages import filters_in_words
from lms.workforce.people.policy import ordered_it

bp = Blueprint("people", __name__, url_prefix="/numbers/people", template_folder="templates")
exports_people = may(Permission.PEOPLE_EXPORT)
bp.context_processor(lambda: {"filters_in_words": filters_in_words})


@bp.route("", methods=["GET", "POST"])
@access(exports_people)
def index() -> ResponseReturnValue:
    form = ExportForm.read(ending="xlsx")
    if form.accepted:
        try:
            prove_again(form.factor.data)
            export = operations.order(
                form.filters,
                form.reason.data or "",
                form.ending.data,
                by=account(),
                at=queries.agency(current_user.claims),
            )
            return redirect(url_for(".show", export_id=export.public_id))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _index(form)


def _index(form: ExportForm) -> Response:
    return _kept_by_nobody(
        render_template(
            "people/index.html",
            export_form=form,
            exports=queries.exports_by(current_user.id),
            has_factor=has_second_factor(),
            is_fresh=factor_is_fresh(),
        )
    )


@bp.get("/<public:export_id>")
@access(ordered_it, export=queries.get_export)
def show(export: PersonExport) -> ResponseReturnValue:
    return _show(export, FactorForm.read())


@bp.post("/<public:export_id>/file")
@access(ordered_it, export=queries.get_export)
def file(export: PersonExport) -> ResponseReturnValue:
    """The file itself, to who has lately proved a second time who they are."""
    form = FactorForm.read()
    public_id = export.public_id
    if form.accepted:
        try:
            prove_again(form.factor.data)
            export = queries.get_export(public_id)
            content = operations.hand_over(export, by=account())
            name = f"thaksa-people-{export.public_id}.{export.ending}"
            answer = Response(content, mimetype=CONTENT_TYPES[export.ending])
            answer.headers["Content-Disposition"] = disposition(name)
            answer.headers["Cache-Control"] = "private, no-store"
            return answer
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _show(queries.get_export(public_id), form)


def _show(export: PersonExport, form: FactorForm) -> Response:
    return _kept_by_nobody(
        render_template(
            "people/show.html", export=export, factor_form=form, is_fresh=factor_is_fresh()
        )
    )


def _kept_by_nobody(page: str) -> Response:
    response = Response(page, mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-store"
    return response
