"""One question: looked at, written, changed, offered."""

from itertools import pairwise
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring import asked
from courses.authoring.forms.by_kind import FORMS
from courses.authoring.forms.questions import QuestionForm
from courses.authoring.forms.rows import listed
from courses.authoring.operations import drafts
from courses.authoring.operations import questions as changing
from courses.authoring.operations import quizzes as building
from courses.authoring.queries import questions as reads
from courses.authoring.queries.drafts import lesson_of
from courses.authoring.question_wording import WORDS
from courses.authoring.redline import lines
from courses.authoring.views.blueprint import bp
from courses.content.models import Course, LessonKind
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_course
from courses.quizzes import bank, operations
from courses.quizzes import bank_policy as policy
from courses.quizzes.kinds import BadQuestion, QuestionKind
from courses.quizzes.models import Question
from lms.accounts.public import account
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse

editing = access(policy.edits_question, question=bank.get_question)
seeing = access(policy.sees_question, question=bank.get_question)


@bp.get("/questions/<public:question_id>")
@seeing
def question(question: Question) -> ResponseReturnValue:
    return render_template("studio/question.html", **_about(question))


@bp.get("/<code>/questions/new")
@access(may_course(Ability.EDIT), course=get_course)
def choose_kind(course: Course) -> ResponseReturnValue:
    return render_template(
        "studio/question_kind.html", course=course, say=WORDS, into=request.args.get("into", "")
    )


@bp.route("/<code>/questions/new/<kind>", methods=["GET", "POST"])
@access(may_course(Ability.EDIT), course=get_course)
def new_question(course: Course, kind: str) -> ResponseReturnValue:
    form_type = _form_type(kind)
    form = form_type.read()
    form = form.moved() or form
    pictures = _offer(form, course)
    into = request.values.get("into", "")
    if form.move is None and form.accepted:
        made = _write(form, pictures, course)
        try:
            if made is not None:
                return _written(course, made, into)
        except NotFound:
            raise
        except DomainError as refusal:  # the draft is in review: nothing typed is lost
            form.refuse(None, str(refusal))
    return _form_page(form, course=course, question=None, into=into)


@bp.route("/questions/<public:question_id>/edit", methods=["GET", "POST"])
@editing
def edit_question(question: Question) -> ResponseReturnValue:
    last = bank.newest(question)
    before = bank.versions(question)[0].description
    form_type = FORMS[last.kind]
    typed = form_type.typed(before) | {
        "points": last.points.normalize(),
        "title": question.title,
        "tags": ", ".join(bank.tags_of(question)),
        "skill": str(question.skill_id or ""),
        "difficulty": question.difficulty.value,
        "note": last.source,
    }
    form = form_type.read(**typed)
    form = form.moved() or form
    pictures = _offer(form, question.course, before, question.skill_id)
    if form.move is None and form.accepted and _revise(form, pictures, question, before):
        return redirect(url_for(".question", question_id=question.public_id))
    return _form_page(form, course=question.course, question=question, into="")


def _form_type(kind: str) -> type[QuestionForm]:
    if kind not in {known.value for known in QuestionKind}:
        raise NotFound
    return FORMS[QuestionKind(kind)]


def _form_page(form: QuestionForm, **around: Any) -> ResponseReturnValue:
    course = around["course"]
    return render_template(
        "studio/question_form.html",
        question_form=form,
        kind=form.KIND.value,
        tags=bank.tags_in(_banks(course, around["question"])),
        picture_urls=_addresses(course) if form.KIND is QuestionKind.HOTSPOT else {},
        say=WORDS,
        **around,
    )


def _addresses(course: Course | None) -> dict[str, dict[str, Any]]:
    """Where the pictures stand on which places are drawn."""
    return {
        media.public_id: {
            "src": url_for("content.media", media_id=media.public_id, name=media.name),
            "width": media.width,
            "height": media.height,
        }
        for media in reads.pictures(course)
    }


def _banks(course: Course | None, question: Question | None) -> bank.Scope:
    if course is not None:
        return policy.scope_around(course)
    institution_id = question.bank_institution_id if question else None
    return bank.Scope(institution_id=institution_id, shared=True)


