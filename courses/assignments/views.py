"""What a learner does with an assignment, and the files of works."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.assignments import forms, operations, policy, queries, works
from courses.assignments.brief import MOST_MEGABYTES, Brief
from courses.assignments.lifecycle import RELEASED
from courses.assignments.models import SubmissionFile
from courses.assignments.naming import anonymous_name
from courses.content import handed_in
from courses.content.models import LessonKind
from courses.content.queries import OutlineLesson
from courses.enrolment.queries import get_enrolment
from courses.learning import rooms
from courses.learning.queries import NotEnrolled
from courses.learning.queries import room as read_room
from courses.learning.standing import Door, Room
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.i18n.thai import words
from lms.web.access import access, own
from lms.web.bodies import takes
from lms.web.templating import render_template
from lms.web.transaction import refuse

bp = Blueprint("assignments", __name__, template_folder="templates")


def my_room(run_id: str) -> Room:
    """The reader's own place in the run."""
    try:
        return read_room(run_id, current_user.id)
    except NotEnrolled as stranger:
        raise NotFound from stranger


@bp.teardown_request
def _close_uploads(failure: BaseException | None) -> None:
    """Large uploads lie in temporary files until they are closed."""
    if request.endpoint == "assignments.write":
        request.close()


@bp.post("/learn/<public:run_id>/<slug>/work")
@access(own("learner_id"), room=my_room)
@takes(MOST_MEGABYTES + 2)
def write(room: Room, slug: str) -> ResponseReturnValue:
    """The draft: its text as it is typed, or the whole form with a file and a wish."""
    lesson = _lesson(room, slug)
    if "question" in request.form:
        return _save_typed(room, lesson)
    wish, _colon, name = request.form.get("do", "save").partition(":")
    try:
        _keep(room, lesson, wish, name)
    except DomainError as refusal:
        return _again(room, lesson, refusal)
    if wish == "check":
        return redirect(url_for(".check", run_id=room.run_public_id, slug=slug))
    said = {"add": _("The file is added."), "remove": _("The file is removed.")}
    flash(said.get(wish) or _("Your draft is saved."))
    return redirect(_address(room, lesson) + "#work")


@bp.get("/learn/<public:run_id>/<slug>/work/check")
@access(own("learner_id"), room=my_room)
def check(room: Room, slug: str) -> ResponseReturnValue:
    """What will be handed in, before it is."""
    lesson = _lesson(room, slug)
    work = _work(room, lesson)
    if work.draft is None or room.door(_today()) is not Door.OPEN:
        return redirect(_address(room, lesson))
    return render_template(
        "assignments/check.html",
        room=room,
        lesson=lesson,
        brief=work.brief,
        work=work,
        counted=len(words(work.draft.submission.text)),
    )


@bp.post("/learn/<public:run_id>/<slug>/work/hand-in")
@access(own("learner_id"), room=my_room)
def hand_in(room: Room, slug: str) -> ResponseReturnValue:
    lesson = _lesson(room, slug)
    changes = forms.typed_text(request.form, "changes") or ""
    try:
        work = operations.submit(get_enrolment(room.enrolment_id), lesson.key, changes=changes)
    except DomainError as refusal:
        return _again(room, lesson, refusal)
    flash(
        _("Handed in late at %(at)s.", at=dates.moment(_when(work), current_locale()))
        if work.late
        else _("Handed in at %(at)s.", at=dates.moment(_when(work), current_locale()))
    )
    return redirect(_address(room, lesson))


