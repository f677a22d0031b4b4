"""Files as answers: handed in, taken away, read again."""

from flask import jsonify, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.content import handed_in
from courses.quizzes import operations, policy, queries
from courses.quizzes.desk import name_for_marker
from courses.quizzes.forms import Page
from courses.quizzes.models import AnswerFile
from courses.quizzes.queries import Sheet, Sitting
from courses.quizzes.questions import QuestionKind
from courses.quizzes.views.blueprint import bp
from courses.quizzes.views.sheets import (
    MOST_MEGABYTES,
    AttemptUrls,
    at_question,
    form_page,
    keep,
    page_sent,
    refused,
    writer,
)
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import current_locale, dates
from lms.web.access import access, own
from lms.web.bodies import takes
from lms.web.forms import is_fetch
from lms.web.templating import render_template
from lms.web.transaction import refuse


@bp.post("/attempts/<public:attempt_id>/files")
@access(own("learner_id"), sheet=queries.get_sheet)
@takes(MOST_MEGABYTES)
def hand_in(sheet: Sheet) -> ResponseReturnValue:
    """Files of a form, with its answers; or one file that a script sends."""
    page = page_sent(sheet)
    try:
        keep(sheet, page)
    except DomainError as refusal:
        return (jsonify(error=str(refusal)), 409) if is_fetch() else refused(sheet, refusal)
    if is_fetch():
        return _files_sent(sheet, page)
    if page.wrong:
        return form_page(queries.get_sitting(sheet.public_id), page)
    return redirect(at_question(sheet, next(iter(page.files), "")))


@bp.post("/attempts/<public:attempt_id>/files/<public:file_id>/take-away")
@access(own("learner_id"), sheet=queries.get_sheet, file=queries.get_file)
@takes(MOST_MEGABYTES)
def take_away(sheet: Sheet, file: AnswerFile) -> ResponseReturnValue:
    asked = queries.definition(sheet.quiz_id).slots.values()
    slot = next((s for s in asked if s.question.id == file.question_version_id), None)
    if slot is None or file.attempt_id != sheet.id:
        raise NotFound
    page, public_id = page_sent(sheet), file.public_id
    try:
        keep(sheet, page)
        operations.take_away(sheet, slot, public_id, writer=writer())
    except DomainError as refusal:
        return (jsonify(error=str(refusal)), 409) if is_fetch() else refused(sheet, refusal)
    return _files_sent(sheet, page) if is_fetch() else redirect(at_question(sheet, slot.name))


@bp.get("/attempts/<public:attempt_id>/files/<public:file_id>")
@access(policy.handed_in, sitting=queries.get_sitting, file=queries.get_file)
def file(sitting: Sitting, file: AnswerFile) -> ResponseReturnValue:
    if file.attempt_id != sitting.id:
        raise NotFound
    name = file.name
    if sitting.learner_id != current_user.id:
        name = name_for_marker(sitting, file.id % 1000, name)
    return handed_in.send(file.digest, name=name, content_type=file.content_type)


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
