"""What this slice holds about a person, to be taken along."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.assignments import queries
from courses.assignments.lifecycle import RELEASED
from courses.assignments.models import Submission, SubmissionFile
from courses.content import handed_in
from courses.enrolment.models import CourseRun, Enrolment
from lms.accounts.public import Part
from lms.db import db
from lms.errors import NotFound


def export(user_id: int) -> Iterable[Part]:
    works = db.session.scalars(
        select(Submission)
        .join(Submission.enrolment)
        .where(Enrolment.learner_id == user_id)
        .options(
            joinedload(Submission.enrolment).joinedload(Enrolment.run).joinedload(CourseRun.course)
        )
        .order_by(Submission.id)
    ).all()
    files = queries.files_of(work.id for work in works)
    said = queries.finished(work.id for work in works if work.state in RELEASED)
    comments = queries.comments_of(m.id for group in said.values() for m in group)
    rows = [
        {
            "course": work.enrolment.run.course.code,
            "round": work.number,
            "state": work.state.value,
            "text": work.text,
            "what_changed": work.changes,
            "handed_in": work.submitted_at,
            "late": work.late,
            "percent": work.percent,
            "released": work.released_at,
            "feedback": [m.feedback for m in said.get(work.id, ())],
            "comments": [
                {"about": work.text[c.start : c.stop], "comment": c.text}
                for m in said.get(work.id, ())
                for c in comments[m.id]
            ],
            "files": [file.name for file in files[work.id]],
        }
        for work in works
    ]
    kept = [_file(file) for work in works for file in files[work.id]]
    yield Part("assignments", rows, [file for file in kept if file is not None])
    sentences = [{"comment": c.text} for c in queries.saved_comments(user_id)]
    yield Part("saved_comments", sentences)


def _file(file: SubmissionFile) -> tuple[str, bytes] | None:
    try:
        return f"{file.public_id}-{file.name}", handed_in.read(file.digest)
    except NotFound:
        return None
