"""Taking a quiz: start, answer, look over, submit, see what came of it."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.content import handed_in
from courses.enrolment.queries import get_enrolment
from courses.learning.papers import papers
from courses.learning.queries import NotEnrolled
from courses.learning.queries import room as read_room
from courses.learning.standing import Door, Room
from courses.quizzes import operations, policy, queries
from courses.quizzes.answers import Completeness, clicks, completeness, find_slot, read
from courses.quizzes.desk import name_for_marker
from courses.quizzes.forms import OneAnswer, Page
from courses.quizzes.marking import BadResponse
from courses.quizzes.models import AnswerFile, AttemptState
from courses.quizzes.paper import Definition
from courses.quizzes.queries import Sheet, Sitting
from courses.quizzes.questions import QuestionKind
from courses.quizzes.review import Sight, marked_by_hand, sight
from courses.quizzes.review import review as reviewed
from courses.quizzes.reviewed import ByHand, Reviewed
from courses.quizzes.showing import show
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.web.access import access, own
from lms.web.bodies import takes
from lms.web.forms import is_fetch
from lms.web.templating import render_template
from lms.web.transaction import refuse

MOST_MEGABYTES = 130
bp = Blueprint("quizzes", __name__, template_folder="templates")


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
    return _elsewhere(sitting) or _form_page(sitting, Page())


@bp.post("/attempts/<public:attempt_id>/save")
@access(own("learner_id"), sheet=queries.get_sheet)
@takes(MOST_MEGABYTES)
def save(sheet: Sheet) -> ResponseReturnValue:
    if "question" in request.form:
        return _save_one(sheet)
    page = _page(sheet)
    try:
        _keep(sheet, page)
    except DomainError as refusal:
        return _refused(sheet, refusal)
    if page.wrong:
        return _form_page(queries.get_sitting(sheet.public_id), page)
    return redirect(_onwards(sheet, request.form.get("go", "")))


@bp.post("/attempts/<public:attempt_id>/files")
@access(own("learner_id"), sheet=queries.get_sheet)
@takes(MOST_MEGABYTES)
def hand_in(sheet: Sheet) -> ResponseReturnValue:
    """Files of a form, with its answers; or one file that a script sends."""
    page = _page(sheet)
    try:
        _keep(sheet, page)
    except DomainError as refusal:
        return (jsonify(error=str(refusal)), 409) if is_fetch() else _refused(sheet, refusal)
    if is_fetch():
        return _files_sent(sheet, page)
    if page.wrong:
        return _form_page(queries.get_sitting(sheet.public_id), page)
    return redirect(_at_question(sheet, next(iter(page.files), "")))


@bp.post("/attempts/<public:attempt_id>/files/<public:file_id>/take-away")
@access(own("learner_id"), sheet=queries.get_sheet, file=queries.get_file)
@takes(MOST_MEGABYTES)
def take_away(sheet: Sheet, file: AnswerFile) -> ResponseReturnValue:
    asked = queries.definition(sheet.quiz_id).slots.values()
    slot = next((s for s in asked if s.question.id == file.question_version_id), None)
    if slot is None or file.attempt_id != sheet.id:
        raise NotFound
    page, public_id = _page(sheet), file.public_id
    try:
        _keep(sheet, page)
        operations.take_away(sheet, slot, public_id, writer=_writer())
    except DomainError as refusal:
        return (jsonify(error=str(refusal)), 409) if is_fetch() else _refused(sheet, refusal)
    return _files_sent(sheet, page) if is_fetch() else redirect(_at_question(sheet, slot.name))


@bp.get("/attempts/<public:attempt_id>/files/<public:file_id>")
@access(policy.handed_in, sitting=queries.get_sitting, file=queries.get_file)
def file(sitting: Sitting, file: AnswerFile) -> ResponseReturnValue:
    if file.attempt_id != sitting.id:
        raise NotFound
    name = file.name
    if sitting.learner_id != current_user.id:
        name = name_for_marker(sitting, file.id % 1000, name)
    return handed_in.send(file.digest, name=name, content_type=file.content_type)


@bp.get("/attempts/<public:attempt_id>/check")
@access(own("learner_id"), sitting=queries.get_sitting)
def check(sitting: Sitting) -> ResponseReturnValue:
    """Which questions are still without an answer, before it is too late."""
    if elsewhere := _elsewhere(sitting):
        return elsewhere
    paper = _paper(sitting)
    complete = {name for name, state in paper["states"].items() if state is Completeness.ANSWERED}
    return render_template("quizzes/check.html", complete=complete, **paper)


@bp.post("/attempts/<public:attempt_id>/submit")
@access(own("learner_id"), sitting=queries.get_sitting)
@takes(MOST_MEGABYTES)
def submit(sitting: Sitting) -> ResponseReturnValue:
    page = _page(sitting)
    try:
        with suppress(operations.AttemptOver, operations.AttemptSubmitted):
            _keep(sitting.sheet, page)
        if page.wrong and sitting.is_open and not sitting.is_late(now()):
            return _form_page(sitting, page)
        operations.submit(sitting.id)
    except DomainError as refusal:
        return _refused(sitting, refusal)
    if sitting.is_open and sitting.is_over(now()):
        flash(str(operations.AttemptOver()), "warn")
    return redirect(url_for(".review", attempt_id=sitting.public_id))


@bp.get("/attempts/<public:attempt_id>/review")
@access(own("learner_id"), sitting=queries.get_sitting)
def review(sitting: Sitting) -> ResponseReturnValue:
    if sitting.is_open or not sitting.has_seat:
        return redirect(url_for(".attempt", attempt_id=sitting.public_id))
    quiz = queries.definition(sitting.quiz_id)
    tries = queries.tries(sitting.enrolment_id, sitting.lesson_key)
    seen = sight(quiz, tries)
    return render_template(
        "quizzes/review.html",
        sitting=sitting,
        quiz=quiz,
        tries=tries,
        best=max(
            (t.percent for t in tries if t.percent is not None and not t.pending), default=None
        ),
        sight=seen,
        questions=_answers_of(sitting, seen),
        file_url=partial(_file_url, sitting.public_id),
        **_around(sitting, quiz, len(tries)),
    )


def _save_one(sheet: Sheet) -> ResponseReturnValue:
    """409: nothing is taken any more; 422: this is no answer."""
    try:
        one = OneAnswer.read(request.form)
        slot = find_slot(queries.definition(sheet.quiz_id), one.name)
        response = read(slot, one.values)
        at = operations.save_answer(
            sheet, slot, response, seq=one.seq, writer=_writer(), given_at=one.given_at
        )
    except (BadResponse, operations.BadNumbering) as bad:
        return jsonify(error=str(bad)), 422
    except DomainError as refusal:
        return jsonify(error=str(refusal)), 409
    return jsonify(saved_at=dates.clock(at, current_locale()))


def _paper(sitting: Sitting) -> dict[str, Any]:
    """What the pages of an open attempt show; nothing in it knows what is right."""
    quiz, moment = queries.definition(sitting.quiz_id), now()
    questions = show(quiz, sitting.seed, queries.saved(sitting.id))
    return {
        "sitting": sitting,
        "quiz": quiz,
        "questions": questions,
        "states": {q.name: completeness(q.question, q.given) for q in questions},
        "shown_at": moment.isoformat(),
        "moment": moment,
        "urls": AttemptUrls(sitting.public_id),
        "files": queries.files_of(sitting.id) if quiz.takes_files else {},
    }


def _form_page(sitting: Sitting, page: Page) -> str:
    return render_template("quizzes/attempt.html", page=page, **_paper(sitting))


def _around(sitting: Sitting, quiz: Definition, tried: int) -> dict[str, Any]:
    """Where the learner stands in the run now, and what comes next."""
    room = read_room(sitting.run_public_id, sitting.learner_id)
    slugs = [lesson.slug for lesson in room.outline.lessons]
    known = quiz.slug in slugs
    is_open = room.door(dates.to_bangkok(now()).date()) is Door.OPEN
    return {
        "room": room,
        "onwards": room.outline.around(quiz.slug)[1] if known else None,
        "may_retry": known and is_open and (quiz.attempts is None or tried < quiz.attempts),
        "paper": papers([room.enrolment_id]).get(room.enrolment_id) if room.completed_at else None,
    }


def _answers_of(sitting: Sitting, seen: Sight) -> tuple[Reviewed, ...]:
    """With what was right where it may be seen; else only what people marked, and said to it."""
    quiz = queries.definition(sitting.quiz_id)
    if seen is Sight.BUSY or (seen is not Sight.OPEN and not quiz.has_by_hand):
        return ()
    shown = show(quiz, sitting.seed, queries.saved(sitting.id))
    by_hand = ByHand()
    if quiz.has_by_hand:
        by_hand = ByHand(queries.files_of(sitting.id), queries.hand_marks(sitting.id))
    marks = sitting.marks or {}
    if seen is not Sight.OPEN:
        return marked_by_hand(quiz, shown, marks, by_hand)
    return reviewed(quiz, shown, queries.answer_keys(quiz.id), marks, by_hand)


def _page(sheet: Sheet | Sitting) -> Page:
    """What the form says; its files are stored before anything is written."""
    return Page.read(queries.definition(sheet.quiz_id), request.form, request.files)


def _keep(sheet: Sheet, page: Page) -> None:
    """Answers and files of one page; a file too many is told at its question."""
    operations.save_answers(sheet, page.answers, shown_at=page.shown_at, writer=_writer())
    slots = queries.definition(sheet.quiz_id).slots
    for name, files in page.files.items():
        try:
            operations.hand_in(sheet, slots[name], files, writer=_writer())
        except operations.TooMany as refusal:
            page.wrong[name] = refusal


def _files_sent(sheet: Sheet, page: Page) -> ResponseReturnValue:
    """What the script shows: the list of the question's files, or why one was refused."""
    if page.wrong:
        refuse()
        return jsonify(error=str(next(iter(page.wrong.values())))), 422
    urls = AttemptUrls(sheet.public_id)
    files = {
        slot.name: render_template("quizzes/_files.html", files=handed, urls=urls)
        for slot in queries.definition(sheet.quiz_id).slots.values()
        if slot.question.kind is QuestionKind.UPLOAD
        for handed in [queries.files_of(sheet.id).get(slot.question.id, ())]
    }
    return jsonify(files=files, saved_at=dates.clock(now(), current_locale()))


