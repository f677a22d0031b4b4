"""Offering questions to larger banks: their authors propose, who answers for the bank accepts."""

from collections.abc import Iterable

from courses.quizzes import bank
from courses.quizzes.bank import Level
from courses.quizzes.models import Question, QuestionProposal
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l


class CannotPropose(DomainError):
    message = _l("Only a question of a smaller bank can be offered to a larger one.")


class NotProposed(DomainError):
    message = _l("This question is not offered any more.")


def propose_question(
    question: Question, *, by: User | None, institution_id: int | None = None
) -> QuestionProposal:
    """Offer it to the bank of an institution, or (without one) to the bank that all share."""
    level = bank.level_of(question)
    higher = Level.SHARED if institution_id is None else Level.INSTITUTION
    if level is Level.SHARED or level is higher:
        raise CannotPropose
    if institution_id is not None and question.institution_id != institution_id:
        raise CannotPropose
    lock_row(question)
    offered = bank.proposal(question)
    if offered is None:
        offered = QuestionProposal(question_id=question.id, proposed_at=now())
        db.session.add(offered)
    offered.institution_id, offered.proposed_by_id = institution_id, by.id if by else None
    db.session.flush()  # lists show that it is offered
    audit.record("question.proposed", question, by=by, level=higher.value)
    return offered


def accept_question(question: Question, *, by: User | None) -> Question:
    """From now on it stands in the bank it was offered to; the quizzes that ask it go on."""
    offered = _offered(question)
    before = question.institution_id
    question.course_id, question.course = None, None
    question.bank_institution_id = offered.institution_id
    db.session.delete(offered)
    db.session.flush()  # lists read where it stands
    audit.record(
        "question.accepted",
        question,
        by=by,
        institution_id=before,
        level=bank.level_of(question).value,
    )
    return question


def decline_question(question: Question, *, by: User | None) -> None:
    db.session.delete(_offered(question))
    audit.record("question.declined", question, by=by)


def _offered(question: Question) -> QuestionProposal:
    lock_row(question)  # of two answers at once, the second finds nothing to answer
    offered = bank.proposal(question)
    if offered is None:
        raise NotProposed
    return offered


def move_up(
    questions: Iterable[Question], *, by: User | None, institution_id: int | None = None
) -> None:
    """What somebody offers who may also accept it: at once."""
    for question in questions:
        propose_question(question, by=by, institution_id=institution_id)
        accept_question(question, by=by)
