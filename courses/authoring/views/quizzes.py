"""Building the quiz of a lesson."""

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring import quiz_editor
from courses.authoring.forms.quizzes import BlueprintForm, TermsForm
from courses.authoring.operations import drafts
from courses.authoring.operations import quizzes as building
from courses.authoring.queries import drafts as reads
from courses.authoring.queries.questions import chosen, skill_choices
from courses.authoring.question_wording import LEVELS, WORDS
from courses.authoring.views.acting import wants_json
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course, CourseVersion, Lesson, LessonKind
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.quizzes import bank_policy, operations
from courses.quizzes.bank import PAGE, Level, Wish, get_question, lines, tags_in
from courses.quizzes.drafting import asked_in, quiz_in
from courses.quizzes.models import Quiz
from lms.accounts.public import User, account
from lms.errors import DomainError, NotFound, found
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse

editing = access(may_course(Ability.EDIT), course=get_course)


def quiz_lesson(version: CourseVersion, slug: str) -> Lesson:
    lesson = reads.lesson_of(version, slug)
    if lesson.kind is not LessonKind.QUIZ:
        raise NotFound
    return lesson


def _page(course: Course, slug: str, **given: Any) -> ResponseReturnValue:
    """The lesson's page with what was typed; a refused form changes nothing."""
    here = frame(course)
    version = found(here.draft)
    lesson = quiz_lesson(version, slug)
    return render_template(
        "studio/lesson.html",
        course=course,
        version=version,
        lesson=lesson,
        around=reads.outline_of(version).around(slug),
        editor=quiz_editor.quiz(course, version, lesson, **given),
        may_edit=here.may_change,
    )


def _back(course: Course, slug: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for(".lesson", code=course.code, slug=slug, _anchor=anchor))


def _change(
    course: Course, slug: str, change: Callable[[CourseVersion, Lesson, Quiz, User], str]
) -> ResponseReturnValue:
    """Open the draft, do it, say what was done; a refusal is said where it happened."""
    by = account()
    try:
        version = drafts.open_draft(course, by)
        lesson = quiz_lesson(version, slug)
        said = change(version, lesson, building.quiz_of(version, lesson, by), by)
    except NotFound:
        raise
    except DomainError as refusal:
        refuse()
        if wants_json():
            return jsonify(error=str(refusal)), 409
        flash(str(refusal), "warn")
        return _back(course, slug, "asked")
    if wants_json():
        return jsonify(said=said)
    if said:
        flash(said)
    return _back(course, slug, "asked")


@bp.post("/<code>/lessons/<slug>/quiz")
@editing
def quiz_terms(course: Course, slug: str) -> ResponseReturnValue:
    form = TermsForm.read()
    shown = found(frame(course).draft or reads.live_of(course))
    quiz_editor.offer_outcomes(form, course, shown)
    if not (form.accepted and form.check()):
        return _page(course, slug, terms_form=form)
    by = account()
    try:
        version = drafts.open_draft(course, by)
        lesson = quiz_lesson(version, slug)
        building.set_terms(version, lesson, outcomes=form.outcomes.data or (), by=by, **form.terms)
    except NotFound:
        raise
    except DomainError as refusal:
        form.refuse(None, str(refusal))
        return _page(course, slug, terms_form=form)
    flash(_("The terms are saved."))
    return _back(course, slug, "terms")


@bp.get("/<code>/lessons/<slug>/quiz/pick")
@editing
def quiz_pick(course: Course, slug: str) -> ResponseReturnValue:
    """Questions of the banks that this quiz does not ask yet."""
    version = found(frame(course).draft)
    lesson = quiz_lesson(version, slug)
    scope = bank_policy.scope_around(course)
    wish = Wish.read({"level": Level.COURSE.value} | request.args.to_dict())
    before = request.args.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    shown = lines(scope, wish, before=last, limit=PAGE + 1)
    quiz = quiz_in(version.id, lesson.key)
    return render_template(
        "studio/quiz_pick.html",
        course=course,
        lesson=lesson,
        wish=wish,
        lines=shown[:PAGE],
        more=len(shown) > PAGE,
        asked={one.public_id for one in asked_in(quiz)} if quiz else set(),
        tags=tags_in(scope),
        skills=skill_choices(),
        say=WORDS,
    )


@bp.post("/<code>/lessons/<slug>/quiz/ask")
@editing
def quiz_ask(course: Course, slug: str) -> ResponseReturnValue:
    questions = chosen(request.form.getlist("question"), bank_policy.scope_around(course).condition)

    def ask(_version: CourseVersion, _lesson: Lesson, quiz: Quiz, _by: User) -> str:
        new = operations.ask(quiz, [q for q in questions if q.retired_at is None])
        return ngettext("%(count)d question more.", "%(count)d questions more.", new)

    return _change(course, slug, ask)


@bp.post("/<code>/lessons/<slug>/quiz/order")
@editing
def quiz_order(course: Course, slug: str) -> ResponseReturnValue:
    """`do` is up-, down- or remove- a question, newest, or order with `question` in the new order."""
    verb, _dash, public_id = request.form.get("do", "").partition("-")

    def change(_version: CourseVersion, _lesson: Lesson, quiz: Quiz, _by: User) -> str:
        if verb in ("up", "down"):
            operations.move(quiz, public_id, -1 if verb == "up" else 1)
        elif verb == "remove":
            if public_id not in {one.public_id for one in asked_in(quiz)}:
                raise NotFound
            operations.stop_asking(quiz, get_question(public_id))
            return _("Taken out of the quiz. The question stays in its bank.")
        elif verb == "newest":
            operations.ask_newest(quiz)
            return _("The quiz asks every question in its newest version.")
        elif verb == "order":
            operations.reorder(quiz, request.form.getlist("question"))
        else:
            raise NotFound
        return ""

    return _change(course, slug, change)


@bp.post("/<code>/lessons/<slug>/quiz/draw")
@editing
def quiz_draw(course: Course, slug: str) -> ResponseReturnValue:
    """Draw the quiz, or it and its parallel form; `do=count` only counts what is there."""
    form = BlueprintForm.read()
    moved = form.moved()
    if moved is not None or request.form.get("do") == "count" or not form.accepted:
        refuse()
        return _page(course, slug, blueprint_form=moved or form)
    by = account()
    levels = [level for level in form.levels.data or () if level in LEVELS]
    try:
        version = drafts.open_draft(course, by)
        lesson = quiz_lesson(version, slug)
        others = {str(one.key): one for one in reads.lessons_of_kind(version, LessonKind.QUIZ)}
        partner = found(others.get(form.partner.data)) if form.partner.data else None
        scope = quiz_editor.scope_of(course, levels)
        shared = building.draw(
            version, lesson, form.rows, scope, partner=partner, levels=levels, by=by
        )
    except operations.TooFewQuestions as short:
        form.refuse("wanted", str(short))
        return _page(course, slug, blueprint_form=form, shortages=short.shortages)
    except NotFound:
        raise
    except DomainError as refusal:
        form.refuse(getattr(refusal, "field", None), str(refusal))
        return _page(course, slug, blueprint_form=form)
    flash(_drawn(partner is not None, shared))
    return _back(course, slug, "asked")


def _drawn(pair: bool, shared: int) -> str:
    if not pair:
        return _("Drawn by the blueprint.")
    if not shared:
        return _("Both forms are drawn, and no question stands in both.")
    return ngettext(
        "Both forms are drawn; the bank is small, so %(count)d question stands in both.",
        "Both forms are drawn; the bank is small, so %(count)d questions stand in both.",
        shared,
    )
