"""Organisations and what they look for: lists, forms, files, and the gap."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.public import account, to_csv
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.institutions.public import Institution, Permission, get_institution, may, today
from lms.reference import queries as reference
from lms.web.access import access
from lms.web.bodies import takes
from lms.web.download import disposition
from lms.web.templating import render_template
from lms.web.transaction import refuse
from lms.workforce.demand import files, operations, queries
from lms.workforce.demand.forms import FileForm, OrganisationForm, VacancyForm
from lms.workforce.demand.gap import for_a_file
from lms.workforce.demand.models import Body, Organisation, OrganisationKind, Vacancy
from lms.workforce.demand.pages import ORGANISATIONS, VACANCIES, GapPage, ImportPage, chosen
from lms.workforce.demand.policy import body_of
from lms.workforce.demand.wording import BODY_WORDS, KIND_WORDS
from lms.workforce.dimensions import NOT_STATED
from lms.workforce.formats.naming import attachment
from lms.workforce.values import value_title, values

bp = Blueprint("demand", __name__, url_prefix="/numbers", template_folder="templates")
bp.context_processor(
    lambda: {"kind_words": KIND_WORDS, "body_words": BODY_WORDS, "value_title": value_title}
)
sees = may(Permission.NUMBERS_VIEW)
edits = may(Permission.NUMBERS_EDIT)


@bp.get("/organisations")
@access(edits)
def organisations() -> ResponseReturnValue:
    search = request.args.get("q", "")[:100]
    kind, body = chosen(OrganisationKind, "kind"), chosen(Body, "body")
    page = queries.organisations(search, kind=kind, body=body, after=request.args.get("after", ""))
    return render_template(
        "demand/organisations.html", page=page, search=search, kind=kind, body=body
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@access(edits)
def new_organisation() -> ResponseReturnValue:
    return _organisation_page(None)


@bp.route("/organisations/<public:organisation_id>", methods=["GET", "POST"])
@access(edits, organisation=queries.get_organisation)
def organisation(organisation: Organisation) -> ResponseReturnValue:
    return _organisation_page(organisation)


def _organisation_page(organisation: Organisation | None) -> ResponseReturnValue:
    form = OrganisationForm.about(organisation)
    if form.accepted:
        try:
            operations.save_organisation(organisation, by=account(), **form.values)
            flash(_("Saved."))
            return redirect(url_for("demand.organisations"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "demand/organisation.html", organisation=organisation, organisation_form=form
    )


@bp.get("/demand")
@access(edits)
def vacancies() -> ResponseReturnValue:
    search, is_open = request.args.get("q", "")[:100], request.args.get("open") == "1"
    page = queries.vacancies(
        search,
        district=request.args.get("district", "")[:4],
        open_on=today() if is_open else None,
        after=request.args.get("after", ""),
    )
    return render_template(
        "demand/vacancies.html",
        page=page,
        search=search,
        is_open=is_open,
        today=today(),
        skills=reference.skills(),
    )


@bp.route("/organisations/<public:organisation_id>/demand/new", methods=["GET", "POST"])
@access(edits, organisation=queries.get_organisation)
def new_vacancy(organisation: Organisation) -> ResponseReturnValue:
    return _vacancy_page(organisation, None)


@bp.route("/demand/<public:vacancy_id>", methods=["GET", "POST"])
@access(edits, vacancy=queries.get_vacancy)
def vacancy(vacancy: Vacancy) -> ResponseReturnValue:
    return _vacancy_page(vacancy.organisation, vacancy)


def _vacancy_page(organisation: Organisation, vacancy: Vacancy | None) -> ResponseReturnValue:
    form = VacancyForm.about(vacancy)
    if form.accepted:
        try:
            operations.save_vacancy(organisation, vacancy, by=account(), **form.values)
            flash(_("Saved."))
            return redirect(url_for("demand.vacancies"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "demand/vacancy.html",
        organisation=organisation,
        vacancy=vacancy,
        vacancy_form=form,
        skills=[(code, title) for code, title in values("skill") if code != NOT_STATED],
    )


@bp.route("/organisations/import", methods=["GET", "POST"])
@access(edits)
@takes(2)
def import_organisations() -> ResponseReturnValue:
    return _import_page(ORGANISATIONS)


@bp.route("/demand/import", methods=["GET", "POST"])
@access(edits)
@takes(2)
def import_vacancies() -> ResponseReturnValue:
    return _import_page(VACANCIES)


def _import_page(page: ImportPage) -> ResponseReturnValue:
    """Look at a file first; take in the very same one when it is confirmed."""
    form, found, digest = FileForm.read(), None, request.form.get("digest", "")
    try:
        if digest:
            done = operations.take_in(page.what, digest, by=account())
            flash(_("Taken in: %(new)d new, %(changed)d there already.", new=done.count("new"),
                    changed=done.count("changed")))  # fmt: skip
            return redirect(url_for(page.list_page))
        if form.is_submitted():
            content = form.file.data.read() if form.file.data else b""
            digest, found = operations.look(page.what, content, by=account())
            refuse()
    except DomainError as refusal:
        digest = ""
        form.refuse("file", str(refusal))
    return render_template(
        "demand/import.html", page=page, file_form=form, found=found, digest=digest
    )


@bp.get("/organisations.csv")
@access(edits)
def organisations_file() -> ResponseReturnValue:
    rows = files.organisation_rows(queries.every_organisation())
    name = attachment(_("Organisations"), "organisations", None, now(), "csv")
    return _csv(name, rows, files.ORGANISATION_COLUMNS)


@bp.get("/demand.csv")
@access(edits)
def vacancies_file() -> ResponseReturnValue:
    name = attachment(_("Demand"), "demand", None, now(), "csv")
    return _csv(name, files.vacancy_rows(queries.every_vacancy()), files.VACANCY_COLUMNS)


@bp.get("/organisations/template.csv")
@access(edits)
def organisations_template() -> ResponseReturnValue:
    return _file("organisations-template.csv", [], files.ORGANISATION_COLUMNS)


@bp.get("/demand/template.csv")
@access(edits)
def vacancies_template() -> ResponseReturnValue:
    return _file("demand-template.csv", [], files.VACANCY_COLUMNS)


@bp.get("/gap")
@access(sees)
def skill_gap() -> ResponseReturnValue:
    return render_template("demand/gap.html", page=GapPage.read())


@bp.get("/gap.csv")
@access(sees)
def skill_gap_file() -> ResponseReturnValue:
    page = GapPage.read()
    name = attachment(_("Skill gap"), "skill-gap", None, page.table.as_of, "csv")
    return _csv(name, for_a_file(page.table.rows), (_("Skill"),))


@bp.get("/members/<code>")
@access(may(Permission.INSTITUTION_EDIT), institution=get_institution)
def members(institution: Institution) -> ResponseReturnValue:
    body = body_of(institution)
    if body is None:
        raise NotFound
    search = request.args.get("q", "")[:100]
    page = queries.organisations(search, active=True, after=request.args.get("after", ""))
    return render_template(
        "demand/members.html", institution=institution, body=body, page=page, search=search
    )


@bp.post("/members/<code>/mark")
@access(may(Permission.INSTITUTION_EDIT), institution=get_institution)
def mark_member(institution: Institution) -> ResponseReturnValue:
    body = body_of(institution)
    if body is None:
        raise NotFound
    marked = queries.get_organisation(request.form.get("organisation", ""))
    is_member = request.form.get("member") == "1"
    operations.mark_member(marked, body, is_member, by=account(), institution=institution)
    flash(_("Saved."))
    back: dict[str, Any] = {"q": request.form.get("q") or None}
    return redirect(url_for("demand.members", code=institution.code, **back))


def _file(name: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> ResponseReturnValue:
    return _csv(disposition(name), rows, columns)


def _csv(name: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> ResponseReturnValue:
    text = to_csv(rows) if rows else "\ufeff" + ",".join(columns) + "\r\n"
    headers = {"Content-Disposition": name}
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")
