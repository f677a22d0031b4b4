"""Building a survey, and reading what it came to."""

from datetime import date

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring import survey_editor, survey_files
from courses.authoring.forms.surveys import SurveyForm
from courses.authoring.operations import drafts
from courses.authoring.operations import surveys as building
from courses.authoring.queries import drafts as reads
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course, CourseVersion, Lesson, LessonKind
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.learning.survey import of_lesson
from courses.learning.survey_results import Results, results
from lms.accounts.public import account
from lms.errors import DomainError, NotFound, found
from lms.i18n import gettext as _
from lms.institutions.public import today
from lms.web.access import access
from lms.web.download import disposition
from lms.web.templating import render_template
from lms.web.transaction import refuse


def survey_lesson(version: CourseVersion, slug: str) -> Lesson:
    lesson = reads.lesson_of(version, slug)
    if lesson.kind is not LessonKind.SURVEY:
        raise NotFound
    return lesson


@bp.post("/<code>/lessons/<slug>/survey")
@access(may_course(Ability.EDIT), course=get_course)
def change_survey(course: Course, slug: str) -> ResponseReturnValue:
    """`do` is save, standard, or a button that adds, moves or takes away a row."""
    form = SurveyForm.read()
    moved = form.moved()
    if moved is not None:
        return _page(course, slug, moved)
    by, standard = account(), request.form.get("do") == "standard"
    described = form.described if standard or form.accepted else None
    if not standard and (described is None or form.is_wrong):
        return _page(course, slug, form)
    try:
        version = drafts.open_draft(course, by)
        lesson = survey_lesson(version, slug)
        if standard:
            building.set_standard(version, lesson, by=by)
        else:
            building.set_survey(version, lesson, described or {}, by=by)
    except NotFound:
        raise
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _page(course, slug, form)
    flash(_("The survey is saved."))
    return redirect(url_for(".lesson", code=course.code, slug=slug))


def _page(course: Course, slug: str, form: SurveyForm) -> ResponseReturnValue:
    refuse()
    here = frame(course)
    version = found(here.draft)
    lesson = survey_lesson(version, slug)
    return render_template(
        "studio/lesson.html",
        course=course,
        version=version,
        lesson=lesson,
        around=reads.outline_of(version).around(slug),
        editor=survey_editor.survey(course, version, lesson, survey_form=form),
        may_edit=here.may_change,
    )


@bp.get("/<code>/lessons/<slug>/survey/results")
@access(may_course(Ability.VIEW), course=get_course)
def survey_results(course: Course, slug: str) -> ResponseReturnValue:
    lesson, counted = _results(course, slug)
    return render_template(
        "studio/survey_results.html", course=course, lesson=lesson, results=counted, before=today()
    )


@bp.get("/<code>/lessons/<slug>/survey/results.<name>")
@access(may_course(Ability.VIEW), course=get_course)
def survey_file(course: Course, slug: str, name: str) -> ResponseReturnValue:
    """The same figures as the page, for a spreadsheet."""
    lesson, counted = _results(course, slug)
    if name not in survey_files.WRITERS or not counted.n:
        raise NotFound
    write, content_type = survey_files.WRITERS[name]
    response = Response(write(counted), content_type=content_type)
    response.headers["Content-Disposition"] = disposition(f"{lesson.title} {course.code}.{name}")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _results(course: Course, slug: str) -> tuple[Lesson, Results]:
    version = found(reads.live_of(course) or reads.draft_of(course))
    lesson = survey_lesson(version, slug)
    day: date = today()
    smallest: int = current_app.extensions["thaksa_config"].smallest_count
    survey = of_lesson(lesson.settings)
    return lesson, results(survey, course.id, lesson.key, before=day, smallest=smallest)
