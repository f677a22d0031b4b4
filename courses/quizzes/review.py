"""What a learner sees of right and wrong, and when they may."""

import enum
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from courses.quizzes import cloze, hotspot
from courses.quizzes.answers import response
from courses.quizzes.marking import Mark, mark
from courses.quizzes.models import Review
from courses.quizzes.paper import WHOLE, Definition, Given
from courses.quizzes.questions import Json, QuestionKind
from courses.quizzes.reviewed import ByHand, Filled, Option, Outcome, Pair, Reviewed, Spot
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
    @property
    def pending(self) -> int: ...


def sight(definition: Definition, tries: Sequence[Tried]) -> Sight:
    """By the policy of the quiz, over all attempts; never while one of them is open."""
    if definition.review is Review.NEVER:
        return Sight.NEVER
    if any(tried.is_open for tried in tries):
        return Sight.BUSY
    if definition.review is Review.PASSED:
        used_up = definition.attempts is not None and len(tries) >= definition.attempts
        passed = any(tried.passed is not False and not tried.pending for tried in tries)
        if not used_up and not passed:
            return Sight.AFTER_PASSING
    return Sight.OPEN if tries else Sight.BUSY


def review(
    definition: Definition,
    shown: Sequence[Shown],
    keys: Mapping[int, Json],
    marks: Mapping[str, str],
    by_hand: ByHand | None = None,
) -> tuple[Reviewed, ...]:
    """Every question with what was right; `marks` are those of the day of marking."""
    handed = by_hand or ByHand()
    return tuple(
        _review(definition, one, keys[one.question.id], marks.get(str(one.question.id)), handed)
        for one in shown
    )


def marked_by_hand(
    definition: Definition, shown: Sequence[Shown], marks: Mapping[str, str], by_hand: ByHand
) -> tuple[Reviewed, ...]:
    """Only what people mark, with what they said to it: it tells nothing of what is right."""
    theirs = [one for one in shown if one.question.by_hand]
    return review(definition, theirs, {one.question.id: {} for one in theirs}, marks, by_hand)


def _review(
    definition: Definition, shown: Shown, key: Json, credited: str | None, by_hand: ByHand
) -> Reviewed:
    question, said = shown.question, definition.written
    given = response(question, shown.given)
    fraction = Fraction(credited or 0)
    waits = credited is None and question.by_hand
    handed = by_hand.given.get(question.id)
    now_marked = mark(question.kind, question.body, key, given)
    return Reviewed(
        place=shown.place,
        kind=question.kind,
        text=shown.text,
        outcome=_outcome(fraction, shown.given, waits=waits),
        earned=round(Decimal(fraction.numerator) / fraction.denominator * question.points, 2),
        points=question.points,
        options=_options(definition, shown, key, given),
        pairs=_pairs(shown, key, now_marked),
        given=_given(definition, shown),
        expected=said(_expected(question.kind, key)),
        statement=key.get("answer") if question.kind is QuestionKind.TRUE_FALSE else None,
        unit=shown.unit,
        feedback=said(key.get("feedback") or ""),
        image=shown.image,
        filled=_filled(definition, shown, key, now_marked),
        pins=_pins(shown, now_marked),
        regions=_regions(definition, key),
        words=_words(shown, key),
        files=by_hand.files.get(question.id, ()),
        rubric=shown.rubric,
        levels=handed.levels if handed else {},
        comment=handed.comment if handed else "",
    )


def _outcome(fraction: Fraction, given: Given, *, waits: bool) -> Outcome:
    if not given:
        return Outcome.MISSING
    if waits:
        return Outcome.PENDING
    if fraction == 1:
        return Outcome.RIGHT
    return Outcome.PARTLY if fraction else Outcome.WRONG


def _given(definition: Definition, shown: Shown) -> Localised:
    """What was written, as it was written; choices, files and places are shown by themselves."""
    written = shown.given.get(WHOLE)
    return definition.quoted(written) if isinstance(written, str) else Localised()


def _filled(definition: Definition, shown: Shown, key: Json, marked: Mark) -> tuple[Filled, ...]:
    bodies = {gap["key"]: gap for gap in shown.question.body.get("gaps", ())}
    filled = []
    for piece in shown.pieces:
        if piece.gap is None:
            filled.append(Filled(piece.text))
            continue
        name = piece.gap.key
        body, right = bodies[name], key["gaps"][name]
        filled.append(
            Filled(
                piece.text,
                piece.gap.number,
                definition.quoted(cloze.said_in(body, shown.given.get(name, ""))),
                definition.written(cloze.right_answer(body, right)),
                marked.parts.get(name, False),
                definition.written(right.get("feedback", "")),
            )
        )
    return tuple(filled)


def _pins(shown: Shown, marked: Mark) -> tuple[Spot, ...]:
    if shown.kind is not QuestionKind.HOTSPOT:
        return ()
    points = [pick for pick in shown.given.get(WHOLE, ()) if not isinstance(pick, str)]
    return tuple(
        Spot("pin", tuple(pick), marked.parts.get(hotspot.write_pick(pick), False))
        for pick in points
    )


def _regions(definition: Definition, key: Json) -> tuple[Spot, ...]:
    said = definition.written
    return tuple(
        Spot(
            region["shape"],
            tuple(region["at"]),
            region["correct"],
            said(region.get("label", "")),
            said(region.get("feedback", "")),
        )
        for region in key.get("regions", ())
    )


def _words(shown: Shown, key: Json) -> tuple[Option, ...]:
    """The words that could be chosen instead of pointing."""
    if "regions" not in key:
        return ()
    chosen = [pick for pick in shown.given.get(WHOLE, ()) if isinstance(pick, str)]
    right = {region.get("choice"): region["correct"] for region in key["regions"]}
    return tuple(
        Option(choice.text, f"@{choice.key}" in chosen, right.get(choice.key, False), Localised())
        for choice in shown.choices
    )


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
        return cloze.nearness(key)
    return ""
