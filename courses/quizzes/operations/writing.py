"""Writing quizzes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from courses.content.models import CourseVersion
from courses.quizzes.marking import QuestionKind, split
from courses.quizzes.models import (
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    QuizRole,
    Review,
)
from lms.db import db
from lms.i18n import Localised


def write_quiz(
    version: CourseVersion,
    lesson_key: int,
    *,
    title: Localised,
    role: str,
    questions: Sequence[Mapping[str, Any]],
    pass_percent: int | None = None,
    attempts: int | None = None,
    minutes: int | None = None,
    shuffle: bool = True,
    review: str = "submitted",
) -> Quiz:
    """The quiz of one lesson in a version that is not published yet.

    A question is a mapping with key, kind, points, text and what its kind needs (options, answer,
    accept, pairs, items, feedback); what is right is split off and kept apart.
    """
    quiz = Quiz(
        version_id=version.id,
        lesson_key=lesson_key,
        title=title,
        role=QuizRole(role),
        pass_percent=pass_percent,
        attempts=attempts,
        minutes=minutes,
        shuffle=shuffle,
        review=Review(review),
    )
    db.session.add(quiz)
    db.session.flush()  # its questions refer to it
    for position, description in enumerate(questions, start=1):
        written = _write_question(version, description)
        db.session.add(
            QuizQuestion(quiz_id=quiz.id, question_version_id=written.id, position=position)
        )
    db.session.flush()  # whoever asked may start it now
    return quiz


def _write_question(version: CourseVersion, description: Mapping[str, Any]) -> QuestionVersion:
    body, key = split(description)
    question = Question(course_id=version.course_id)
    db.session.add(question)
    db.session.flush()  # its version refers to it
    written = QuestionVersion(
        question_id=question.id,
        number=1,
        kind=QuestionKind(description["kind"]),
        text=str(description["text"]),
        body=body,
        key=key,
        points=Decimal(str(description.get("points", 1))),
    )
    db.session.add(written)
    db.session.flush()  # the quiz refers to it
    return written
