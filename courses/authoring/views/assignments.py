"""The middle of an assignment's page in the studio: what it asks, how it is marked, until when."""

from datetime import date, datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.assignments import queries
from courses.assignments.brief import BadBrief, Brief
from courses.assignments.operations import set_due
from courses.authoring.editors import Editor
from courses.authoring.forms.assignments import (
    AssignmentForm,
    defaults,
    due_fields,
    offer,
    place_of,
)
from courses.authoring.operations.assignments import write_assignment
from courses.authoring.queries import drafts
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.authoring.views.lesson import lesson_page
from courses.authoring.views.lessons import article
from courses.content.models import Course, CourseVersion, Lesson, LessonKind
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError, NotFound, found
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n.dates import to_bangkok
from lms.web.access import access
from lms.web.transaction import refuse


def editor(course: Course, version: CourseVersion, lesson: Lesson) -> Editor:
    """The provider for lessons of kind assignment: its instructions are written like an article."""
    brief = Brief.of(lesson.settings)
    form = AssignmentForm(formdata=None, **defaults(brief, lesson.settings.get("outcomes") or []))
    return _editor(course, version, lesson, form)


def _editor(
    course: Course, version: CourseVersion, lesson: Lesson, form: AssignmentForm, **more: Any
) -> Editor:
    writing = article(course, version, lesson)
    offer(form, _outcomes(course, version), Brief.of(lesson.settings))
    runs = [r for r in queries.runs_with_works(course.id) if not r.has_ended(_today())]
    days = queries.due_of_runs([r.id for r in runs], lesson.key)
    own = {
        "work_form": form,
        "brief": Brief.of(lesson.settings),
        "runs": [(r, _typed(days.get(r.id))) for r in runs],
        "may_set_days": able(Ability.EDIT, course),
        "days_typed": {},
        "days_wrong": {},
        "unsaved": False,
    }
    return Editor(
        "studio/editors/assignment.html",
        writing.values | own | more,
        scripts=writing.scripts,
        styles=writing.styles,
    )


@bp.post("/<code>/lessons/<slug>/assignment")
@access(may_course(Ability.EDIT), course=get_course)
def change_assignment(course: Course, slug: str) -> ResponseReturnValue:
    """Rows of the rubric come and go by buttons; only saving stores anything."""
    form = AssignmentForm.read()
    version, lesson = _lesson(course, slug)
    offer(form, _outcomes(course, version), Brief.of(lesson.settings))
    moved = form.moved()
    if moved is not None:
        return lesson_page(course, slug, _editor(course, version, lesson, moved, unsaved=True))
    if form.accepted:
        try:
            chosen = list(form.outcomes.data or ())
            write_assignment(course, slug, form.described, outcomes=chosen, by=account())
        except BadBrief as refusal:
            form.refuse(place_of(form, refusal.field), str(refusal))
        except DomainError as refusal:
            form.refuse(None, str(refusal))
        else:
            flash(_("The assignment is saved."))
            return redirect(url_for(".lesson", code=course.code, slug=slug) + "#assignment")
    return lesson_page(course, slug, _editor(course, version, lesson, form))


@bp.post("/<code>/lessons/<slug>/due")
@access(may_course(Ability.EDIT), course=get_course)
def set_days(course: Course, slug: str) -> ResponseReturnValue:
    """The due date in each run; it holds at once, for it is no part of a version."""
    version, lesson = _lesson(course, slug)
    runs = [r for r in queries.runs_with_works(course.id) if not r.has_ended(_today())]
    read, wrong = due_fields(request.form, [r.public_id for r in runs])
    if wrong:
        refuse()
        values = Brief.of(lesson.settings)
        form = AssignmentForm(
            formdata=None, **defaults(values, lesson.settings.get("outcomes") or [])
        )
        middle = _editor(
            course, version, lesson, form, days_typed=dict(request.form), days_wrong=wrong
        )
        return lesson_page(course, slug, middle)
    for run in runs:
        set_due(run, lesson.key, read[run.public_id], by=account())
    flash(_("The due dates are saved. Learners see them at once."))
    return redirect(url_for(".lesson", code=course.code, slug=slug) + "#due")


def _lesson(course: Course, slug: str) -> tuple[CourseVersion, Lesson]:
    version = found(frame(course).draft or drafts.live_of(course))
    lesson = drafts.lesson_of(version, slug)
    if lesson.kind is not LessonKind.ASSIGNMENT:
        raise NotFound
    return version, lesson


def _outcomes(course: Course, version: CourseVersion) -> list[Localised]:
    said = (version.details or {}).get("outcomes", course.outcomes)
    return [Localised.of(outcome) for outcome in said or []]


def _typed(due_at: datetime | None) -> str:
    """A day as people type it, in the Buddhist era."""
    if due_at is None:
        return ""
    day = to_bangkok(due_at)
    return f"{day.day}/{day.month}/{day.year + 543}"


def _today() -> date:
    return to_bangkok(now()).date()