def _offer(
    form: QuestionForm,
    course: Course | None,
    before: dict[str, Any] | None = None,
    skill_id: int | None = None,
) -> dict[str, tuple[int, int]]:
    """Fill the lists of the form; returns the sizes of the pictures that may be chosen."""
    found = {m.public_id: (m.name, m.width or 1, m.height or 1) for m in reads.pictures(course)}
    image = (before or {}).get("image")
    if image and image["media"] not in found:
        found[image["media"]] = (image["alt"], image["width"], image["height"])
    named = [("", _("No picture")), *((k, v[0]) for k, v in found.items())]
    form.image_media.choices = listed(named)
    form.skill.choices = listed([("", _("None")), *reads.choosable_skills(skill_id)])
    return {public_id: (width, height) for public_id, (_name, width, height) in found.items()}


def _described(form: QuestionForm, pictures: dict[str, tuple[int, int]]) -> dict[str, Any] | None:
    """What was typed as a question; what is wrong with it stands at the fields."""
    try:
        described = form.described(pictures)
        if not form.is_wrong:
            operations.check_question(described, form.points.data)
    except BadQuestion as wrong:
        form.refuse(PLACES.get(wrong.field or "", wrong.field), str(wrong))
        return None
    if form.is_wrong:
        refuse()
        return None
    return described


PLACES = {"image": "image_media", "words": "most_words"}


def _write(
    form: QuestionForm, pictures: dict[str, tuple[int, int]], course: Course
) -> Question | None:
    described = _described(form, pictures)
    if described is None:
        return None
    try:
        return operations.write_question(
            described, by=account(), course=course, points=form.points.data,
            source=form.note.data or "", **form.about,
        )  # fmt: skip
    except DomainError as wrong:
        form.refuse(getattr(wrong, "field", None), str(wrong))
        return None


def _written(course: Course, made: Question, into: str) -> ResponseReturnValue:
    """Back to the quiz it was written for, where it stands at the end."""
    if not into:
        flash(_("The question is kept in the bank of the course."))
        return redirect(url_for(".question", question_id=made.public_id))
    draft = drafts.open_draft(course, account())
    lesson = lesson_of(draft, into)
    if lesson.kind is not LessonKind.QUIZ:
        raise NotFound
    quiz = building.quiz_of(draft, lesson, account())
    operations.ask(quiz, [made])
    flash(_("The question is kept, and this quiz asks it."))
    return redirect(url_for(".lesson", code=course.code, slug=into, _anchor="asked"))


def _revise(
    form: QuestionForm,
    pictures: dict[str, tuple[int, int]],
    question: Question,
    before: dict[str, Any],
) -> bool:
    described = _described(form, pictures)
    if described is None:
        return False
    if form.typed(described) == form.typed(before):
        described = before  # what only looks different inside is no new version
    try:
        _version, behind = changing.revise(
            question, described, by=account(), points=form.points.data, about=form.about,
            source=form.note.data or "",
        )  # fmt: skip
    except DomainError as wrong:
        form.refuse(getattr(wrong, "field", None), str(wrong))
        return False
    _tell(behind)
    return True


def _tell(behind: Any) -> None:
    flash(_("Saved. Drafts that ask this question ask the new version."))
    for draft in behind:
        flash(
            _(
                "The draft of %(course)s is being reviewed, so it still asks the version before.",
                course=draft.course.code,
            ),
            "warn",
        )


def _about(question: Question) -> dict[str, Any]:
    versions = bank.versions(question)
    newest = versions[0]
    texts = [asked.plain(version.description, version.points) for version in versions]
    return {
        "question": question,
        "course": question.course,
        "institution": reads.institution_of(question),
        "level": bank.level_of(question).value,
        "newest": newest,
        "described": newest.description,
        "picture": reads.picture_of(newest.description),
        "versions": versions,
        "changes": [lines(old, new) for new, old in pairwise(texts)],
        "tags": bank.tags_of(question),
        "skill": reads.skill_title(question.skill_id),
        "places": bank.places(question),
        "proposal": bank.proposal(question),
        "may_edit": policy.may_edit(question),
        "may_propose": [level.value for level in bank.Level if policy.may_propose(question, level)],
        "may_decide": policy.decides(question),
        "may_copy": reads.courses_edited_by(account()),
        "may_see_course": question.course is not None and able(Ability.VIEW, question.course),
        "say": WORDS,
    }
