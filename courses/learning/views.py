"""The learning room and the page of one's own courses."""

from datetime import date

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.content.models import LessonKind
from courses.content.queries import OutlineLesson
from courses.enrolment import queries as enrolments
from courses.learning import operations, papers, queries, reports, rooms
from courses.learning.forms import form_of
from courses.learning.intervals import BadReport
from courses.learning.standing import Door, Room
from courses.learning.survey import of_lesson
from lms.clock import now
from lms.errors import DomainError, NotFound, found
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.web.access import access, own, signed_in
from lms.web.errors import page
from lms.web.forms import is_fetch
from lms.web.templating import render_template
from lms.web.transaction import refuse

bp = Blueprint("learning", __name__, template_folder="templates")


def my_room(run_id: str) -> Room:
    """The reader's own place in the run."""
    return queries.room(run_id, current_user.id)


@bp.errorhandler(queries.NotEnrolled)
def _not_enrolled(refusal: queries.NotEnrolled) -> ResponseReturnValue:
    """To the page where one enrols, saying why."""
    if is_fetch() or request.method == "POST":
        return page(404)
    flash(str(refusal), "warn")
    return redirect(url_for("catalogue.course", code=refusal.course_code))


@bp.get("/my")
@access(signed_in)
def mine() -> ResponseReturnValue:
    places = enrolments.mine(current_user.id)
    completed = [e.id for e in places if e.completed_at is not None]
    return render_template(
        "learning/mine.html",
        places=places,
        standings=queries.standings(e for e in places if e.has_seat),
        positions=enrolments.positions(current_user.id),
        papers=papers.papers(completed),
        today=_today(),
    )


@bp.get("/learn/<public:run_id>")
@access(own("learner_id"), room=my_room)
def room(room: Room) -> ResponseReturnValue:
    """To the exact place where the learner was."""
    if room.door(_today()) not in (Door.OPEN, Door.READ_ONLY):
        return render_template("learning/closed.html", room=room, door=room.door(_today()))
    lesson = found(room.standing.resume)
    return redirect(_address(room, lesson))


@bp.get("/learn/<public:run_id>/<slug>")
@access(own("learner_id"), room=my_room)
def lesson(room: Room, slug: str) -> ResponseReturnValue:
    if room.door(_today()) not in (Door.OPEN, Door.READ_ONLY):
        return redirect(url_for(".room", run_id=room.run_public_id))
    return rooms.page(room, room.outline.find(slug))


@bp.post("/learn/<public:run_id>/<slug>/progress")
@access(own("learner_id"), room=my_room)
def progress(room: Room, slug: str) -> ResponseReturnValue:
    """What the page of a lesson reports; the same report twice changes nothing."""
    lesson = room.outline.find(slug)
    try:
        report = reports.read(request.get_json(silent=True), lesson.kind, now=now())
        done = operations.take_report(room, lesson, report)
    except BadReport:
        return jsonify(error=_("This report cannot be read.")), 422
    except operations.RoomClosed as refusal:
        return jsonify(error=str(refusal)), 409
    return jsonify(saved_at=dates.clock(now(), current_locale()), done=done)


@bp.post("/learn/<public:run_id>/<slug>/complete")
@access(own("learner_id"), room=my_room)
def complete(room: Room, slug: str) -> ResponseReturnValue:
    lesson = room.outline.find(slug)
    enrolment = enrolments.get_enrolment(room.enrolment_id)
    try:
        completion = operations.complete_lesson(enrolment, lesson, by_button=True)
    except DomainError as refusal:
        return _refused(room, lesson, refusal)
    return _onwards(room, lesson, completed=completion.met)


@bp.post("/learn/<public:run_id>/<slug>/news")
@access(own("learner_id"), room=my_room)
def put_news_away(room: Room, slug: str) -> ResponseReturnValue:
    """The learner has read what changed."""
    if room.news is not None:
        operations.put_news_away(room.enrolment_id, room.news.number)
    return redirect(_address(room, room.outline.find(slug)))


@bp.post("/learn/<public:run_id>/<slug>/survey")
@access(own("learner_id"), room=my_room)
def answer_survey(room: Room, slug: str) -> ResponseReturnValue:
    lesson = room.outline.find(slug)
    if lesson.kind is not LessonKind.SURVEY:
        raise NotFound
    form = form_of(of_lesson(lesson.settings)).read()
    if not form.accepted:
        return rooms.page(room, lesson, survey_form=form)
    enrolment = enrolments.get_enrolment(room.enrolment_id)
    try:
        completion = operations.answer_survey(enrolment, lesson, form.values)
    except DomainError as refusal:
        return _refused(room, lesson, refusal)
    flash(_("Thank you. Your answers are kept without your name."))
    return _onwards(room, lesson, completed=completion.met)


def _onwards(room: Room, lesson: OutlineLesson, *, completed: bool) -> ResponseReturnValue:
    """To the next lesson; to the papers where nothing is left."""
    if completed and room.completed_at is None:
        flash(_("Well done: you have completed the course."))
        return redirect(url_for(".mine"))
    following = room.outline.around(lesson.slug)[1]
    return redirect(_address(room, following or lesson))


def _refused(room: Room, lesson: OutlineLesson, refusal: DomainError) -> ResponseReturnValue:
    refuse()
    flash(str(refusal), "warn")
    return redirect(_address(room, lesson))


def _address(room: Room, lesson: OutlineLesson) -> str:
    return url_for("learning.lesson", run_id=room.run_public_id, slug=lesson.slug)


def _today() -> date:
    return dates.to_bangkok(now()).date()
