"""One learner's rounds of an assignment, what it asks, and until when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.assignments import due
from courses.assignments.brief import Brief, DueKind
from courses.assignments.lifecycle import UNDER_WAY, State
from courses.assignments.models import RunDue, Submission, SubmissionFile
from courses.content.models import Course
from courses.content.queries import OutlineLesson, outline
from courses.enrolment.models import CourseRun, Enrolment
from lms.db import db
from lms.errors import found

_whole = (
    joinedload(Submission.enrolment)
    .joinedload(Enrolment.run)
    .joinedload(CourseRun.course)
    .joinedload(Course.institution)
)
_learner = joinedload(Submission.enrolment).joinedload(Enrolment.learner)


def rounds(enrolment_id: int, lesson_key: int) -> Sequence[Submission]:
    """Every round of one learner's work, the newest first."""
    return db.session.scalars(
        select(Submission)
        .filter_by(enrolment_id=enrolment_id, lesson_key=lesson_key)
        .order_by(Submission.number.desc())
    ).all()


def under_way(enrolment_id: int, lesson_key: int) -> Submission | None:
    """The round that is not released yet."""
    return db.session.scalar(
        select(Submission)
        .filter_by(enrolment_id=enrolment_id, lesson_key=lesson_key)
        .where(Submission.state.in_(UNDER_WAY))
    )


def get_submission(public_id: str) -> Submission:
    """With its learner, run, course and institution; a draft is nobody's but the learner's."""
    return found(
        db.session.scalar(
            select(Submission)
            .filter_by(public_id=public_id)
            .where(Submission.state != State.DRAFT)
            .options(_whole, _learner)
        )
    )


def get_file(public_id: str) -> SubmissionFile:
    return found(
        db.session.scalar(
            select(SubmissionFile)
            .filter_by(public_id=public_id)
            .options(joinedload(SubmissionFile.submission).options(_whole, _learner))
        )
    )


def files_of(submission_ids: Iterable[int]) -> dict[int, list[SubmissionFile]]:
    """In the order they were added."""
    files: dict[int, list[SubmissionFile]] = {number: [] for number in submission_ids}
    for file in db.session.scalars(
        select(SubmissionFile)
        .where(SubmissionFile.submission_id.in_(files))
        .order_by(SubmissionFile.id)
    ):
        files[file.submission_id].append(file)
    return files


def digests_in_use(digests: Iterable[str]) -> set[str]:
    """Of some files, those that a work still holds."""
    used = select(SubmissionFile.digest).where(SubmissionFile.digest.in_(list(digests)))
    return set(db.session.scalars(used))


def is_handed_in(digest: str) -> bool:
    """Whether some work holds this content."""
    return bool(digests_in_use([digest]))


def lesson_of(version_id: int, lesson_key: int) -> OutlineLesson:
    """The assignment as a version has it."""
    lessons = outline(version_id).lessons
    return found(next((lesson for lesson in lessons if lesson.key == lesson_key), None))


def brief_of(submission: Submission) -> Brief:
    """What was asked when it was handed in."""
    return Brief.of(lesson_of(submission.version_id, submission.lesson_key).settings)


def due_of_runs(run_ids: Iterable[int], lesson_key: int) -> dict[int, datetime]:
    """The days that were set for runs."""
    rows = db.session.execute(
        select(RunDue.run_id, RunDue.due_at).where(
            RunDue.lesson_key == lesson_key, RunDue.run_id.in_(list(run_ids))
        )
    )
    return {row.run_id: row.due_at for row in rows}


def due_for(
    brief: Brief,
    lesson_key: int,
    *,
    run_id: int,
    starts_on: date | None,
    enrolled_at: datetime,
    returned_at: datetime | None,
) -> datetime | None:
    """The last minute of the next round of one learner."""
    if returned_at is not None:
        return due.revision_due_at(brief, returned_at)
    of_run = due_of_runs([run_id], lesson_key).get(run_id) if brief.due is DueKind.RUN else None
    return due.due_at(brief, enrolled_at=enrolled_at, starts_on=starts_on, of_run=of_run)
