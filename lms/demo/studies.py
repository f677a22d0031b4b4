"""What a learner of the demonstration does in a run, by the operations that everybody uses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from courses.public import (
    CourseRun,
    Enrolment,
    LessonKind,
    OutlineLesson,
    answer_survey,
    complete_lesson,
    outline,
    quiz_of,
    survey,
)
from lms.clock import now, travel
from lms.demo.people import words
from lms.demo.sittings import sit
from lms.errors import found


@dataclass
class Days:
    """The learner's own calendar: it goes on with every step and ends today."""

    at: datetime
    dice: Random
    today: datetime = field(default_factory=now)

    def pass_by(self, least: float, most: float) -> None:
        self.at += timedelta(minutes=self.dice.uniform(least, most))

    @property
    def is_over(self) -> bool:
        return self.at >= self.today - timedelta(minutes=5)

    @contextmanager
    def then(self) -> Iterator[None]:
        with travel(self.at - now()):
            yield


def study(enrolment: Enrolment, days: Days, *, share: float, skill: float) -> None:
    """Go through `share` of the lessons in their order, as far as the days reach."""
    lessons = outline(found(enrolment.run.course.version_id)).lessons
    for lesson in lessons[: round(len(lessons) * share)]:
        days.pass_by(2, 90)
        if days.dice.random() < 0.3:
            days.pass_by(600, 60 * 24 * 3)
        if days.is_over:
            return
        _DO.get(lesson.kind, _read)(enrolment, lesson, days, skill)


def _read(enrolment: Enrolment, lesson: OutlineLesson, days: Days, skill: float) -> None:
    days.pass_by(lesson.minutes * 0.6, lesson.minutes * 1.6)
    if not days.is_over:
        with days.then():
            complete_lesson(enrolment, lesson, by_button=days.dice.random() < 0.1)


def _sit(enrolment: Enrolment, lesson: OutlineLesson, days: Days, skill: float) -> None:
    """Once before the course; afterwards again until it is passed or the tries are used."""
    quiz = quiz_of(found(enrolment.run.course.version_id), lesson.key)
    is_first = quiz.pass_percent is None
    for _ in range(1 if is_first else min(quiz.attempts or 2, 2)):
        if days.is_over:
            return
        with days.then():
            attempt = sit(enrolment, quiz, days.dice, skill * 0.62 if is_first else skill)
        days.pass_by(20, 60 * 30)
        if is_first or attempt.passed:
            return


def _answer(enrolment: Enrolment, lesson: OutlineLesson, days: Days, skill: float) -> None:
    dice, answers = days.dice, dict[str, Any]()
    for question in survey(lesson.settings.get("survey", "satisfaction")).questions:
        if question.kind == "likert":
            answers[question.key] = dice.choices("12345", (1, 2, 9, 40, 48))[0]
        elif question.kind == "choice":
            answers[question.key] = dice.choices(
                [value for value, _text in question.options], (80, 15, 5)
            )[0]
        elif dice.random() < 0.4:
            answers[question.key] = dice.choice(words()[question.key])
    with days.then():
        answer_survey(enrolment, lesson, answers)


_DO: dict[LessonKind, Callable[[Enrolment, OutlineLesson, Days, float], None]] = {
    LessonKind.QUIZ: _sit,
    LessonKind.SURVEY: _answer,
}


def has_begun(run: CourseRun, days: Days) -> bool:
    """Whether somebody may learn in the run by now; who came early waits for the first day."""
    if run.starts_on is None:
        return True
    first = days.today + (run.starts_on - days.today.date())
    days.at = max(days.at, first)
    return not days.is_over