def _file_url(attempt_id: str, file_id: str) -> str:
    return url_for("quizzes.file", attempt_id=attempt_id, file_id=file_id)


@dataclass(frozen=True)
class AttemptUrls:
    """Where the inputs of an open attempt send what they hold."""

    attempt_id: str

    @property
    def save(self) -> str:
        return url_for("quizzes.save", attempt_id=self.attempt_id)

    @property
    def files(self) -> str:
        return url_for("quizzes.hand_in", attempt_id=self.attempt_id)

    def file_url(self, file_id: str) -> str:
        return _file_url(self.attempt_id, file_id)

    def take_away_url(self, file_id: str) -> str:
        return url_for("quizzes.take_away", attempt_id=self.attempt_id, file_id=file_id)


def _elsewhere(sitting: Sitting) -> ResponseReturnValue | None:
    """Where an attempt that cannot be answered now is looked at instead."""
    if not sitting.has_seat:
        return redirect(url_for("learning.room", run_id=sitting.run_public_id))
    if not sitting.is_open:
        return redirect(url_for(".review", attempt_id=sitting.public_id))
    if sitting.is_over(now()):
        return render_template(
            "quizzes/over.html", sitting=sitting, quiz=queries.definition(sitting.quiz_id)
        )
    return None


def _onwards(sheet: Sheet, go: str) -> str:
    if go == "check":
        return url_for(".check", attempt_id=sheet.public_id)
    if not go:
        pressed = clicks(queries.definition(sheet.quiz_id), request.form.to_dict(flat=False))
        return _at_question(sheet, next(iter(pressed), ""))
    flash(_("Your answers are saved."))
    if go == "later":
        sitting = queries.get_sitting(sheet.public_id)
        slug = queries.definition(sheet.quiz_id).slug
        return url_for("learning.lesson", run_id=sitting.run_public_id, slug=slug)
    return _at_question(sheet, "")


def _at_question(sheet: Sheet, name: str) -> str:
    return url_for(".attempt", attempt_id=sheet.public_id, _anchor=name or None)


def _refused(sitting: Sitting | Sheet, refusal: DomainError) -> ResponseReturnValue:
    refuse()
    flash(str(refusal), "warn")
    return redirect(url_for(".attempt", attempt_id=sitting.public_id))


def _writer() -> str:
    """Which browser answers: its log-in, without the secret."""
    return hashlib.sha256(current_user.token.encode()).hexdigest()[:16]
