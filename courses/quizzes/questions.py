"""What a question is: its kinds, and the public body apart from the secret key."""

import enum
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import normalise

Json = dict[str, Any]


class QuestionKind(enum.StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"


class BadQuestion(DomainError):
    message = _l("This question is not complete.")


class BadResponse(DomainError):
    message = _l("This is not an answer to this question.")


def split(question: Mapping[str, Any]) -> tuple[Json, Json]:
    """The body that learners may see and the key that they may not; raises `BadQuestion`."""
    try:
        kind = QuestionKind(str(question.get("kind")))
    except ValueError as unknown:
        raise BadQuestion(_l("This kind of question is not known.")) from unknown
    text = question.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadQuestion(_l("The question needs a text."), field="text")
    body, key = _SPLIT[kind](question)
    feedback = question.get("feedback")
    return {"text": text} | body, key | ({"feedback": feedback} if feedback else {})


def _split_choice(question: Mapping[str, Any]) -> tuple[Json, Json]:
    options = _mappings(question, "options")
    keys = [str(option.get("key", "")) for option in options]
    if len(options) < 2 or len(set(keys)) < len(keys) or not all(keys):
        raise BadQuestion(_l("The question needs two options or more."), field="options")
    body = {
        "options": [
            {"key": k, "text": _text(o, "text")} for k, o in zip(keys, options, strict=True)
        ]
    }
    correct = [k for k, o in zip(keys, options, strict=True) if o.get("correct") is True]
    if not correct or (question["kind"] == QuestionKind.SINGLE and len(correct) > 1):
        raise BadQuestion(_l("Mark which option is correct."), field="options")
    said = {k: o["feedback"] for k, o in zip(keys, options, strict=True) if o.get("feedback")}
    return body, {"correct": correct} | ({"options": said} if said else {})


def _split_true_false(question: Mapping[str, Any]) -> tuple[Json, Json]:
    if not isinstance(question.get("answer"), bool):
        raise BadQuestion(_l("Say whether the statement is true."), field="answer")
    return {}, {"answer": question["answer"]}


def _split_short(question: Mapping[str, Any]) -> tuple[Json, Json]:
    accept = question.get("accept")
    answers = (
        [str(a) for a in accept]
        if isinstance(accept, Sequence) and not isinstance(accept, str)
        else []
    )
    if not answers or not all(normalise(a) for a in answers):
        raise BadQuestion(_l("Give at least one accepted answer."), field="accept")
    return {}, {"accept": answers}


def _split_numeric(question: Mapping[str, Any]) -> tuple[Json, Json]:
    answer = _decimal(question.get("answer"), "answer")
    tolerance = _decimal(question.get("tolerance", 0), "tolerance")
    if tolerance < 0:
        raise BadQuestion(_l("The tolerance must not be below zero."), field="tolerance")
    unit = question.get("unit")
    return {"unit": unit} if unit else {}, {"answer": str(answer), "tolerance": str(tolerance)}


def _split_matching(question: Mapping[str, Any]) -> tuple[Json, Json]:
    pairs = [(_text(pair, "left"), _text(pair, "right")) for pair in _mappings(question, "pairs")]
    lefts = [left for left, _ in pairs]
    if len(pairs) < 2 or len(set(lefts)) < len(lefts):
        raise BadQuestion(_l("The question needs two different pairs or more."), field="pairs")
    rights = sorted({right for _, right in pairs}, key=lambda right: opaque("right", right))
    body = {
        "lefts": [{"key": opaque("left", left), "text": left} for left in lefts],
        "rights": [{"key": opaque("right", right), "text": right} for right in rights],
    }
    return body, {"pairs": {opaque("left", left): opaque("right", right) for left, right in pairs}}


def _split_ordering(question: Mapping[str, Any]) -> tuple[Json, Json]:
    raw = question.get("items")
    items = (
        [str(item) for item in raw]
        if isinstance(raw, Sequence) and not isinstance(raw, str)
        else []
    )
    if len(items) < 2 or len(set(items)) < len(items) or not all(items):
        raise BadQuestion(_l("The question needs two different items or more."), field="items")
    order = [opaque("item", item) for item in items]
    shown = sorted(zip(order, items, strict=True))
    return {"items": [{"key": key, "text": item} for key, item in shown]}, {"order": order}


_SPLIT = {
    QuestionKind.SINGLE: _split_choice,
    QuestionKind.MULTIPLE: _split_choice,
    QuestionKind.TRUE_FALSE: _split_true_false,
    QuestionKind.SHORT: _split_short,
    QuestionKind.NUMERIC: _split_numeric,
    QuestionKind.MATCHING: _split_matching,
    QuestionKind.ORDERING: _split_ordering,
}


def opaque(side: str, text: str) -> str:
    """A key made of what everybody can see anyway, so it tells nothing about the answer."""
    return hashlib.sha256(f"{side}\n{text}".encode()).hexdigest()[:10]


def presentation(body: Mapping[str, Any], seed: int | str) -> Json:
    """The body in the order of one attempt: the same seed always gives the same order."""
    shown = dict(body)
    for name in ("options", "rights", "items"):
        if name in shown:
            shown[name] = sorted(
                shown[name], key=lambda it: opaque(f"{seed}\n{body['text']}", it["key"])
            )
    return shown


def _mappings(question: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = question.get(name)
    if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
        raise BadQuestion(field=name)
    return found


def _text(item: Mapping[str, Any], name: str) -> str:
    text = item.get(name)
    if (
        isinstance(text, bool)
        or not isinstance(text, str | int | float | Decimal)
        or not str(text).strip()
    ):
        raise BadQuestion(_l("A text is missing here."), field=name)
    return str(text)


def _decimal(value: object, name: str) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", ""))
        if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > 30:
            raise InvalidOperation
    except InvalidOperation as wrong:
        raise BadQuestion(_l("Give a number."), field=name) from wrong
    return number
