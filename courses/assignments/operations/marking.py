"""Taking a work from the queue, marking it, and letting go of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from courses.assignments import annotations, queries, scoring
from courses.assignments.lifecycle import WAITING, Impossible, Move, State, after
from courses.assignments.models import Marking, MarkingComment, SavedComment, Submission
from courses.assignments.operations.results import hold, release, send_back
from courses.assignments.queries.desk import TO_DECIDE, takeable
from courses.content.models import Course
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l

LEASE = timedelta(minutes=45)
MOST_FEEDBACK, MOST_COMMENT, MOST_COMMENTS = 10_000, 2_000, 200


class Held(DomainError):
    message = _l("Somebody else is marking this work now.")


class AlreadyMarked(DomainError):
    message = _l("You have marked this work already.")


class NotYours(DomainError):
    message = _l("Take this work from the queue first.")


class LearnerGone(DomainError):
    message = _l("The learner has given up the place in this run. The work is no longer marked.")


class TooMuchWritten(DomainError):
    pass


@dataclass(frozen=True)
class Written:
    """What the form of a mark holds; `seq` tells a late copy from a newer one."""

    scores: Mapping[str, Any]
    feedback: str = ""
    private_note: str = ""
    seq: int = 0


def claim(work: Submission, *, by: User, decides: bool = False) -> Marking:
    """Hold the work for one's own mark; of two at once, one is refused."""
    _refuse_stranger(work, by, decides=decides)
    moment = now()
    free = sa.or_(
        Submission.claimed_by_id.is_(None),
        Submission.claimed_by_id == by.id,
        Submission.claimed_until <= moment,
    )
    taken = (
        update(Submission)
        .where(Submission.id == work.id, Submission.state.in_(WAITING), free)
        .values(
            state=State.MARKING,
            claimed_by_id=by.id,
            claimed_until=moment + LEASE,
            marking_at=sa.func.coalesce(Submission.marking_at, moment),
        )
        .returning(Submission.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(taken) is None:
        lock_row(work)
        raise Held if work.state in WAITING else Impossible
    lock_row(work)
    if work.marks < TO_DECIDE:
        _refuse_stranger(work, by, decides=decides)
    return _marking(work, by)


def _refuse_stranger(work: Submission, by: User, *, decides: bool) -> None:
    if work.learner_id == by.id:
        raise NotYours(_("Nobody marks their own work."))
    if not work.enrolment.has_seat:
        raise LearnerGone
    if work.marks >= TO_DECIDE:
        if not decides:
            raise NotYours(_("Two marks do not agree: an owner of the course decides."))
        return
    own = queries.own_marking(work.id, by.id)
    if own is not None and own.finished_at is not None:
        raise AlreadyMarked


def _marking(work: Submission, by: User) -> Marking:
    """The mark that is begun, or a new one."""
    own = queries.own_marking(work.id, by.id)
    if own is not None and own.finished_at is None:
        return own
    marking = Marking(
        submission=work, marker_id=by.id, place=work.marks + 1, scores={}, saved_at=now()
    )
    _drop_abandoned(work)
    db.session.add(marking)
    db.session.flush()  # comments refer to it
    audit.record("work.marking_begun", work, by=by, place=marking.place)
    return marking


def _drop_abandoned(work: Submission) -> None:
    """A mark that another began and left while the lease ran out gives up its place."""
    left = sa.select(Marking.id).where(
        Marking.submission_id == work.id, Marking.finished_at.is_(None)
    )
    ids = db.session.scalars(left).all()
    db.session.execute(delete(MarkingComment).where(MarkingComment.marking_id.in_(ids)))
    db.session.execute(delete(Marking).where(Marking.id.in_(ids)))


def claim_next(
    course: Course, *, by: User, decides: bool = False, chosen: queries.Filter | None = None
) -> Submission | None:
    """The longest waiting work that this marker may take, held; None where nothing waits."""
    waiting = takeable(course.id, by.id, decides=decides, chosen=chosen).limit(1)
    for _again in range(5):
        work = db.session.scalar(waiting)
        if work is None:
            return None
        try:
            claim(work, by=by, decides=decides)
            return work
        except (Held, Impossible):
            continue
    return None


def put_back(work: Submission, *, by: User) -> None:
    """Let go of it without a mark; the next in the queue may take it."""
    marking = _held(work, by)
    db.session.execute(delete(MarkingComment).where(MarkingComment.marking_id == marking.id))
    db.session.delete(marking)
    if not work.marks:
        work.state = after(work.state, Move.PUT_BACK)
        work.marking_at = None
    work.claimed_by_id = work.claimed_until = None
    audit.record("work.put_back", work, by=by)


def save_mark(work: Submission, written: Written, *, by: User) -> Marking:
    """Keep the mark as far as it is; nobody else sees it."""
    marking = _held(work, by)
    if written.seq and written.seq < marking.seq:
        return marking
    _write(marking, written, work)
    return marking


def _write(marking: Marking, written: Written, work: Submission) -> None:
    for text in (written.feedback, written.private_note):
        if len(text) > MOST_FEEDBACK:
            raise TooMuchWritten(_("At most %(most)d characters.", most=MOST_FEEDBACK))
    marking.scores = scoring.clean(queries.brief_of(work), written.scores)
    marking.feedback, marking.private_note = written.feedback, written.private_note
    marking.seq, marking.saved_at = written.seq or marking.seq, now()
    work.claimed_until = now() + LEASE


def _held(work: Submission, by: User) -> Marking:
    """One's own mark that is not finished; refused where somebody else holds the work now."""
    lock_row(work)
    if work.state is not State.MARKING:
        raise Impossible
    marking = queries.own_marking(work.id, by.id)
    if marking is None or marking.finished_at is not None:
        raise NotYours
    if work.claimed_by_id != by.id and work.is_held(now()):
        raise Held
    work.claimed_by_id, work.claimed_until = by.id, now() + LEASE
    return marking


def finish(
    work: Submission, written: Written, *, by: User, send_for_revision: bool = False
) -> Submission:
    """The mark is given: the work goes back to be revised, on to a second marker, or is released."""
    enrolment = hold(work)
    marking = _held(work, by)
    if not enrolment.has_seat:
        raise LearnerGone
    brief = queries.brief_of(work)
    _write(marking, written, work)
    moment = now()
    if send_for_revision:
        if work.number > brief.resubmissions:
            raise Impossible(_("The learner has no further round for a revision."))
        if not marking.feedback.strip() and not queries.comments_of([marking.id])[marking.id]:
            raise DomainError(_("Say what is to be revised."), field="feedback")
        marking.finished_at = moment
        send_back(work, by=by)
        return work
    marking.percent, marking.finished_at = scoring.percent(brief, marking.scores), moment
    work.marks = marking.place
    work.claimed_by_id = work.claimed_until = None
    db.session.flush()  # the marks are read again
    audit.record("work.marked", work, by=by, place=marking.place)
    marks = queries.finished([work.id])[work.id]
    result = scoring.combine(brief, [m.percent for m in marks if m.percent is not None])
    if result is not None:
        release(work, enrolment, brief, marks, result, by=by)
    return work


def add_comment(work: Submission, *, by: User, start: int, stop: int, text: str) -> MarkingComment:
    """Say something about a place of the text."""
    marking = _held(work, by)
    if not text.strip():
        raise DomainError(_("Write your comment."), field="comment")
    if len(text) > MOST_COMMENT:
        raise TooMuchWritten(_("At most %(most)d characters.", most=MOST_COMMENT), field="comment")
    here = annotations.place(work.text, start, stop)
    if here is None:
        raise DomainError(_("Choose a place in the text first."), field="comment")
    if len(queries.comments_of([marking.id])[marking.id]) >= MOST_COMMENTS:
        raise TooMuchWritten(_("At most %(most)d comments.", most=MOST_COMMENTS), field="comment")
    comment = MarkingComment(marking_id=marking.id, start=here[0], stop=here[1], text=text.strip())
    db.session.add(comment)
    db.session.flush()  # the page shows it
    return comment


def remove_comment(work: Submission, public_id: str, *, by: User) -> None:
    marking = _held(work, by)
    own = queries.comments_of([marking.id])[marking.id]
    db.session.delete(found(next((c for c in own if c.public_id == public_id), None)))


def remember_comment(text: str, *, by: User) -> None:
    """Keep a sentence for the next work; the same one is kept once."""
    kept = text.strip()[:MOST_COMMENT]
    if not kept:
        return
    digest = hashlib.sha256(kept.encode()).hexdigest()
    try:
        with db.session.begin_nested():
            db.session.add(SavedComment(marker_id=by.id, digest=digest, text=kept))
    except IntegrityError:
        return


def forget_comment(public_id: str, *, by: User) -> None:
    db.session.execute(delete(SavedComment).filter_by(marker_id=by.id, public_id=public_id))


def lease_left(work: Submission, at: datetime) -> timedelta:
    """How long the work is still held."""
    return max(timedelta(), work.claimed_until - at) if work.claimed_until else timedelta()
