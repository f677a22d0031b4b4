"""Trying out a question or a quiz as a learner would; nothing is stored."""

import secrets
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.queries.drafts import lesson_of, shown_version
from courses.authoring.views.blueprint import bp
from courses.authoring.views.questions import seeing
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.quizzes import bank, drafting, queries, trial
from courses.quizzes.models import Question
from courses.quizzes.paper import Definition
from courses.quizzes.questions import Json
from lms.errors import found
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse


@bp.route("/questions/<public:question_id>/try", methods=["GET", "POST"])
@seeing
def try_question(question: Question) -> ResponseReturnValue:
    last = bank.newest(question)
    language = question.course.language if question.course else "th"
    definition = trial.ask_split([(last.kind, last.body, last.points)], language=language)
    return _try(
        definition,
        {1: last.key},
        course=question.course,
        title=question.title or last.text[:60],
        here=url_for(".try_question", question_id=question.public_id),
        back=url_for(".question", question_id=question.public_id),
    )


@bp.route("/<code>/lessons/<slug>/quiz/try", methods=["GET", "POST"])
@access(may_course(Ability.VIEW), course=get_course)
def try_quiz(course: Course, slug: str) -> ResponseReturnValue:
    version = found(shown_version(course))
    quiz = found(drafting.quiz_in(version.id, lesson_of(version, slug).key))
    return _try(
        queries.definition(quiz.id),
        dict(queries.answer_keys(quiz.id)),
        course=course,
        title=quiz.title,
        here=url_for(".try_quiz", code=course.code, slug=slug),
        back=url_for(".lesson", code=course.code, slug=slug),
    )


def _try(definition: Definition, keys: dict[int, Json], **around: Any) -> ResponseReturnValue:
    refuse()  # whatever happens here, nothing is kept
    seed = _seed(request.form.get("seed", ""))
    if request.method == "GET":
        sheet = trial.sheet(definition, seed)
        return render_template("studio/try.html", sheet=sheet, result=None, **around)
    form = request.form.to_dict(flat=False)
    sheet = trial.sheet(definition, seed, form)
    result = None if sheet.page.wrong else trial.mark(definition, keys, form, seed)
    return render_template(
        "studio/try.html", sheet=sheet, result=result, again=around["here"], **around
    )


def _seed(text: str) -> int:
    known = text.isascii() and text.isdigit() and len(text) <= 10
    return int(text) if known else secrets.randbits(31)
