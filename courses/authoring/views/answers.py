"""Marking one answer of a quiz: an essay, or files."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring.forms.answers import AnswerForm
from courses.authoring.views.blueprint import bp
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.quizzes import desk, operations, queries
from courses.quizzes.queries import Sitting
from lms.accounts.public import account
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse

marks = may_course(Ability.MARK)


@bp.route("/<code>/marking/answers/<public:attempt_id>/<int:number>", methods=["GET", "POST"])
@access(marks, course=get_course, sitting=queries.get_sitting)
def answer(course: Course, sitting: Sitting, number: int) -> ResponseReturnValue:
    on_desk = _on_desk(course, sitting, number)
    given = on_desk.given
    form = AnswerForm.read(
        points=given and given.points(on_desk.question.points), comment=given and given.comment
    )
    levels = _levels(on_desk) if request.method == "POST" else given.levels if given else {}
    if form.accepted:
        try:
            operations.hand_mark(
                sitting.id, on_desk.question.id, by=account(), levels=levels, **_typed(form)
            )
        except DomainError as refusal:
            refuse()
            known = refusal.field in ("points", "reason")
            form.refuse(refusal.field if known else None, str(refusal))
        else:
            flash(_("Marked. The learner is told when all answers of the attempt are marked."))
            return redirect(_next(course, (sitting.id, number)))
    return render_template(
        "studio/answer.html", course=course, answer=on_desk, mark_form=form, levels=levels
    )


@bp.post("/<code>/marking/answers/<public:attempt_id>/<int:number>/confirm")
@access(marks, course=get_course, sitting=queries.get_sitting)
def confirm_answer(course: Course, sitting: Sitting, number: int) -> ResponseReturnValue:
    """A second marker agrees."""
    on_desk = _on_desk(course, sitting, number)
    try:
        operations.confirm_mark(sitting.id, on_desk.question.id, by=account())
        flash(_("You agree with this mark."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    here = url_for(".answer", code=course.code, attempt_id=sitting.public_id, number=number)
    return redirect(here)


def _on_desk(course: Course, sitting: Sitting, number: int) -> desk.DeskAnswer:
    if sitting.course_id != course.id:
        raise NotFound
    return desk.answer(sitting, number)


def _levels(on_desk: desk.DeskAnswer) -> dict[str, str]:
    return {
        criterion.key: request.form.get(f"level-{criterion.key}", "")
        for criterion in on_desk.shown.rubric
    }


def _typed(form: AnswerForm) -> dict[str, Any]:
    return {
        "points": form.values["points"],
        "comment": form.values["comment"] or "",
        "reason": form.values["reason"] or "",
    }


def _next(course: Course, marked: tuple[int, int]) -> str:
    """The answer that waits longest now, the marker's own left out; else the desk."""
    for waiting in queries.waiting_answers(course.id, limit=50):
        here = (waiting.attempt_id, waiting.place) == marked
        if waiting.learner_id != current_user.id and not here:
            return url_for(
                ".answer",
                code=course.code,
                attempt_id=waiting.attempt_public_id,
                number=waiting.place,
            )
    return url_for(".marking", code=course.code)
