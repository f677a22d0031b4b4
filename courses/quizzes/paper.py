"""A quiz as learners may see it: nothing in here knows what is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from courses.quizzes.models import QuizRole, Review
from courses.quizzes.questions import Json, QuestionKind, opaque, presentation
from lms.i18n import Localised

Given = Mapping[str, Any]
WHOLE = ""


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
        return (WHOLE,)


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
        return Localised(**{self.language if self.language in ("th", "en") else "th": str(text)})

    def in_order(self, seed: int) -> Sequence[Question]:
        """The questions as one attempt asks them."""
        if not self.shuffle:
            return self.questions
        return sorted(self.questions, key=lambda question: opaque(str(seed), str(question.id)))


def part_name(question: Question, part: str) -> str:
    return f"{question.name}-{part}" if part else question.name


@dataclass(frozen=True)
class Choice:
    key: str
    text: Localised


@dataclass(frozen=True)
class Row:
    """A left side that is matched, or an item that gets a place."""

    name: str
    key: str
    text: Localised


@dataclass(frozen=True)
class Shown:
    """A question on the screen: every field is written out here, nothing is passed through."""

    place: int
    question: Question
    text: Localised
    choices: tuple[Choice, ...]
    rows: tuple[Row, ...]
    unit: Localised
    given: Given

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def kind(self) -> QuestionKind:
        return self.question.kind

    @property
    def points(self) -> Decimal:
        return self.question.points


def show(definition: Definition, seed: int, given: Mapping[int, Given]) -> tuple[Shown, ...]:
    """The questions of one attempt, in its order, with what was answered so far."""
    return tuple(
        _show(definition, seed, place, question, given.get(question.id, {}))
        for place, question in enumerate(definition.in_order(seed), start=1)
    )


def _show(definition: Definition, seed: int, place: int, question: Question, given: Given) -> Shown:
    body = presentation(question.body, seed) if definition.shuffle else question.body
    said = definition.written
    sides = body.get("lefts") or body.get("items") or ()
    return Shown(
        place=place,
        question=question,
        text=said(body["text"]),
        choices=tuple(
            Choice(it["key"], said(it["text"]))
            for it in body.get("options") or body.get("rights") or ()
        ),
        rows=tuple(
            Row(part_name(question, it["key"]), it["key"], said(it["text"])) for it in sides
        ),
        unit=unit(definition, body),
        given=given,
    )


def unit(definition: Definition, body: Json) -> Localised:
    """ชั่วโมง behind the number, in both languages where the author gave both."""
    named = body.get("unit") or ""
    return Localised.of(named) if isinstance(named, dict) else definition.written(named)
