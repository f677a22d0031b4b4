"""Marking one work: the text, the rubric, comments, and what becomes of it."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.assignments import annotations, operations, queries
from courses.assignments.brief import Brief
from courses.assignments.models import Submission
from courses.assignments.scoring import POINTS
from courses.authoring.sheets import Sheet, sheet
from courses.authoring.views.blueprint import bp
from courses.authoring.views.marking import decides, marks, next_work, of_course
from courses.content.models import Course
from courses.content.queries import body, get_course
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.i18n.thai import normalise
from lms.web.access import access
from lms.web.forms import is_fetch
from lms.web.templating import render_template
from lms.web.transaction import refuse


@bp.get("/<code>/marking/<public:work_id>")
@access(marks, course=get_course, work=queries.get_submission)
def work(course: Course, work: Submission) -> ResponseReturnValue:
    of_course(course, work)
    return _page(course, work)


@bp.post("/<code>/marking/<public:work_id>/mark")
@access(marks, course=get_course, work=queries.get_submission)
def mark_work(course: Course, work: Submission) -> ResponseReturnValue:
    """The whole form with the wish of one button; a script sends it as it is filled in."""
    of_course(course, work)
    wish, _colon, name = request.form.get("do", "save").partition(":")
    try:
        if wish in ("finish", "return"):
            return _finish(course, work, send_for_revision=wish == "return")
        if wish == "put-back":
            operations.put_back(work, by=account())
            flash(_("The work is back in the queue."))
            return redirect(url_for(".marking", code=course.code))
        _WISHES.get(wish, _save)(work, name)
    except DomainError as refusal:
        return _refused(course, work, refusal)
    if is_fetch():
        return jsonify(saved_at=dates.clock(now(), current_locale()))
    here = {"comment": "comments", "uncomment": "comments"}.get(wish, "mark")
    return redirect(url_for(".work", code=course.code, work_id=work.public_id, _anchor=here))


@bp.post("/<code>/marking/<public:work_id>/change")
@access(marks, course=get_course, work=queries.get_submission)
def change_mark(course: Course, work: Submission) -> ResponseReturnValue:
    """A result that the learner has read changes only with a reason."""
    of_course(course, work)
    again = request.form.get("do") == "return"
    scores = None if again else _scores(queries.brief_of(work))
    reason = normalise(request.form.get("reason", ""), lines=True)
    try:
        operations.change_result(work, by=account(), reason=reason, scores=scores)
    except DomainError as refusal:
        return _refused(course, work, refusal)
    flash(_("The result is changed, and the learner is told."))
    return redirect(url_for(".work", code=course.code, work_id=work.public_id))


def _finish(course: Course, work: Submission, *, send_for_revision: bool) -> ResponseReturnValue:
    operations.finish(work, _written(work), by=account(), send_for_revision=send_for_revision)
    flash(
        _("The work is returned for revision, and the learner is told.")
        if send_for_revision
        else _("The mark is given, and the learner is told.")
        if work.released_at
        else _("Your mark is kept. The result waits for another marker.")
    )
    if request.form.get("then") == "stay":
        return redirect(url_for(".work", code=course.code, work_id=work.public_id))
    return redirect(next_work(course))


def _save(work: Submission, name: str) -> None:
    operations.save_mark(work, _written(work), by=account())


def _comment(work: Submission, name: str) -> None:
    """About the words that were selected, or about a whole paragraph."""
    _save(work, name)
    place = (_number("start"), _number("stop"))
    if place[0] is None or place[1] is None:
        place = annotations.paragraph_place(work.text, _number("paragraph") or 0) or (0, 0)
    text = normalise(request.form.get("comment", ""), lines=True)
    start, stop = place
    operations.add_comment(work, by=account(), start=start or 0, stop=stop or 0, text=text)
    if request.form.get("remember"):
        operations.remember_comment(text, by=account())


def _uncomment(work: Submission, name: str) -> None:
    _save(work, name)
    operations.remove_comment(work, name, by=account())


def _use(work: Submission, name: str) -> None:
    """Put a kept sentence behind the feedback."""
    kept = next((c for c in queries.saved_comments(current_user.id) if c.public_id == name), None)
    written = _written(work)
    more = "\n".join(filter(None, (written.feedback, kept.text if kept else "")))
    by_now = operations.Written(written.scores, more, written.private_note, written.seq)
    operations.save_mark(work, by_now, by=account())


def _forget(work: Submission, name: str) -> None:
    _save(work, name)
    operations.forget_comment(name, by=account())


_WISHES = {
    "save": _save, "comment": _comment, "uncomment": _uncomment, "use": _use, "forget": _forget,
}  # fmt: skip


def _written(work: Submission) -> operations.Written:
    seq = request.form.get("seq", "")
    return operations.Written(
        scores=_scores(queries.brief_of(work)),
        feedback=normalise(request.form.get("feedback", ""), lines=True),
        private_note=normalise(request.form.get("private_note", ""), lines=True),
        seq=int(seq) if seq.isascii() and seq.isdigit() and len(seq) <= 16 else 0,
    )


def _scores(brief: Brief) -> dict[str, Any]:
    """Only the inputs that this rubric has."""
    if not brief.rubric:
        return {POINTS: request.form.get("score-points", "")}
    return {c.key: request.form.get(f"score-{c.key}", "") for c in brief.rubric}


def _number(name: str) -> int | None:
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None


def _refused(course: Course, work: Submission, refusal: DomainError) -> ResponseReturnValue:
    """Nothing is stored; what was typed stands in the page again."""
    refuse()
    if is_fetch():
        return jsonify(error=str(refusal)), 409
    return _page(course, work, problem=refusal, typed=request.form)


def _page(course: Course, work: Submission, **more: Any) -> str:
    seen: Sheet = sheet(work, current_user.id, decides=decides(course))
    values: dict[str, Any] = {"problem": None, "typed": None} | more
    return render_template(
        "studio/work.html",
        course=course,
        sheet=seen,
        instructions=body(seen.lesson.id),
        kept=queries.saved_comments(current_user.id),
        decides=decides(course),
        **values,
    )
