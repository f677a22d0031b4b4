"""What a quiz asks, and apart from it what is right.

A published version never changes, so its quizzes are kept in the process; those of a draft are
read each time. What is right (`answer_keys`) is asked for only by marking and the review after
submission.
"""

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from courses.content.models import Course, CourseVersion, LessonKey
from courses.quizzes.models import QuestionVersion, Quiz, QuizQuestion
from courses.quizzes.paper import Definition, Question
from courses.quizzes.questions import Json
from lms.caching import Cache
from lms.db import db
from lms.errors import found

_definitions: Cache[int, Definition] = Cache(500)
_ids: Cache[tuple[int, int], int] = Cache(2000)
_keys: Cache[int, Mapping[int, Json]] = Cache(500)

_quiz = (
    select(
        Quiz.id,
        Quiz.version_id,
        Quiz.lesson_key,
        LessonKey.slug,
        Quiz.title,
        Quiz.role,
        Quiz.pass_percent,
        Quiz.attempts,
        Quiz.minutes,
        Quiz.shuffle,
        Quiz.review,
        Course.language,
        CourseVersion.published_at.is_(None).label("is_draft"),
    )
    .join(LessonKey, LessonKey.key == Quiz.lesson_key)
    .join(CourseVersion, CourseVersion.id == Quiz.version_id)
    .join(Course, Course.id == CourseVersion.course_id)
    .where(Quiz.id == bindparam("quiz_id"))
)
_questions = (
    select(
        QuestionVersion.id,
        QuizQuestion.position.label("number"),
        QuestionVersion.kind,
        QuestionVersion.points,
        QuestionVersion.body,
    )
    .join(QuizQuestion, QuizQuestion.question_version_id == QuestionVersion.id)
    .where(QuizQuestion.quiz_id == bindparam("quiz_id"))
    .order_by(QuizQuestion.position, QuestionVersion.id)
)
_answer_keys = (
    select(QuestionVersion.id, QuestionVersion.key)
    .join(QuizQuestion, QuizQuestion.question_version_id == QuestionVersion.id)
    .where(QuizQuestion.quiz_id == bindparam("quiz_id"))
)
_id = select(Quiz.id).where(
    Quiz.version_id == bindparam("version_id"), Quiz.lesson_key == bindparam("lesson_key")
)


def definition(quiz_id: int) -> Definition:
    """What is asked; two statements the first time, none afterwards."""
    known = _definitions.get(quiz_id, lambda: _read_definition(quiz_id))
    if known.is_draft:
        _definitions.forget(quiz_id)
    return known


def _read_definition(quiz_id: int) -> Definition:
    with db.engines["read"].connect() as connection:
        quiz = found(connection.execute(_quiz, {"quiz_id": quiz_id}).mappings().one_or_none())
        rows = connection.execute(_questions, {"quiz_id": quiz_id}).mappings().all()
    return Definition(**quiz, questions=tuple(Question(**row) for row in rows))


def definition_of(version_id: int, lesson_key: int) -> Definition:
    """The quiz of a lesson in one version of its course."""
    place = (version_id, lesson_key)
    known = definition(_ids.get(place, lambda: _read_id(version_id, lesson_key)))
    if known.is_draft:
        _ids.forget(place)
    return known


def _read_id(version_id: int, lesson_key: int) -> int:
    with db.engines["read"].connect() as connection:
        return found(connection.scalar(_id, {"version_id": version_id, "lesson_key": lesson_key}))


def answer_keys(quiz_id: int) -> Mapping[int, Json]:
    """What is right, by question; never for a page before it may be seen."""
    if definition(quiz_id).is_draft:
        return _read_keys(quiz_id)
    return _keys.get(quiz_id, lambda: _read_keys(quiz_id))


def _read_keys(quiz_id: int) -> Mapping[int, Json]:
    with db.engines["read"].connect() as connection:
        rows = connection.execute(_answer_keys, {"quiz_id": quiz_id}).all()
    return {row.id: row.key for row in rows}
