"""What a person wrote and handed in is forgotten; that there was a result stays."""

from sqlalchemy import delete, select, update

from courses.enrolment.models import Enrolment
from courses.quizzes.models import Answer, AnswerFile, Attempt, HandMark, QuestionVersion
from courses.quizzes.operations.files import discard_later
from courses.quizzes.questions import BY_HAND
from lms.db import db


def forget_person(user_id: int) -> None:
    """Essays, files and what markers said to them go; marks stay as numbers."""
    places = select(Enrolment.id).where(Enrolment.learner_id == user_id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(places))
    files = delete(AnswerFile).where(AnswerFile.attempt_id.in_(attempts))
    digests = db.session.scalars(files.returning(AnswerFile.digest)).all()
    written = select(QuestionVersion.id).where(QuestionVersion.kind.in_(BY_HAND))
    db.session.execute(
        update(Answer)
        .where(Answer.attempt_id.in_(attempts), Answer.question_version_id.in_(written))
        .values(response=None)
    )
    db.session.execute(update(HandMark).where(HandMark.attempt_id.in_(attempts)).values(comment=""))
    for digest in sorted(set(digests)):
        discard_later(digest)
