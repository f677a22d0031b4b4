"""What a survey came to: counts and means, never a person.

Only answers of days that are over count, and only in steps of the smallest number that may be
shown: whoever looks twice never sees what one more person said.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from courses.enrolment.models import CourseRun
from courses.learning.models import SurveyResponse
from courses.learning.survey import Question, QuestionKind, Survey
from lms.db import db


@dataclass(frozen=True)
class Result:
    """One question: how many answered, how often each value, the mean of five points."""

    question: Question
    n: int
    counts: Mapping[str, int]
    mean: float | None = None
    texts: tuple[str, ...] = ()

    def share(self, value: str) -> float:
        return self.counts.get(value, 0) / self.n if self.n else 0.0


@dataclass(frozen=True)
class Results:
    """`n` answers are counted; with fewer than `needed` nothing is shown."""

    n: int
    needed: int
    questions: tuple[Result, ...] = ()


def results(
    survey: Survey, course_id: int, lesson_key: int, *, before: date, smallest: int
) -> Results:
    """The results of a lesson's survey over all runs of the course."""
    answers = list(
        db.session.scalars(
            select(SurveyResponse.answers)
            .join(CourseRun, CourseRun.id == SurveyResponse.run_id)
            .where(
                CourseRun.course_id == course_id,
                SurveyResponse.lesson_key == lesson_key,
                SurveyResponse.answered_on < before,
            )
            .order_by(SurveyResponse.answered_on, SurveyResponse.id)
        )
    )
    counted = answers[: len(answers) // smallest * smallest]
    if not counted:
        return Results(0, smallest)
    found = tuple(_result(question, counted, smallest) for question in survey.questions)
    return Results(len(counted), smallest, found)


def _result(question: Question, answers: Sequence[Mapping[str, Any]], smallest: int) -> Result:
    given = [answer[question.key] for answer in answers if answer.get(question.key)]
    if len(given) < smallest:
        return Result(question, 0, {})
    if question.kind is QuestionKind.TEXT:
        texts = sorted(
            {str(text) for text in given}, key=lambda text: sha256(text.encode()).digest()
        )
        return Result(question, len(given), {}, texts=tuple(texts))
    picks = [pick for one in given for pick in (one if isinstance(one, list) else [one])]
    counts = Counter(str(pick) for pick in picks)
    mean = None
    if question.kind is QuestionKind.LIKERT:
        points = [int(pick) for pick in picks if str(pick) in {"1", "2", "3", "4", "5"}]
        mean = sum(points) / len(points) if points else None
    return Result(question, len(given), counts, mean)
