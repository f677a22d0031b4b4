"""The banks: of a course, of an institution, and the one that all share."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.forms.questions import split_tags
from courses.authoring.queries.questions import chosen, skill_choices
from courses.authoring.question_wording import DIFFICULTIES, WORDS
from courses.authoring.views.blueprint import bp
from courses.content.models import Course
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_course
from courses.quizzes import bank_policy as policy
from courses.quizzes import operations
from courses.quizzes.bank import PAGE, Level, Scope, Wish, count, lines, offered, tags_in
from courses.quizzes.models import Question
from lms.accounts.public import User, account
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.institutions.public import Institution, get_institution
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse


@bp.get("/<code>/questions")
@access(may_course(Ability.VIEW), course=get_course)
def questions(course: Course) -> ResponseReturnValue:
    """What stands in the course's own bank, unless other banks are asked for."""
    asked = {"level": Level.COURSE.value} | request.args.to_dict()
    return _page(
        policy.scope_around(course),
        Wish.read(asked),
        lambda **values: url_for(".questions", code=course.code, **values),
        course=course,
        action=url_for(".change_questions", code=course.code),
        may_edit=able(Ability.EDIT, course),
        import_href=_import(able(Ability.EDIT, course), "import_questions", code=course.code),
        export=partial(url_for, ".export_questions", code=course.code),
        higher=Level.INSTITUTION,
        at_once=policy.may_accept(course.institution_id),
    )


@bp.get("/bank/<institution_code>")
@access(policy.sees_bank, institution=get_institution)
def bank(institution: Institution) -> ResponseReturnValue:
    answers = policy.may_accept(institution.id)
    return _page(
        Scope(institution_id=institution.id),
        Wish.read(request.args),
        lambda **values: url_for(".bank", institution_code=institution.code, **values),
        institution=institution,
        action=url_for(".change_bank", institution_code=institution.code),
        may_edit=answers,
        import_href=_import(answers, "import_into_bank", institution_code=institution.code),
        export=partial(url_for, ".export_bank", institution_code=institution.code),
        higher=Level.SHARED,
        at_once=answers and policy.may_accept(None),
        offers=offered(institution.id) if answers else (),
    )


@bp.get("/bank/shared")
@access(policy.sees_shared_bank)
def shared_bank() -> ResponseReturnValue:
    answers = policy.may_accept(None)
    return _page(
        Scope(shared=True),
        Wish.read(request.args),
        lambda **values: url_for(".shared_bank", **values),
        action=url_for(".change_shared_bank"),
        may_edit=answers,
        import_href=_import(answers, "import_into_shared"),
        export=partial(url_for, ".export_shared_bank"),
        offers=offered(None) if answers else (),
    )


def _import(may: bool, view: str, **where: Any) -> str | None:
    return url_for(f".{view}", **where) if may else None


def _page(scope: Scope, wish: Wish, href: Callable[..., str], **around: Any) -> ResponseReturnValue:
    before = request.args.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = lines(scope, wish, before=last, limit=PAGE + 1)
    shown = found[:PAGE]
    standing = {"level": "all"} if around.get("course") and wish.level is None else {}
    values, export = wish.values | standing, around.pop("export")
    return render_template(
        "studio/questions.html",
        wish=wish,
        lines=shown,
        total=count(scope, wish),
        next_href=href(**values, before=shown[-1].id) if len(found) > PAGE else None,
        first_href=href(**values) if last is not None else None,
        here_href=href(),
        export_href=lambda name: export(name=name, **values),
        tags=tags_in(scope),
        skills=skill_choices(),
        say=WORDS,
        **{"course": None, "institution": None, "offers": (), "higher": None, "at_once": False}
        | around,
    )


@bp.post("/<code>/questions")
@access(may_course(Ability.EDIT), course=get_course)
def change_questions(course: Course) -> ResponseReturnValue:
    scope = Scope(course_id=course.id)
    to = course.institution_id
    return _change(scope, to, url_for(".questions", code=course.code))


@bp.post("/bank/<institution_code>")
@access(policy.accepts_into_bank, institution=get_institution)
def change_bank(institution: Institution) -> ResponseReturnValue:
    back = url_for(".bank", institution_code=institution.code)
    return _change(Scope(institution_id=institution.id), None, back)


@bp.post("/bank/shared")
@access(policy.answers_for_shared_bank)
def change_shared_bank() -> ResponseReturnValue:
    return _change(Scope(shared=True), None, url_for(".shared_bank"))


def _change(scope: Scope, higher: int | None, back: str) -> ResponseReturnValue:
    """Do to many questions at once what the pressed button says."""
    ids = request.form.getlist("question")
    if not ids:
        flash(_("Choose at least one question first."), "warn")
        return redirect(back)
    found = chosen(ids, scope.condition)
    try:
        said = _act(request.form.get("do", ""), found, higher, account())
    except DomainError as refusal:
        if isinstance(refusal, NotFound):
            raise
        refuse()
        flash(str(refusal), "warn")
        return redirect(back)
    flash(said)
    return redirect(back)


def _act(do: str, found: Sequence[Question], higher: int | None, by: User) -> str:
    tags = split_tags(request.form.get("tags", ""))
    if do in ("tag", "untag"):
        chosen_tags = {"add": tags} if do == "tag" else {"remove": tags}
        operations.tag_questions(found, by=by, **chosen_tags)
    elif do in DIFFICULTIES:
        operations.set_difficulty(found, do, by=by)
    elif do == "retire":
        operations.retire_questions(found, by=by)
    elif do == "bring-back":
        operations.bring_back(found, by=by)
    elif do == "propose":
        _offer(found, higher, by)
        return ngettext(
            "%(count)d question is offered.", "%(count)d questions are offered.", len(found)
        )
    else:
        raise NotFound
    return ngettext("%(count)d question changed.", "%(count)d questions changed.", len(found))


def _offer(found: Sequence[Question], higher: int | None, by: User) -> None:
    """Who answers for the higher bank needs nobody's answer."""
    if policy.may_accept(higher):
        operations.move_up(found, by=by, institution_id=higher)
        return
    for question in found:
        operations.propose_question(question, by=by, institution_id=higher)
