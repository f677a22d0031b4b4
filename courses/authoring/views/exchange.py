"""Questions from files and into files: choose, look, bring in; nothing half-done."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.forms.question_files import BringInForm, QuestionFileForm
from courses.authoring.forms.questions import split_tags
from courses.authoring.models import QuestionImport
from courses.authoring.operations import question_files
from courses.authoring.queries.question_files import get_import
from courses.authoring.question_wording import KINDS
from courses.authoring.views.blueprint import bp
from courses.content.models import Course
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_course
from courses.quizzes import bank_policy as policy
from courses.quizzes import exchange
from courses.quizzes.bank import Scope, Wish, known_in, stock
from courses.quizzes.exchange import Draft, Parsed
from lms.accounts.public import account
from lms.db import let_go
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.institutions.public import Institution, get_institution
from lms.web.access import Policy, access
from lms.web.bodies import takes
from lms.web.download import disposition
from lms.web.templating import render_template

SHOWN = 300


def _opens(objects: dict[str, Any]) -> bool:
    """Whoever sent the file, while they may still write into its bank."""
    kept = objects["kept"]
    if kept.user_id != account().id:
        return False
    if kept.course is not None:
        return able(Ability.EDIT, kept.course)
    return policy.may_accept(kept.institution_id)


own_file = Policy("own file of questions, and may write into its bank", _opens)


@bp.route("/<code>/questions/import", methods=["GET", "POST"])
@access(may_course(Ability.EDIT), course=get_course)
@takes(24)
def import_questions(course: Course) -> ResponseReturnValue:
    return _choose(course=course)


@bp.route("/bank/<institution_code>/import", methods=["GET", "POST"])
@access(policy.accepts_into_bank, institution=get_institution)
@takes(24)
def import_into_bank(institution: Institution) -> ResponseReturnValue:
    return _choose(institution=institution)


@bp.route("/bank/shared/import", methods=["GET", "POST"])
@access(policy.answers_for_shared_bank)
@takes(24)
def import_into_shared() -> ResponseReturnValue:
    return _choose()


def _choose(
    *, course: Course | None = None, institution: Institution | None = None
) -> ResponseReturnValue:
    form = QuestionFileForm.read()
    if form.accepted:
        try:
            return _keep(form, course, institution)
        except DomainError as refusal:
            form.refuse("file", str(refusal))
    return render_template(
        "studio/import.html",
        file_form=form,
        course=course,
        institution=institution,
        formats=exchange.formats(),
    )


def _keep(
    form: QuestionFileForm, course: Course | None, institution: Institution | None
) -> ResponseReturnValue:
    sent = form.file.data
    let_go()  # nobody waits for the database while a file is read
    content = sent.read(exchange.MOST_BYTES + 1)
    format_ = exchange.detect(sent.filename or "", content)
    found = exchange.read(format_, content)
    if not found.drafts and len(found.problems) == 1:
        raise DomainError(found.problems[0].message)  # no list to look at
    kept = question_files.keep_file(
        sent.filename or "", content, format_, course=course, institution=institution, by=account()
    )
    return redirect(url_for(".look_at_import", kept=kept.public_id))


@bp.route("/questions/imports/<public:kept>", methods=["GET", "POST"])
@access(own_file, kept=get_import)
def look_at_import(kept: QuestionImport) -> ResponseReturnValue:
    let_go()
    found = question_files.parsed(kept)
    form = BringInForm.read()
    if form.accepted:
        try:
            return _bring_in(kept, found, form)
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    scope = _scope(kept)
    return render_template(
        "studio/import_look.html",
        kept=kept,
        course=kept.course,
        found=found,
        shown=found.drafts[:SHOWN],
        repeated=known_in(scope, found.drafts),
        kinds=KINDS,
        bring_in_form=form,
        back=_bank(kept),
    )


def _bring_in(kept: QuestionImport, found: Parsed, form: BringInForm) -> ResponseReturnValue:
    back = _bank(kept)
    brought = question_files.bring_in(
        kept,
        found,
        by=account(),
        tags=split_tags(form.tags.data or ""),
        keep_duplicates=form.keep_duplicates.data,
        skip_bad=form.skip_bad.data,
    )
    flash(ngettext("%(count)d question came in.", "%(count)d questions came in.", brought.written))
    return redirect(back)


@bp.post("/questions/imports/<public:kept>/forget")
@access(own_file, kept=get_import)
def forget_import(kept: QuestionImport) -> ResponseReturnValue:
    back = _bank(kept)
    question_files.forget(kept)
    flash(_("The file is thrown away. Nothing was brought in."))
    return redirect(back)


def _scope(kept: QuestionImport) -> Scope:
    shared = kept.course_id is None and kept.institution_id is None
    return Scope(kept.course_id, kept.institution_id, shared=shared)


def _bank(kept: QuestionImport) -> str:
    if kept.course is not None:
        return url_for(".questions", code=kept.course.code)
    if kept.institution is not None:
        return url_for(".bank", institution_code=kept.institution.code)
    return url_for(".shared_bank")


@bp.get("/questions/template.xlsx")
@access(policy.sees_shared_bank)
def question_template() -> ResponseReturnValue:
    format_ = exchange.named("excel")
    assert format_.template is not None
    return _file(format_.template(), format_, _("Questions"))


@bp.get("/<code>/questions/export.<name>")
@access(may_course(Ability.VIEW), course=get_course)
def export_questions(course: Course, name: str) -> ResponseReturnValue:
    drafts = stock(policy.scope_around(course), Wish.read(request.args))
    return _export(drafts, name, course.code)


@bp.get("/bank/<institution_code>/export.<name>")
@access(policy.sees_bank, institution=get_institution)
def export_bank(institution: Institution, name: str) -> ResponseReturnValue:
    drafts = stock(Scope(institution_id=institution.id), Wish.read(request.args))
    return _export(drafts, name, institution.code)


@bp.get("/bank/shared/export.<name>")
@access(policy.sees_shared_bank)
def export_shared_bank(name: str) -> ResponseReturnValue:
    return _export(stock(Scope(shared=True), Wish.read(request.args)), name, _("Shared"))


def _export(drafts: list[Draft], name: str, about: str) -> ResponseReturnValue:
    """A file; what it cannot hold is told first, by a page, unless the reader has seen that."""
    try:
        format_ = exchange.for_file(f"x.{name}")
    except exchange.UnknownFormat as unknown:
        raise NotFound from unknown
    written = format_.write(drafts)
    if written.left_out and request.args.get("left_out") != "seen":
        return render_template(
            "studio/export_left_out.html",
            left_out=written.left_out,
            kinds=KINDS,
            format=format_,
            kept=len(drafts) - len(written.left_out),
            again={**request.args.to_dict(), "left_out": "seen"},
        )
    return _file(written.content, format_, about)


def _file(content: bytes, format_: exchange.Format, about: str) -> Response:
    response = Response(content, content_type=format_.content_type)
    response.headers["Content-Disposition"] = disposition(f"{about}{format_.suffixes[0]}")
    response.headers["Cache-Control"] = "private, no-store"
    return response
