"""Who may see, change and accept questions, by the bank they stand in.

A course's questions are those of its authors. An institution's are seen by its staff and answered
for by its reviewers and admins. What all share is seen by everybody who makes courses and answered
for by the operator.
"""

from collections.abc import Callable
from typing import Any

from flask_login import current_user

from courses.content.models import Course
from courses.content.policy import Ability, able, in_studio
from courses.quizzes.bank import Level, Scope, level_of, proposal
from courses.quizzes.models import Question
from lms.institutions.public import Permission, Role, allowed, today
from lms.web.access import Policy

ANSWERABLE = frozenset({Role.REVIEWER, Role.ADMIN})
STAFF = ANSWERABLE | {Role.INSTRUCTOR, Role.REGISTRAR}


def may_see(question: Question) -> bool:
    if question.course is not None:
        return able(Ability.VIEW, question.course) or decides(question)
    return may_see_bank(question.bank_institution_id)


def may_edit(question: Question) -> bool:
    if question.course is not None:
        return able(Ability.EDIT, question.course)
    return may_accept(question.bank_institution_id)


def may_see_bank(institution_id: int | None) -> bool:
    """The bank of an institution, or (None) the shared one."""
    return in_studio() if institution_id is None else _holds(STAFF, institution_id)


def may_accept(institution_id: int | None) -> bool:
    """Whether the reader answers for the bank of an institution, or (None) for the shared one."""
    if institution_id is None:
        return allowed(Permission.PLATFORM_OPERATE)
    return _holds(ANSWERABLE, institution_id)


def decides(question: Question) -> bool:
    """Whether the reader answers for the bank that the question is offered to."""
    offered = proposal(question)
    return offered is not None and may_accept(offered.institution_id)


def may_propose(question: Question, level: Level) -> bool:
    """Authors offer to their institution; who answers for its bank offers to all."""
    here = level_of(question)
    if level is Level.INSTITUTION:
        return here is Level.COURSE and may_edit(question)
    return here is Level.INSTITUTION and level is Level.SHARED and may_edit(question)


def scope_around(course: Course) -> Scope:
    """The banks that the reader may take questions for this course from.

    A guest with a role at this course alone does not see what the institution keeps for its own.
    """
    around = Scope.around(course)
    if _holds(STAFF, course.institution_id):
        return around
    return Scope(course_id=around.course_id, shared=True)


def _holds(roles: frozenset[Role], institution_id: int) -> bool:
    if not current_user or not current_user.is_authenticated:
        return False
    day = today()
    return any(
        Role(claim.role) in roles
        and claim.institution_id == institution_id
        and (claim.ends_on is None or claim.ends_on >= day)
        for claim in current_user.claims
    )


def _of(name: str, asks: Callable[[Any], bool]) -> Policy:
    return Policy(name, lambda objects: asks(next(iter(objects.values()))))


sees_question = _of("may see question", may_see)
edits_question = _of("may edit question", may_edit)
decides_proposal = _of("may decide a proposal", decides)
sees_bank = _of("may see bank", lambda institution: may_see_bank(institution.id))
accepts_into_bank = _of("may accept into bank", lambda institution: may_accept(institution.id))
sees_shared_bank = Policy("in the studio", lambda objects: may_see_bank(None))
answers_for_shared_bank = Policy(
    "may accept into the shared bank", lambda objects: may_accept(None)
)