@bp.post("/learn/<public:run_id>/<slug>/work/take-back")
@access(own("learner_id"), room=my_room)
def take_back(room: Room, slug: str) -> ResponseReturnValue:
    lesson = _lesson(room, slug)
    try:
        operations.take_back(get_enrolment(room.enrolment_id), lesson.key)
        flash(_("It is a draft again. Hand it in when it is ready."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(_address(room, lesson) + "#work")


@bp.post("/learn/<public:run_id>/<slug>/work/revise")
@access(own("learner_id"), room=my_room)
def revise(room: Room, slug: str) -> ResponseReturnValue:
    lesson = _lesson(room, slug)
    try:
        operations.begin_revision(get_enrolment(room.enrolment_id), lesson.key)
        flash(_("The new round begins with what you handed in last."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(_address(room, lesson) + "#work")


@bp.get("/handed-in/<public:file_id>")
@access(policy.file_of_a_work, file=queries.get_file)
def file(file: SubmissionFile) -> ResponseReturnValue:
    """Always a download; a marker who must not know the learner gets another name."""
    work, name = file.submission, file.name
    hidden = queries.brief_of(work).anonymous and work.state not in RELEASED
    if hidden and work.learner_id != current_user.id:
        ids = [f.id for f in queries.files_of([work.id])[work.id]]
        name = anonymous_name(work.public_id, ids.index(file.id) + 1, name)
    return handed_in.send(file.digest, name=name, content_type=file.content_type)


def _lesson(room: Room, slug: str) -> OutlineLesson:
    lesson = room.outline.find(slug)
    if lesson.kind is not LessonKind.ASSIGNMENT:
        raise NotFound
    return lesson


def _save_typed(room: Room, lesson: OutlineLesson) -> ResponseReturnValue:
    """What the page's script sends while somebody types: 409 says that it is not taken any more."""
    if request.form.get("question") != forms.TEXT:
        return jsonify(error=_("This cannot be done.")), 422
    text = forms.typed_text(request.form, "answer") or ""
    try:
        typing = forms.typing(request.form, current_user.token)
        operations.save_text(get_enrolment(room.enrolment_id), lesson.key, text, typing)
    except (operations.TooLong, forms.Unreadable) as refusal:
        return jsonify(error=str(refusal)), 422
    except DomainError as refusal:
        return jsonify(error=str(refusal)), 409
    return jsonify(saved_at=dates.clock(now(), current_locale()))


def _keep(room: Room, lesson: OutlineLesson, wish: str, name: str) -> None:
    """The text as it stands, and what the button asks for besides."""
    if wish == "add":
        _add_file(room, lesson)
        return
    _save_text(room, lesson)
    if wish == "remove":
        operations.remove_file(get_enrolment(room.enrolment_id), lesson.key, name)


def _save_text(room: Room, lesson: OutlineLesson) -> None:
    text = forms.typed_text(request.form)
    if text is not None:
        writer = forms.writer(current_user.token)
        typing = operations.Typing(0, writer)
        operations.save_text(get_enrolment(room.enrolment_id), lesson.key, text, typing)


def _add_file(room: Room, lesson: OutlineLesson) -> None:
    """The file is on the disk before the transaction begins, and gone again where it is refused."""
    chosen = forms.chosen(request.files.get("file"))
    rule = Brief.of(lesson.settings).files
    digest, size = handed_in.keep(chosen.stream, most=rule.bytes if rule else 0)
    try:
        _save_text(room, lesson)
        enrolment = get_enrolment(room.enrolment_id)
        operations.add_file(
            enrolment, lesson.key, name=chosen.name, looked=chosen.looked, digest=digest, size=size
        )
    except DomainError:
        handed_in.discard(digest)
        raise


def _again(room: Room, lesson: OutlineLesson, refusal: DomainError) -> ResponseReturnValue:
    """The same page with what is wrong and what was typed."""
    refuse()
    return rooms.page(room, lesson, problem=refusal, typed=request.form.get(forms.TEXT))


def _work(room: Room, lesson: OutlineLesson) -> works.Work:
    return works.work_of(
        Brief.of(lesson.settings),
        lesson.key,
        enrolment_id=room.enrolment_id,
        run_id=room.run_id,
        starts_on=room.starts_on,
        enrolled_at=room.begun_at,
    )


def _address(room: Room, lesson: OutlineLesson) -> str:
    return url_for("learning.lesson", run_id=room.run_public_id, slug=lesson.slug)


def _when(work: Any) -> Any:
    return work.submitted_at or now()


def _today() -> Any:
    return dates.to_bangkok(now()).date()
