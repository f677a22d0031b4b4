"""A quiz as learners may see it: nothing in here knows what is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from courses.quizzes.models import QuizRole, Review
from courses.quizzes.questions import BY_HAND, Json, QuestionKind, opaque
from courses.quizzes.wording import written
from lms.i18n import Localised

Given = Mapping[str, Any]
WHOLE = ""
_ELABORATE = BY_HAND | {QuestionKind.CLOZE, QuestionKind.HOTSPOT}


@dataclass(frozen=True)
class Question:
    """One question; its `name` is that of its input, its parts are inputs of their own."""

    id: int
    number: int
    kind: QuestionKind
    points: Decimal
    body: Json

    @property
    def name(self) -> str:
        return f"q{self.number}"

    @cached_property
    def parts(self) -> tuple[str, ...]:
        if self.kind is QuestionKind.MATCHING:
            return tuple(left["key"] for left in self.body["lefts"])
        if self.kind is QuestionKind.ORDERING:
            return tuple(item["key"] for item in self.body["items"])
        if self.kind is QuestionKind.CLOZE:
            return tuple(gap["key"] for gap in self.body["gaps"])
        return (WHOLE,)

    @property
    def by_hand(self) -> bool:
        """Whether a person marks it."""
        return self.kind in BY_HAND

    @cached_property
    def is_elaborate(self) -> bool:
        """Whether there is more to it than a text with choices, lines or a short answer."""
        return self.kind in _ELABORATE or "image" in self.body


@dataclass(frozen=True)
class Slot:
    """One input of the form."""

    name: str
    question: Question
    part: str


@dataclass(frozen=True)
class Definition:
    """A quiz of a published version; never changed, so it is kept in the process."""

    id: int
    version_id: int
    lesson_key: int
    slug: str
    title: Localised
    role: QuizRole
    pass_percent: int | None
    attempts: int | None
    minutes: int | None
    shuffle: bool
    review: Review
    language: str
    questions: tuple[Question, ...]
    is_draft: bool = False

    @property
    def comes_before(self) -> bool:
        """Whether it asks what is known before the lessons."""
        return self.role is QuizRole.PRE_TEST

    @property
    def comes_after(self) -> bool:
        """Whether it asks what was learned."""
        return self.role is QuizRole.POST_TEST

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        return {
            slot.name: slot
            for question in self.questions
            for slot in (Slot(part_name(question, part), question, part) for part in question.parts)
        }

    def written(self, text: object) -> Localised:
        """A text of the author, in the language of the course."""
        return written(str(text), self.language)

    def quoted(self, text: str) -> Localised:
        """What a learner typed, exactly: a dollar sign is a dollar sign."""
        return Localised(en=text) if self.language == "en" else Localised(th=text)

    @cached_property
    def has_by_hand(self) -> bool:
        return any(question.by_hand for question in self.questions)

    @cached_property
    def takes_files(self) -> bool:
        return any(question.kind is QuestionKind.UPLOAD for question in self.questions)

    def in_order(self, seed: int) -> Sequence[Question]:
        """The questions as one attempt asks them."""
        if not self.shuffle:
            return self.questions
        return sorted(self.questions, key=lambda question: opaque(str(seed), str(question.id)))


def part_name(question: Question, part: str) -> str:
    return f"{question.name}-{part}" if part else question.name
