"""What this slice holds about a person in their own words, to be taken along."""

from collections.abc import Iterable

from sqlalchemy import select

from courses.content import handed_in
from courses.content.models import Course
from courses.enrolment.models import CourseRun, Enrolment
from courses.quizzes.models import Answer, AnswerFile, Attempt, HandMark, QuestionVersion
from courses.quizzes.questions import BY_HAND
from lms.accounts.public import Part
from lms.db import db
from lms.errors import NotFound


def export(user_id: int) -> Iterable[Part]:
    """Essays and files with what markers said to them."""
    rows = db.session.execute(
        select(
            Course.code,
            Attempt.number,
            QuestionVersion.text,
            Answer.response,
            Answer.saved_at,
            HandMark.fraction,
            HandMark.comment,
        )
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Course, Course.id == CourseRun.course_id)
        .outerjoin(
            HandMark,
            (HandMark.attempt_id == Attempt.id)
            & (HandMark.question_version_id == Answer.question_version_id),
        )
        .where(
            Enrolment.learner_id == user_id,
            QuestionVersion.kind.in_(BY_HAND),
            Answer.response.is_not(None),
        )
        .order_by(Attempt.id, Answer.question_version_id)
    )
    written = [
        {
            "course": row.code,
            "attempt": row.number,
            "question": row.text,
            "answer": row.response,
            "saved": row.saved_at,
            "mark": row.fraction,
            "comment": row.comment,
        }
        for row in rows
    ]
    yield Part(
        "written_answers", written, [kept for file in _files(user_id) for kept in _read(file)]
    )


def _files(user_id: int) -> Iterable[AnswerFile]:
    return db.session.scalars(
        select(AnswerFile)
        .join(Attempt, Attempt.id == AnswerFile.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.learner_id == user_id)
        .order_by(AnswerFile.id)
    )


def _read(file: AnswerFile) -> Iterable[tuple[str, bytes]]:
    """Nothing where the file is not there any more."""
    try:
        yield f"{file.public_id}-{file.name}", handed_in.read(file.digest)
    except NotFound:
        return
