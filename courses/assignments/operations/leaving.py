"""What a person wrote and handed in is forgotten; that there was a result stays."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from courses.assignments import queries
from courses.assignments.lifecycle import UNDER_WAY
from courses.assignments.models import (
    MarkChange,
    Marking,
    MarkingComment,
    SavedComment,
    Submission,
    SubmissionFile,
)
from courses.enrolment.models import Enrolment
from lms.db import db
from lms.jobs.queue import enqueue


def forget_person(user_id: int) -> None:
    """Blank the texts, take the files away, drop what was never marked; results stay as numbers."""
    places = select(Enrolment.id).where(Enrolment.learner_id == user_id)
    works = select(Submission.id).where(Submission.enrolment_id.in_(places))
    markings = select(Marking.id).where(Marking.submission_id.in_(works))
    digests = db.session.scalars(
        delete(SubmissionFile)
        .where(SubmissionFile.submission_id.in_(works))
        .returning(SubmissionFile.digest)
    ).all()
    db.session.execute(delete(MarkingComment).where(MarkingComment.marking_id.in_(markings)))
    blank = {"feedback": "", "private_note": ""}
    db.session.execute(update(Marking).where(Marking.id.in_(markings)).values(**blank))
    db.session.execute(
        update(MarkChange).where(MarkChange.submission_id.in_(works)).values(reason="")
    )
    _drop_unmarked(user_id)
    db.session.execute(
        update(Submission)
        .where(Submission.enrolment_id.in_(places))
        .values(text="", changes="", writer="")
    )
    _forget_marker(user_id)
    wipe(digests)


def _drop_unmarked(user_id: int) -> None:
    """Work that is under way leaves the queue for good."""
    places = select(Enrolment.id).where(Enrolment.learner_id == user_id)
    open_ = select(Submission.id).where(
        Submission.enrolment_id.in_(places), Submission.state.in_(UNDER_WAY)
    )
    db.session.execute(delete(Marking).where(Marking.submission_id.in_(open_)))
    ids = db.session.scalars(open_).all()
    db.session.execute(delete(Submission).where(Submission.id.in_(ids)))


def _forget_marker(user_id: int) -> None:
    """Of somebody who marked: their own sentences and notes; what they said to learners stays."""
    db.session.execute(delete(SavedComment).where(SavedComment.marker_id == user_id))
    db.session.execute(update(Marking).filter_by(marker_id=user_id).values(private_note=""))
    db.session.execute(
        update(Submission)
        .where(Submission.claimed_by_id == user_id)
        .values(claimed_by_id=None, claimed_until=None)
    )


def wipe(digests: Sequence[str]) -> None:
    """Files that nobody holds any more leave the disk, after the commit."""
    gone = sorted(set(digests) - queries.digests_in_use(digests))
    if gone:
        enqueue("assignments.wipe", digests=gone)
