"""What a work came to: released once, changed only with a reason."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select

from courses.assignments import queries, scoring
from courses.assignments.brief import Brief
from courses.assignments.lifecycle import RELEASED, Impossible, Move, State, after
from courses.assignments.models import MarkChange, Marking, SkillEvidence, Submission
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import get_enrolment
from courses.learning.operations import forget_assignment, hold_place, record_assignment
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.jobs.queue import enqueue
from lms.reference.models import FrameworkSkill

SHORTEST_REASON = 10


class NeedsReason(DomainError):
    message = _l("Say why the result changes, in a sentence that the learner can read.")
    field = "reason"


def hold(work: Submission) -> Enrolment:
    """The learner's place, locked in the order of a withdrawal, so that neither waits for ever."""
    enrolment = get_enrolment(work.enrolment_id)
    lock_row(enrolment.run)  # a certificate refers to it
    hold_place(enrolment)
    lock_row(work)
    return enrolment


def release(
    work: Submission,
    enrolment: Enrolment,
    brief: Brief,
    marks: Sequence[Marking],
    result: Decimal,
    *,
    by: User,
) -> None:
    """The result stands, counts for completion at once, and the learner is told."""
    deciding = marks[-1:] if len(marks) > 2 else marks
    passed = scoring.passes(brief, result)
    work.state = after(work.state, Move.PASS if passed else Move.FAIL)
    work.percent, work.released_at = result, now()
    db.session.flush()  # the result counts from here
    _show_skills(work, brief, [m.scores for m in deciding] if passed else [])
    record_assignment(enrolment, work.lesson_key, result, passed)
    audit.record("work.released", work, by=by, percent=str(result), passed=passed)
    _tell(work)


def send_back(work: Submission, *, by: User) -> None:
    """Returned for revision: the next round begins with it."""
    work.state, work.released_at = after(work.state, Move.RETURN), now()
    work.claimed_by_id = work.claimed_until = None
    audit.record("work.returned", work, by=by, round=work.number)
    _tell(work)


def change_result(
    work: Submission,
    *,
    by: User,
    reason: str,
    scores: Mapping[str, Any] | None = None,
) -> MarkChange:
    """Other scores, or (with none) back to be revised; what was said before stays on record."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise NeedsReason
    if work.learner_id == by.id:
        raise Impossible(_("Nobody marks their own work."))
    enrolment = hold(work)
    if work.state not in RELEASED or not enrolment.has_seat or not _is_newest(work):
        raise Impossible
    brief = queries.brief_of(work)
    change = MarkChange(
        submission_id=work.id,
        by_id=by.id,
        was_state=work.state,
        was_percent=work.percent,
        reason=reason.strip()[:2000],
    )
    if scores is None:
        _reopen(work, enrolment, brief)
    else:
        change.scores = scoring.clean(brief, scores)
        _settle(work, enrolment, brief, change.scores)
    change.state, change.percent = work.state, work.percent
    db.session.add(change)
    audit.record(
        "work.result_changed",
        work,
        by=by,
        was=str(change.was_percent),
        percent=str(change.percent),
        state=work.state.value,
    )
    _tell(work)
    return change


def _is_newest(work: Submission) -> bool:
    """A later round of the learner has not begun."""
    return queries.rounds(work.enrolment_id, work.lesson_key)[0].id == work.id


def _reopen(work: Submission, enrolment: Enrolment, brief: Brief) -> None:
    if work.number > brief.resubmissions:
        raise Impossible(_("The learner has no further round for a revision."))
    work.state, work.percent, work.released_at = after(work.state, Move.RETURN), None, now()
    db.session.flush()  # the result is gone from here
    _show_skills(work, brief, [])
    forget_assignment(enrolment, work.lesson_key)


def _settle(
    work: Submission, enrolment: Enrolment, brief: Brief, scores: Mapping[str, Any]
) -> None:
    result = scoring.percent(brief, scores)
    passed = scoring.passes(brief, result)
    work.state, work.percent = after(work.state, Move.PASS if passed else Move.FAIL), result
    work.released_at = now()
    db.session.flush()  # the result counts from here
    _show_skills(work, brief, [scores] if passed else [])
    record_assignment(enrolment, work.lesson_key, result, passed)


def _show_skills(work: Submission, brief: Brief, marks: Sequence[Mapping[str, Any]]) -> None:
    """What the work shows now; nothing where it did not pass."""
    place = {"enrolment_id": work.enrolment_id, "lesson_key": work.lesson_key}
    db.session.execute(delete(SkillEvidence).filter_by(**place))
    for criterion, reference in scoring.evidence(brief, marks):
        framework, code, level = reference.split(":")
        skill = select(FrameworkSkill.id).filter_by(framework_code=framework, code=code)
        if skill_id := db.session.scalar(skill):
            evidence = SkillEvidence(**place, criterion=criterion, skill_id=skill_id, level=level)
            evidence.submission_id, evidence.shown_at = work.id, now()
            db.session.add(evidence)


def _tell(work: Submission) -> None:
    moment = now().isoformat()
    state: State = work.state
    name = "assignments.returned" if state is State.RETURNED else "assignments.released"
    enqueue(name, key=f"{name}/{work.id}/{moment}", submission_id=work.id, moment=moment)
