"""Which questions of a course's bank are asked where."""

from sqlalchemy import select

from courses.content.models import Course
from courses.quizzes.kinds import QuestionKind
from courses.quizzes.models import Question, QuestionVersion, Quiz, QuizQuestion, QuizRole
from lms.db import db


def questions_by_role(course: Course) -> dict[str, list[tuple[Question, QuestionKind]]]:
    """By the role of the quiz that learners see, in its order."""
    rows = db.session.execute(
        select(Quiz.role, Question, QuestionVersion.kind)
        .join(QuizQuestion, QuizQuestion.quiz_id == Quiz.id)
        .join(QuestionVersion, QuestionVersion.id == QuizQuestion.question_version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Quiz.version_id == course.version_id)
        .order_by(Quiz.id, QuizQuestion.position)
    )
    found: dict[str, list[tuple[Question, QuestionKind]]] = {}
    for role, question, kind in rows:
        found.setdefault(QuizRole(role).value, []).append((question, kind))
    return found
