"""What a learner sees of right and wrong, and when they may."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from courses.quizzes.answers import response
from courses.quizzes.marking import Mark, mark
from courses.quizzes.models import Review
from courses.quizzes.paper import WHOLE, Definition, Given
from courses.quizzes.questions import Json, QuestionKind
from courses.quizzes.showing import Shown
from lms.i18n import Localised


class Sight(enum.StrEnum):
    """Whether answers and feedback may be seen now, and why not."""

    OPEN = "open"
    BUSY = "busy"
    AFTER_PASSING = "after_passing"
    NEVER = "never"


class Tried(Protocol):
    @property
    def is_open(self) -> bool: ...
    @property
    def passed(self) -> bool | None: ...


def sight(definition: Definition, tries: Sequence[Tried]) -> Sight:
    """By the policy of the quiz, over all attempts; never while one of them is open."""
    if definition.review is Review.NEVER:
        return Sight.NEVER
    if any(tried.is_open for tried in tries):
        return Sight.BUSY
    if definition.review is Review.PASSED:
        used_up = definition.attempts is not None and len(tries) >= definition.attempts
        if not used_up and not any(tried.passed is not False for tried in tries):
            return Sight.AFTER_PASSING
    return Sight.OPEN if tries else Sight.BUSY


class Outcome(enum.StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True)
class Option:
    """One option of a choice question, afterwards."""

    text: Localised
    chosen: bool
    right: bool
    feedback: Localised


@dataclass(frozen=True)
class Pair:
    """A left side or an item, with what it was given and what it should have been."""

    text: Localised
    given: Localised
    expected: Localised
    right: bool


@dataclass(frozen=True)
class Reviewed:
    """One question, afterwards."""

    place: int
    kind: QuestionKind
    text: Localised
    outcome: Outcome
    earned: Decimal
    points: Decimal
    options: tuple[Option, ...]
    pairs: tuple[Pair, ...]
    given: Localised
    expected: Localised
    statement: bool | None
    unit: Localised
    feedback: Localised


def review(
    definition: Definition,
    shown: Sequence[Shown],
    keys: Mapping[int, Json],
    marks: Mapping[str, str],
) -> tuple[Reviewed, ...]:
    """Every question with what was right; `marks` are those of the day of marking."""
    return tuple(
        _review(definition, one, keys[one.question.id], marks.get(str(one.question.id), "0"))
        for one in shown
    )


def _review(definition: Definition, shown: Shown, key: Json, credited: str) -> Reviewed:
    question, said = shown.question, definition.written
    given = response(question, shown.given)
    fraction = Fraction(credited)
    now_marked = mark(question.kind, question.body, key, given)
    return Reviewed(
        place=shown.place,
        kind=question.kind,
        text=shown.text,
        outcome=_outcome(fraction, shown.given),
        earned=round(Decimal(fraction.numerator) / fraction.denominator * question.points, 2),
        points=question.points,
        options=_options(definition, shown, key, given),
        pairs=_pairs(shown, key, now_marked),
        given=said(shown.given.get(WHOLE) or ""),
        expected=said(_expected(question.kind, key)),
        statement=key.get("answer") if question.kind is QuestionKind.TRUE_FALSE else None,
        unit=shown.unit,
        feedback=said(key.get("feedback") or ""),
    )


def _outcome(fraction: Fraction, given: Given) -> Outcome:
    if not given:
        return Outcome.MISSING
    if fraction == 1:
        return Outcome.RIGHT
    return Outcome.PARTLY if fraction else Outcome.WRONG


def _options(definition: Definition, shown: Shown, key: Json, given: Any) -> tuple[Option, ...]:
    if "correct" not in key:
        return ()
    picks = [given] if isinstance(given, str) else given or ()
    said = key.get("options", {})
    return tuple(
        Option(
            text=choice.text,
            chosen=choice.key in picks,
            right=choice.key in key["correct"],
            feedback=definition.written(said.get(choice.key, "")),
        )
        for choice in shown.choices
    )


def _pairs(shown: Shown, key: Json, marked: Mark) -> tuple[Pair, ...]:
    if "pairs" in key:
        texts = {choice.key: choice.text for choice in shown.choices}
        return tuple(
            Pair(
                text=row.text,
                given=texts.get(shown.given.get(row.key, ""), Localised()),
                expected=texts[key["pairs"][row.key]],
                right=marked.parts.get(row.key, False),
            )
            for row in shown.rows
        )
    if "order" in key:
        items = {row.key: row.text for row in shown.rows}
        return tuple(
            Pair(
                text=items[item],
                given=_number(shown.given.get(item)),
                expected=_number(place),
                right=shown.given.get(item) == place,
            )
            for place, item in enumerate(key["order"], start=1)
        )
    return ()


def _number(place: int | None) -> Localised:
    return Localised(str(place), str(place)) if place else Localised()


def _expected(kind: QuestionKind, key: Json) -> str:
    if kind is QuestionKind.SHORT:
        return str(key["accept"][0])
    if kind is QuestionKind.NUMERIC:
        spread = Decimal(key["tolerance"])
        return f"{key['answer']} ± {spread}" if spread else str(key["answer"])
    return ""
