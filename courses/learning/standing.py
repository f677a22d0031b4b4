"""Where one learner stands in one run: pure, from the outline, the rules and the stored facts."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from courses.content.models import LessonKind
from courses.content.queries import Outline, OutlineLesson, OutlineModule
from courses.enrolment.models import EnrolmentState, RunState
from courses.learning.completion import (
    Completion,
    Facts,
    Remaining,
    RemainingKind,
    Rules,
    evaluate,
    gain,
)
from courses.learning.models import DONE, STARTED
from lms.i18n import Localised

if TYPE_CHECKING:
    from courses.learning.news import News

PRE_TEST, POST_TEST, PRACTICE = "pre_test", "post_test", "practice"


@dataclass(frozen=True)
class LessonProgress:
    """How far one lesson is: per mille of an article, seconds of a video."""

    status: int = STARTED
    position: int = 0
    seconds: int = 0
    updated_at: datetime | None = None

    @property
    def done(self) -> bool:
        return self.status >= DONE


@dataclass(frozen=True)
class Result:
    """What one quiz came to so far."""

    role: str
    attempts: int
    first_percent: Decimal
    best_percent: Decimal
    passed: bool


@dataclass(frozen=True)
class Marked:
    """What one assignment came to."""

    percent: Decimal
    passed: bool


@dataclass(frozen=True)
class Missing:
    """Something that is left, and the lesson where it is done."""

    what: Remaining
    lesson: OutlineLesson | None


@dataclass(frozen=True)
class Standing:
    """Facts of one enrolment against the rules of its run."""

    outline: Outline
    rules: Rules
    progress: Mapping[int, LessonProgress]
    results: Mapping[int, Result]
    works: Mapping[int, Marked] = field(default_factory=dict)

    @cached_property
    def done_keys(self) -> frozenset[int]:
        return frozenset(key for key, lesson in self.progress.items() if lesson.done)

    @cached_property
    def facts(self) -> Facts:
        counted = [lesson for lesson in self.outline.lessons if counts(lesson)]
        after = [r.best_percent for r in self.results.values() if r.role == POST_TEST]
        return Facts(
            lessons_required=len(counted),
            lessons_done=sum(lesson.key in self.done_keys for lesson in counted),
            pretest_taken=any(r.role == PRE_TEST for r in self.results.values()),
            posttest_percent=max(after, default=None),
            survey_answered=any(
                lesson.kind is LessonKind.SURVEY and lesson.key in self.done_keys
                for lesson in self.outline.lessons
            ),
            assignments_passed=sum(work.passed for work in self.works.values()),
        )

    @cached_property
    def completion(self) -> Completion:
        return evaluate(self.rules, self.facts)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What is left, each with the first lesson where something can be done about it."""
        return tuple(Missing(what, self._place_of(what.kind)) for what in self.completion.remaining)

    def _place_of(self, kind: RemainingKind) -> OutlineLesson | None:
        lessons = self.outline.lessons
        quizzes = [lesson for lesson in lessons if lesson.kind is LessonKind.QUIZ]
        match kind:
            case RemainingKind.LESSONS:
                found = [x for x in lessons if counts(x) and x.key not in self.done_keys]
            case RemainingKind.PRETEST:
                found = [x for x in quizzes if role_of(x) == PRE_TEST] or quizzes[:1]
            case RemainingKind.POSTTEST:
                found = [x for x in quizzes if role_of(x) == POST_TEST] or quizzes[-1:]
            case RemainingKind.SURVEY:
                found = [x for x in lessons if x.kind is LessonKind.SURVEY]
            case RemainingKind.ASSIGNMENTS:
                works = [x for x in lessons if x.kind is LessonKind.ASSIGNMENT]
                found = [x for x in works if not self._has_passed(x.key)]
            case _:
                found = []
        return found[0] if found else None

    def _has_passed(self, key: int) -> bool:
        return key in self.works and self.works[key].passed

    @property
    def before(self) -> Decimal | None:
        """The first result of the pre-test, in percent."""
        return self._percent(PRE_TEST, "first_percent")

    @property
    def after(self) -> Decimal | None:
        """The best result of the post-test, in percent."""
        return self._percent(POST_TEST, "best_percent")

    @property
    def gain(self) -> Decimal | None:
        """Percentage points from the pre-test to the post-test, when both are there."""
        if self.before is None or self.after is None:
            return None
        return gain(self.before, self.after)

    def _percent(self, role: str, which: str) -> Decimal | None:
        percents = [getattr(r, which) for r in self.results.values() if r.role == role]
        return max(percents, default=None)

    def lesson(self, key: int) -> LessonProgress:
        return self.progress.get(key, LessonProgress())

    @property
    def resume(self) -> OutlineLesson | None:
        """The lesson touched last; the next one that is not done where that one is."""
        lessons = self.outline.lessons
        touched = [(p.updated_at, key) for key, p in self.progress.items() if p.updated_at]
        last = max(touched)[1] if touched else None
        at = next((i for i, lesson in enumerate(lessons) if lesson.key == last), 0)
        onwards = (*lessons[at:], *lessons[:at])
        todo = [lesson for lesson in onwards if lesson.key not in self.done_keys]
        return todo[0] if todo else (lessons[at] if lessons else None)


def role_of(lesson: OutlineLesson) -> str:
    """The role that the author gave a quiz lesson, in its settings."""
    return str(lesson.settings.get("role", ""))


def counts(lesson: OutlineLesson) -> bool:
    """Whether it counts as content; tests, assignments and surveys have rules of their own."""
    if not lesson.required or lesson.kind in (LessonKind.SURVEY, LessonKind.ASSIGNMENT):
        return False
    return lesson.kind is not LessonKind.QUIZ or role_of(lesson) == PRACTICE


class Door(enum.StrEnum):
    """Whether the learner may work in the room today, and why not."""

    OPEN = "open"
    READ_ONLY = "read_only"
    NOT_STARTED = "not_started"
    CANCELLED = "cancelled"
    PENDING = "pending"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True)
class Room:
    """One learner's place in one run, as the pages of the room need it."""

    run_id: int
    run_public_id: str
    run_number: int
    run_state: RunState
    starts_on: date | None
    ends_on: date | None
    course_code: str
    title: Localised
    document: str
    language: str
    enrolment_id: int
    learner_id: int
    state: EnrolmentState
    completed_at: datetime | None
    begun_at: datetime
    standing: Standing
    news: "News | None" = None

    @property
    def outline(self) -> Outline:
        return self.standing.outline

    def unit_of(self, lesson: OutlineLesson) -> OutlineModule:
        return next(module for module in self.outline.modules if lesson in module.lessons)

    def door(self, on: date) -> Door:
        if self.state not in (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED):
            return Door(self.state.value)
        if self.run_state is RunState.CANCELLED and self.state is EnrolmentState.ACTIVE:
            return Door.CANCELLED
        if self.starts_on is not None and on < self.starts_on:
            return Door.NOT_STARTED
        if self.ends_on is not None and self.ends_on < on:
            return Door.READ_ONLY
        return Door.OPEN
