"""The marking desk of a course: what waits, and taking it."""

from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.assignments import operations, queries
from courses.assignments.brief import Brief
from courses.assignments.models import Submission
from courses.assignments.queries.desk import PAGE
from courses.authoring.sheets import who
from courses.authoring.views.blueprint import bp
from courses.content.models import Course, LessonKind
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_course, outline
from courses.quizzes.queries import waiting_answers
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse

SINCE = {"1": _l("more than a day"), "3": _l("more than 3 days"), "7": _l("more than a week")}
marks = may_course(Ability.MARK)


@bp.get("/<code>/marking")
@access(marks, course=get_course)
def marking(course: Course) -> ResponseReturnValue:
    chosen, after = _filter(course), _after(request.args.get("after", ""))
    found = queries.queue(
        course.id, current_user.id, decides=decides(course), chosen=chosen, after=after
    )
    lines, more = found[:PAGE], len(found) > PAGE
    return render_template(
        "studio/marking.html",
        course=course,
        lines=[_line(waiting.submission, free=waiting.free) for waiting in lines],
        more=_place(lines[-1].submission) if more else None,
        chosen=chosen,
        since=SINCE,
        numbers=queries.numbers(course.id),
        runs=queries.runs_with_works(course.id),
        lessons=_lessons(course),
        answers=[] if chosen.marked or chosen.mine or after else _answers(course, chosen),
        at=now(),
    )


@bp.post("/<code>/marking/next")
@access(marks, course=get_course)
def mark_next(course: Course) -> ResponseReturnValue:
    """Hold the work that waits longest and open it."""
    return redirect(next_work(course))


@bp.post("/<code>/marking/<public:work_id>/claim")
@access(marks, course=get_course, work=queries.get_submission)
def claim_work(course: Course, work: Submission) -> ResponseReturnValue:
    of_course(course, work)
    try:
        operations.claim(work, by=account(), decides=decides(course))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for(".work", code=course.code, work_id=work.public_id))


def next_work(course: Course) -> str:
    """The address of the next work, held; that of the desk where nothing waits."""
    work = operations.claim_next(
        course, by=account(), decides=decides(course), chosen=_filter(course)
    )
    if work is None:
        flash(_("Nothing waits for you any more. Well done."))
        return url_for(".marking", code=course.code)
    return url_for(".work", code=course.code, work_id=work.public_id)


def decides(course: Course) -> bool:
    """Whether the reader settles what two markers do not agree on."""
    return able(Ability.MANAGE, course)


def of_course(course: Course, work: Submission) -> None:
    """A work of another course is not there."""
    if work.enrolment.run.course_id != course.id:
        raise NotFound


def _filter(course: Course) -> queries.Filter:
    """From the address; what is not of this course filters nothing."""
    run = request.args.get("run", "")
    run_ids = {r.public_id: r.id for r in queries.runs_with_works(course.id)} if run else {}
    lesson, days = request.args.get("lesson", ""), request.args.get("since", "")
    return queries.Filter(
        run_id=run_ids.get(run),
        lesson_key=int(lesson)
        if lesson.isascii() and lesson.isdigit() and len(lesson) < 10
        else None,
        before=now() - timedelta(days=int(days)) if days in SINCE else None,
        mine=request.args.get("show") == "mine",
        marked=request.args.get("show") == "marked",
    )


def _lessons(course: Course) -> list[Any]:
    """The assignments that learners see now."""
    if course.version_id is None:
        return []
    lessons = outline(course.version_id).lessons
    return [lesson for lesson in lessons if lesson.kind is LessonKind.ASSIGNMENT]


def _line(work: Submission, *, free: bool) -> dict[str, Any]:
    lesson = queries.lesson_of(work.version_id, work.lesson_key)
    brief = Brief.of(lesson.settings)
    return {"work": work, "lesson": lesson, "brief": brief, "who": who(brief, work), "free": free}


def _answers(course: Course, chosen: queries.Filter) -> list[Any]:
    """Answers of quizzes that wait for a person, with the same filters."""
    runs = {r.id: r.public_id for r in queries.runs_with_works(course.id)} if chosen.run_id else {}
    return [
        answer
        for answer in waiting_answers(course.id)
        if answer.learner_id != current_user.id
        and (chosen.run_id is None or answer.run_public_id == runs.get(chosen.run_id))
        and (chosen.lesson_key is None or answer.lesson_key == chosen.lesson_key)
        and (chosen.before is None or answer.submitted_at <= chosen.before)
    ]


def _place(work: Submission) -> str:
    return f"{work.submitted_at.isoformat() if work.submitted_at else ''}_{work.id}"


def _after(place: str) -> tuple[datetime, int] | None:
    moment, _under, number = place.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(number)) if at.tzinfo else None
    except ValueError:
        return None
