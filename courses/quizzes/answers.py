"""From the inputs of a form to answers, and from the inputs together to what is marked."""

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from courses.quizzes.marking import BadResponse, validate_response
from courses.quizzes.paper import WHOLE, Definition, Given, Question, Slot
from courses.quizzes.questions import QuestionKind
from lms.i18n import lazy_gettext as _l


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
    """What one input says, cleaned for storing; None where it was left empty."""
    question, body = slot.question, slot.question.body
    if question.kind is QuestionKind.MULTIPLE:
        return validate_response(question.kind, body, [v for v in values if v])
    if len(values) > 1:
        raise BadResponse
    value = values[0] if values else ""
    if question.kind is QuestionKind.MATCHING:
        matched = validate_response(question.kind, body, {slot.part: value})
        return matched[slot.part] if matched else None
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
    if question.kind is QuestionKind.MATCHING:
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
    counted = in_order(given) if question.kind is QuestionKind.ORDERING else given
    return Completeness.ANSWERED if len(counted) == len(question.parts) else Completeness.PARTLY


def read_form(
    definition: Definition, form: Mapping[str, Sequence[str]], *, whole: bool
) -> tuple[dict[str, Any], dict[str, BadResponse]]:
    """Answers by input, and what is wrong by input; a `whole` form also says what is empty."""
    answers: dict[str, Any] = {}
    wrong: dict[str, BadResponse] = {}
    for name, slot in definition.slots.items():
        if not whole and name not in form:
            continue
        try:
            answers[name] = read(slot, form.get(name, ()))
        except BadResponse as bad:
            wrong[name] = bad
    return answers, wrong
