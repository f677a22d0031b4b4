"""Trying out: the pages and the marking of a quiz with nothing stored. Pure.

`sheet` is what is shown; `mark` reads a form as an attempt would and says what came of it. The
template `quizzes/_trial.html` shows either. What people mark stays unmarked, and files are neither
sent nor kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courses.quizzes.answers import Completeness, completeness, read_form, response
from courses.quizzes.marking import mark as mark_one
from courses.quizzes.marking import score
from courses.quizzes.models import QuizRole, Review
from courses.quizzes.paper import Definition, Given, Question
from courses.quizzes.questions import Json, QuestionKind, split
from courses.quizzes.review import review
from courses.quizzes.reviewed import Outcome, Reviewed
from courses.quizzes.showing import Shown, show
from lms.errors import DomainError
from lms.i18n import Localised

Form = Mapping[str, Sequence[str]]
LONGEST_KEPT = 25_000


@dataclass(frozen=True)
class Page:
    """What was wrong in a form, by input, and what was typed there."""

    wrong: Mapping[str, DomainError] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The questions as a learner would see them, with what the form said."""

    definition: Definition
    seed: int
    questions: tuple[Shown, ...]
    states: Mapping[str, Completeness]
    page: Page


@dataclass(frozen=True)
class Outcomes:
    """What came of it: every question, and the percentage that an attempt would get."""

    questions: tuple[Reviewed, ...]
    percent: Decimal
    passed: bool | None

    @property
    def pending(self) -> int:
        return sum(one.outcome is Outcome.PENDING for one in self.questions)


def ask(
    questions: Sequence[Mapping[str, Any]], *, title: Localised | None = None, language: str = "th"
) -> tuple[Definition, dict[int, Json]]:
    """A quiz made of descriptions, and its keys; raises `BadQuestion`."""
    parts = [split(question) for question in questions]
    return ask_split(
        [
            (QuestionKind(q["kind"]), body, Decimal(str(q.get("points", 1))))
            for q, (body, _) in zip(questions, parts, strict=True)
        ],
        title=title,
        language=language,
    ), {number: key for number, (_, key) in enumerate(parts, start=1)}


def ask_split(
    questions: Sequence[tuple[QuestionKind, Json, Decimal]],
    *,
    title: Localised | None = None,
    language: str = "th",
) -> Definition:
    """A quiz made of kinds, bodies and points; its questions are numbered from 1."""
    return Definition(
        id=0,
        version_id=0,
        lesson_key=0,
        slug="",
        title=title or Localised(),
        role=QuizRole.PRACTICE,
        pass_percent=None,
        attempts=None,
        minutes=None,
        shuffle=False,
        review=Review.SUBMITTED,
        language=language,
        questions=tuple(
            Question(number, number, kind, points, body)
            for number, (kind, body, points) in enumerate(questions, start=1)
        ),
        is_draft=True,
    )


def sheet(definition: Definition, seed: int, form: Form | None = None) -> Sheet:
    """What is shown; with a form, what stood in it stays."""
    given, page = _read(definition, form) if form is not None else ({}, Page())
    questions = show(definition, seed, given)
    states = {q.name: completeness(q.question, q.given) for q in questions}
    return Sheet(definition, seed, questions, states, page)


def mark(definition: Definition, keys: Mapping[int, Json], form: Form, seed: int = 0) -> Outcomes:
    """What an attempt with these answers would come to; `keys` as `queries.answer_keys` has them."""
    given, _ = _read(definition, form)
    marks = {
        q.id: mark_one(q.kind, q.body, keys[q.id], response(q, given.get(q.id, {})))
        for q in definition.questions
        if not (q.by_hand and q.id in given)
    }
    fractions = {str(number): str(one.fraction) for number, one in marks.items()}
    marked = [q for q in definition.questions if q.id in marks]
    percent = score([marks[q.id] for q in marked], [q.points for q in marked])
    passed = None if definition.pass_percent is None else percent >= definition.pass_percent
    shown = show(definition, seed, given)
    return Outcomes(review(definition, shown, keys, fractions), percent, passed)


def _read(definition: Definition, form: Form) -> tuple[dict[int, Given], Page]:
    answers, wrong = read_form(definition, form, whole=True)
    given: dict[int, dict[str, Any]] = {}
    for name, said in answers.items():
        if said is not None:
            slot = definition.slots[name]
            given.setdefault(slot.question.id, {})[slot.part] = said
    typed = {name: next(iter(form.get(name, ())), "")[:LONGEST_KEPT] for name in wrong}
    return dict(given), Page(wrong, typed)
