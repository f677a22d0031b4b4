"""Marks, the comments beside a text, and what results were made of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.assignments.lifecycle import MARKED, State
from courses.assignments.models import (
    MarkChange,
    Marking,
    MarkingComment,
    SavedComment,
    Submission,
)
from courses.learning.standing import Marked
from lms.db import db


def own_marking(submission_id: int, marker_id: int) -> Marking | None:
    """What this marker wrote, the latest first: only they see it until it is finished."""
    return db.session.scalar(
        select(Marking)
        .filter_by(submission_id=submission_id, marker_id=marker_id)
        .order_by(Marking.place.desc())
        .limit(1)
    )


def finished(submission_ids: Iterable[int]) -> dict[int, list[Marking]]:
    """Finished marks by submission, in their order."""
    marks: dict[int, list[Marking]] = {number: [] for number in submission_ids}
    for marking in db.session.scalars(
        select(Marking)
        .where(Marking.submission_id.in_(marks), Marking.finished_at.is_not(None))
        .options(joinedload(Marking.marker))
        .order_by(Marking.place)
    ):
        marks[marking.submission_id].append(marking)
    return marks


def comments_of(marking_ids: Iterable[int]) -> dict[int, list[MarkingComment]]:
    """Comments by mark, in the order of the text."""
    comments: dict[int, list[MarkingComment]] = {number: [] for number in marking_ids}
    for comment in db.session.scalars(
        select(MarkingComment)
        .where(MarkingComment.marking_id.in_(comments))
        .order_by(MarkingComment.start, MarkingComment.stop, MarkingComment.id)
    ):
        comments[comment.marking_id].append(comment)
    return comments


def changes_of(submission_ids: Iterable[int]) -> dict[int, list[MarkChange]]:
    """Changes of results by submission, the oldest first."""
    changes: dict[int, list[MarkChange]] = {number: [] for number in submission_ids}
    for change in db.session.scalars(
        select(MarkChange).where(MarkChange.submission_id.in_(changes)).order_by(MarkChange.id)
    ):
        changes[change.submission_id].append(change)
    return changes


def saved_comments(marker_id: int) -> Sequence[SavedComment]:
    """A marker's own sentences, the newest first."""
    return db.session.scalars(
        select(SavedComment)
        .filter_by(marker_id=marker_id)
        .order_by(SavedComment.id.desc())
        .limit(50)
    ).all()


def marked_of(enrolment_ids: Iterable[int]) -> dict[tuple[int, int], Marked]:
    """What the newest released round of every assignment came to; returned work has no result."""
    rows = db.session.execute(
        select(Submission.enrolment_id, Submission.lesson_key, Submission.state, Submission.percent)
        .where(
            Submission.enrolment_id.in_(list(enrolment_ids)),
            Submission.state.in_((*MARKED, State.RETURNED)),
        )
        .order_by(Submission.enrolment_id, Submission.lesson_key, Submission.number)
    )
    newest = {(row.enrolment_id, row.lesson_key): row for row in rows}
    return {
        place: Marked(row.percent, row.state is State.PASSED)
        for place, row in newest.items()
        if row.percent is not None
    }
