"""What is done to one question by a button."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.operations import questions as changing
from courses.authoring.views.blueprint import bp
from courses.authoring.views.questions import _tell, editing, seeing
from courses.content.policy import Ability, able
from courses.content.queries import get_course
from courses.quizzes import bank, operations
from courses.quizzes import bank_policy as policy
from courses.quizzes.models import Question
from lms.accounts.public import account
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.transaction import refuse

LEVELS = [level.value for level in bank.Level]


def _back(question: Question) -> ResponseReturnValue:
    return redirect(url_for(".question", question_id=question.public_id))


def _refused(question: Question, refusal: DomainError) -> ResponseReturnValue:
    refuse()
    flash(str(refusal), "warn")
    return _back(question)


@bp.post("/questions/<public:question_id>/retire")
@editing
def retire_question(question: Question) -> ResponseReturnValue:
    operations.retire_questions([question], by=account())
    flash(_("Retired: nobody picks it any more. Quizzes that ask it go on."))
    return _back(question)


@bp.post("/questions/<public:question_id>/bring-back")
@editing
def bring_back_question(question: Question) -> ResponseReturnValue:
    operations.bring_back([question], by=account())
    flash(_("The question can be picked again."))
    return _back(question)


@bp.post("/questions/<public:question_id>/restore/<int:number>")
@editing
def restore_question(question: Question, number: int) -> ResponseReturnValue:
    try:
        _version, behind = changing.restore(question, number, by=account())
    except NotFound:
        raise
    except DomainError as refusal:
        return _refused(question, refusal)
    _tell(behind)
    return _back(question)


@bp.post("/questions/<public:question_id>/duplicate")
@seeing
def duplicate_question(question: Question) -> ResponseReturnValue:
    course = get_course(request.form.get("course", ""))
    if not able(Ability.EDIT, course):
        raise NotFound
    copy = operations.duplicate_question(question, course, by=account())
    flash(_("This is your copy. Changing it leaves the other question alone."))
    return redirect(url_for(".edit_question", question_id=copy.public_id))


@bp.post("/questions/<public:question_id>/propose")
@editing
def propose_question(question: Question) -> ResponseReturnValue:
    level = request.form.get("level", "")
    if level not in LEVELS or not policy.may_propose(question, bank.Level(level)):
        raise NotFound
    to = question.institution_id if level == bank.Level.INSTITUTION else None
    if policy.may_accept(to):
        operations.move_up([question], by=account(), institution_id=to)
        flash(_("The question stands in the larger bank now."))
    else:
        operations.propose_question(question, by=account(), institution_id=to)
        flash(_("Offered. Whoever answers for that bank decides."))
    return _back(question)


@bp.post("/questions/<public:question_id>/accept")
@access(policy.decides_proposal, question=bank.get_question)
def accept_question(question: Question) -> ResponseReturnValue:
    operations.accept_question(question, by=account())
    flash(_("The question stands in the larger bank now."))
    return _back(question)


@bp.post("/questions/<public:question_id>/decline")
@access(policy.decides_proposal, question=bank.get_question)
def decline_question(question: Question) -> ResponseReturnValue:
    operations.decline_question(question, by=account())
    flash(_("Declined. The question stays where it is."))
    if policy.may_see(question):
        return _back(question)
    return redirect(url_for(".shared_bank"))
