"""Taking a quiz: start, answer, look over, submit."""

from contextlib import suppress

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.enrolment.queries import get_enrolment
from courses.learning.queries import NotEnrolled
from courses.learning.queries import room as read_room
from courses.learning.standing import Room
from courses.quizzes import operations, queries
from courses.quizzes.answers import Completeness, clicks, find_slot, read
from courses.quizzes.forms import OneAnswer, Page
from courses.quizzes.marking import BadResponse
from courses.quizzes.models import AttemptState
from courses.quizzes.queries import Sheet, Sitting
from courses.quizzes.views.blueprint import bp
from courses.quizzes.views.sheets import (
    MOST_MEGABYTES,
    at_question,
    elsewhere,
    form_page,
    keep,
    page_sent,
    paper,
    refused,
    writer,
)
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.web.access import access, own
from lms.web.bodies import takes
from lms.web.templating import render_template
from lms.web.transaction import refuse


def my_room(run_id: str) -> Room:
    """The reader's own place in the run; where there is none, nothing can be started."""
    try:
        return read_room(run_id, current_user.id)
    except NotEnrolled as stranger:
        raise NotFound from stranger


@bp.post("/learn/<public:run_id>/<slug>/start")
@access(own("learner_id"), room=my_room)
def start(room: Room, slug: str) -> ResponseReturnValue:
    lesson = room.outline.find(slug)
    try:
        attempt = operations.start(get_enrolment(room.enrolment_id), lesson.key)
    except (operations.CannotStart, operations.NoPlace) as refusal:
        refuse()
        flash(str(refusal), "warn")
        return redirect(url_for("learning.lesson", run_id=room.run_public_id, slug=slug))
    if attempt.state is AttemptState.SUBMITTED:
        flash(str(operations.AttemptOver()), "warn")
    return redirect(url_for(".attempt", attempt_id=attempt.public_id))


@bp.get("/attempts/<public:attempt_id>")
@access(own("learner_id"), sitting=queries.get_sitting)
def attempt(sitting: Sitting) -> ResponseReturnValue:
    return elsewhere(sitting) or form_page(sitting, Page())


@bp.post("/attempts/<public:attempt_id>/save")
@access(own("learner_id"), sheet=queries.get_sheet)
@takes(MOST_MEGABYTES)
def save(sheet: Sheet) -> ResponseReturnValue:
    if "question" in request.form:
        return _save_one(sheet)
    page = page_sent(sheet)
    try:
        keep(sheet, page)
    except DomainError as refusal:
        return refused(sheet, refusal)
    if page.wrong:
        return form_page(queries.get_sitting(sheet.public_id), page)
    return redirect(_onwards(sheet, request.form.get("go", "")))


@bp.get("/attempts/<public:attempt_id>/check")
@access(own("learner_id"), sitting=queries.get_sitting)
def check(sitting: Sitting) -> ResponseReturnValue:
    """Which questions are still without an answer, before it is too late."""
    if away := elsewhere(sitting):
        return away
    seen = paper(sitting)
    complete = {name for name, state in seen["states"].items() if state is Completeness.ANSWERED}
    return render_template("quizzes/check.html", complete=complete, **seen)


@bp.post("/attempts/<public:attempt_id>/submit")
@access(own("learner_id"), sitting=queries.get_sitting)
@takes(MOST_MEGABYTES)
def submit(sitting: Sitting) -> ResponseReturnValue:
    page = page_sent(sitting)
    try:
        with suppress(operations.AttemptOver, operations.AttemptSubmitted):
            keep(sitting.sheet, page)
        if page.wrong and sitting.is_open and not sitting.is_late(now()):
            return form_page(sitting, page)
        operations.submit(sitting.id)
    except DomainError as refusal:
        return refused(sitting, refusal)
    if sitting.is_open and sitting.is_over(now()):
        flash(str(operations.AttemptOver()), "warn")
    return redirect(url_for(".review", attempt_id=sitting.public_id))


def _save_one(sheet: Sheet) -> ResponseReturnValue:
    """409: nothing is taken any more; 422: this is no answer."""
    try:
        one = OneAnswer.read(request.form)
        slot = find_slot(queries.definition(sheet.quiz_id), one.name)
        response = read(slot, one.values)
        at = operations.save_answer(
            sheet, slot, response, seq=one.seq, writer=writer(), given_at=one.given_at
        )
    except (BadResponse, operations.BadNumbering) as bad:
        return jsonify(error=str(bad)), 422
    except DomainError as refusal:
        return jsonify(error=str(refusal)), 409
    return jsonify(saved_at=dates.clock(at, current_locale()))


def _onwards(sheet: Sheet, go: str) -> str:
    if go == "check":
        return url_for(".check", attempt_id=sheet.public_id)
    if not go:
        pressed = clicks(queries.definition(sheet.quiz_id), request.form.to_dict(flat=False))
        return at_question(sheet, next(iter(pressed), ""))
    flash(_("Your answers are saved."))
    if go == "later":
        sitting = queries.get_sitting(sheet.public_id)
        slug = queries.definition(sheet.quiz_id).slug
        return url_for("learning.lesson", run_id=sitting.run_public_id, slug=slug)
    return at_question(sheet, "")
