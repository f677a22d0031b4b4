"""From the inputs of a form to answers, and from the inputs together to what is marked."""

import enum
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from courses.quizzes import hotspot, rubrics
from courses.quizzes.marking import BadResponse, validate_response
from courses.quizzes.paper import WHOLE, Definition, Given, Question, Slot
from courses.quizzes.questions import QuestionKind
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

BY_PARTS = frozenset({QuestionKind.MATCHING, QuestionKind.CLOZE})
_CLICK = re.compile(r"(q\d{1,4})@(\d{2,4})\.([xy])", re.ASCII)


class Completeness(enum.StrEnum):
    ANSWERED = "answered"
    PARTLY = "partly"
    MISSING = "missing"


class UnknownQuestion(BadResponse):
    message = _l("This question is not in this quiz. Reload the page.")


def find_slot(definition: Definition, name: str) -> Slot:
    try:
        return definition.slots[name]
    except KeyError as unknown:
        raise UnknownQuestion from unknown


def read(slot: Slot, values: Sequence[str]) -> Any:
    """What one input says, cleaned for storing; None where it was left empty.

    Files come by an operation of their own, never as names in a form.
    """
    question, body = slot.question, slot.question.body
    if question.kind is QuestionKind.MULTIPLE:
        return validate_response(question.kind, body, [v for v in values if v])
    if question.kind is QuestionKind.HOTSPOT:
        picks = [hotspot.read_pick(v) for v in values if v]
        return validate_response(question.kind, body, picks)
    if len(values) > 1 or question.kind is QuestionKind.UPLOAD:
        raise BadResponse
    value = values[0] if values else ""
    if question.kind in BY_PARTS:
        given = validate_response(question.kind, body, {slot.part: value})
        return given[slot.part] if given else None
    if question.kind is QuestionKind.ORDERING:
        return _place(value, len(question.parts))
    return validate_response(question.kind, body, value)


def _place(value: str, places: int) -> int | None:
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 3:
        raise BadResponse
    if not 1 <= int(value) <= places:
        raise BadResponse
    return int(value)


def response(question: Question, given: Given) -> Any:
    """Everything said to one question, as marking takes it."""
    if question.kind is QuestionKind.ORDERING:
        return in_order(given)
    if question.kind in BY_PARTS:
        return dict(given)
    return given.get(WHOLE)


def in_order(given: Given) -> list[str]:
    """Items by their place; where two claim the same place, neither has it."""
    claims = Counter(given.values())
    placed = [(place, item) for item, place in given.items() if claims[place] == 1]
    return [item for _, item in sorted(placed)]


def completeness(question: Question, given: Given) -> Completeness:
    if not given:
        return Completeness.MISSING
    match question.kind:
        case QuestionKind.HOTSPOT:
            enough = len(given[WHOLE]) >= question.body["picks"]
        case QuestionKind.ESSAY:
            least = question.body.get("least_words")
            enough = least is None or rubrics.word_count(given[WHOLE]) >= least
        case QuestionKind.ORDERING:
            enough = len(in_order(given)) == len(question.parts)
        case _:
            enough = len(given) == len(question.parts)
    return Completeness.ANSWERED if enough else Completeness.PARTLY


def read_form(
    definition: Definition, form: Mapping[str, Sequence[str]], *, whole: bool
) -> tuple[dict[str, Any], dict[str, DomainError]]:
    """Answers by input, and what is wrong by input; a `whole` form also says what is empty."""
    answers: dict[str, Any] = {}
    wrong: dict[str, DomainError] = {}
    pressed = clicks(definition, form)
    for name, slot in definition.slots.items():
        if slot.question.kind is QuestionKind.UPLOAD:
            continue
        if not whole and name not in form and name not in pressed:
            continue
        values = form.get(name, ())
        if name in pressed:
            values = [*values, pressed[name]][-slot.question.body["picks"] :]
        try:
            answers[name] = read(slot, values)
        except BadResponse as bad:
            wrong[name] = bad
    return answers, wrong


def clicks(definition: Definition, form: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Where a picture that is a button was pressed, by question.

    Its name says how wide it was shown: `q3@640.x=12`. The corner is no press: browsers send it
    when a form is sent by the keyboard.
    """
    pressed: dict[str, str] = {}
    for sent in form:
        match = _CLICK.fullmatch(sent)
        slot = definition.slots.get(match[1]) if match and match[3] == "x" else None
        if match is None or slot is None or slot.question.kind is not QuestionKind.HOTSPOT:
            continue
        image, width = slot.question.body["image"], int(match[2])
        x, y = _number(form, sent), _number(form, f"{sent[:-1]}y")
        if (x, y) != (0, 0):
            across = x * hotspot.FULL // width
            down = y * hotspot.FULL * image["width"] // (width * image["height"])
            pressed[match[1]] = f"{min(across, hotspot.FULL)},{min(down, hotspot.FULL)}"
    return pressed


def _number(form: Mapping[str, Sequence[str]], name: str) -> int:
    text = next(iter(form.get(name, ())), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
