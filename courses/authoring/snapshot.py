"""A version of a course as plain values: what checks, comparisons and fingerprints look at."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from courses.content.models import LessonKind
from lms.i18n import Localised

Json = dict[str, Any]


@dataclass(frozen=True)
class QuestionFacts:
    """A question in a quiz: which one, in which of its versions."""

    question_id: int
    version_id: int
    kind: str
    text: str
    points: Decimal = Decimal(1)
    retired: bool = False


@dataclass(frozen=True)
class QuizFacts:
    role: str
    pass_percent: int | None = None
    attempts: int | None = None
    minutes: int | None = None
    shuffle: bool = True
    review: str = "submitted"
    questions: tuple[QuestionFacts, ...] = ()

    @property
    def rules(self) -> Json:
        """What a learner is told about it before it starts."""
        names = ("role", "pass_percent", "attempts", "minutes", "shuffle", "review")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class AssignmentFacts:
    """An assignment: how many criteria its rubric has, and everything else it says."""

    criteria: int = 0
    said: Json = field(default_factory=dict)


@dataclass(frozen=True)
class MediaFacts:
    public_id: str
    name: str
    kind: str
    state: str = "ready"
    licence: str = ""
    captions: tuple[str, ...] = ()
    contrast: float | None = None


@dataclass(frozen=True)
class LessonFacts:
    """One lesson with all that hangs on it."""

    key: int
    slug: str
    kind: LessonKind
    title: Localised
    minutes: int = 0
    required: bool = True
    body: str = ""
    settings: Json = field(default_factory=dict)
    quiz: QuizFacts | None = None
    assignment: AssignmentFacts | None = None

    @property
    def is_graded(self) -> bool:
        """Whether it tells what was learned."""
        if self.kind is LessonKind.QUIZ:
            return self.quiz is not None and self.quiz.role != "pre_test"
        return self.kind is LessonKind.ASSIGNMENT

    @property
    def outcomes(self) -> frozenset[int]:
        """The outcomes of the course that it assesses, by their place from 0."""
        named = self.settings.get("outcomes") or ()
        return frozenset(int(n) for n in named if str(n).isdigit())


@dataclass(frozen=True)
class ModuleFacts:
    title: Localised
    lessons: tuple[LessonFacts, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """One version whole; `details` are those of the course as they are once it is published."""

    code: str = ""
    details: Json = field(default_factory=dict)
    modules: tuple[ModuleFacts, ...] = ()
    media: Mapping[str, MediaFacts] = field(default_factory=dict)
    questions: Mapping[str, bool] = field(default_factory=dict)
    rules: Json = field(default_factory=dict)

    @cached_property
    def lessons(self) -> tuple[LessonFacts, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def by_key(self) -> Mapping[int, LessonFacts]:
        return {lesson.key: lesson for lesson in self.lessons}

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def hours(self) -> Decimal:
        return Decimal(str(self.details.get("hours") or 0))

    def text(self, name: str) -> Localised:
        """A detail in both languages."""
        return Localised.of(self.details.get(name))

    @property
    def outcomes(self) -> tuple[Localised, ...]:
        return tuple(Localised.of(said) for said in self.details.get("outcomes") or ())

    @property
    def fingerprint(self) -> str:
        """Equal for equal content, whatever its rows are called in the database."""
        said = [
            self.details,
            [[m.title.to_json(), [_said(lesson) for lesson in m.lessons]] for m in self.modules],
        ]
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def _said(lesson: LessonFacts) -> list[Any]:
    quiz, task = lesson.quiz, lesson.assignment
    return [
        lesson.key,
        lesson.kind,
        lesson.title.to_json(),
        lesson.minutes,
        lesson.required,
        lesson.body,
        lesson.settings,
        quiz and [quiz.rules, [[q.version_id, str(q.points)] for q in quiz.questions]],
        task and task.said,
    ]
