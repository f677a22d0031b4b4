"""What five-point questions of surveys came to, by run and month: sums for the numbers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, select

from courses.content.models import Lesson, LessonKind
from courses.learning.models import SurveyResponse
from courses.learning.survey import QuestionKind, of_lesson
from lms.caching import Cache
from lms.db import db

POINTS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
HIGH = 4
_kinds: Cache[int, bool] = Cache(5000)


def is_survey(lesson_key: int) -> bool:
    """Whether a lesson is a survey; its kind never changes."""
    return _kinds.get(lesson_key, lambda: _is_survey(lesson_key))


def _is_survey(lesson_key: int) -> bool:
    kind = select(Lesson.kind).where(Lesson.key == lesson_key).limit(1)
    return db.session.scalar(kind) is LessonKind.SURVEY


def ratings_of(connection: Connection, run_id: int, first: date, end: date) -> dict[str, int]:
    """answers, items, total, high (4 and 5 points) of a run from `first` to before `end`."""
    rows = connection.execute(
        select(SurveyResponse.lesson_key, SurveyResponse.answers).where(
            SurveyResponse.run_id == run_id,
            SurveyResponse.answered_on >= first,
            SurveyResponse.answered_on < end,
        )
    )
    sums = {"answers": 0, "items": 0, "total": 0, "high": 0}
    asked: dict[int, frozenset[str]] = {}
    for lesson_key, answers in rows:
        if lesson_key not in asked:
            asked[lesson_key] = _five_point(connection, lesson_key)
        points = [
            POINTS[str(answers[k])] for k in asked[lesson_key] if str(answers.get(k)) in POINTS
        ]
        sums["answers"] += 1
        sums["items"] += len(points)
        sums["total"] += sum(points)
        sums["high"] += sum(p >= HIGH for p in points)
    return sums


def _five_point(connection: Connection, lesson_key: int) -> frozenset[str]:
    """The keys of the five-point questions that a lesson asked in any of its versions."""
    settings: Iterator[dict[str, Any]] = connection.scalars(
        select(Lesson.settings).where(Lesson.key == lesson_key)
    )
    surveys = [of_lesson(s) for s in settings] or [of_lesson({})]
    return frozenset(
        question.key
        for survey in surveys
        for question in survey.questions
        if question.kind is QuestionKind.LIKERT
    )


def rated_months(connection: Connection) -> list[tuple[int, int]]:
    """(run, month) of everything that was answered."""
    year, number = (sa.extract(part, SurveyResponse.answered_on) for part in ("year", "month"))
    when = sa.cast(year * 100 + number, sa.Integer)
    rows = connection.execute(
        select(SurveyResponse.run_id, when).distinct().order_by("run_id", when)
    )
    return [(row[0], row[1]) for row in rows]
