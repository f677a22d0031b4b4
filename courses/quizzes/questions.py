"""What a question is: the public body apart from the secret key, and both together again."""

from collections.abc import Mapping, Sequence
from typing import Any

from courses.quizzes import cloze, hotspot, rubrics, written
from courses.quizzes.kinds import (
    BY_HAND,
    Asked,
    BadQuestion,
    BadResponse,
    Json,
    QuestionKind,
    mappings,
    opaque,
    text_of,
)
from lms.i18n import lazy_gettext as _l

__all__ = [
    "BY_HAND", "BadQuestion", "BadResponse", "Json", "QuestionKind",
    "join", "opaque", "presentation", "split",
]  # fmt: skip

LARGEST_SIDE = 20_000


def split(question: Asked) -> tuple[Json, Json]:
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
    shown = {"text": text} | _image(question) | body
    return shown, key | ({"feedback": feedback} if feedback else {})


def _image(question: Asked) -> Json:
    """The picture above the answers, by the public name of a file of ours."""
    image = question.get("image")
    if not image:
        return {}
    sides = ("width", "height")
    if (
        not isinstance(image, Mapping)
        or not str(image.get("media") or "").isalnum()
        or not all(type(image.get(s)) is int and 0 < image[s] <= LARGEST_SIDE for s in sides)
    ):
        raise BadQuestion(_l("This picture cannot be used."), field="image")
    if not str(image.get("alt") or "").strip():
        raise BadQuestion(
            _l("Say in words what the picture shows, for those who cannot see it."), field="image"
        )
    named = {"media": str(image["media"]), "alt": str(image["alt"])}
    return {"image": named | {side: image[side] for side in sides}}


def _split_choice(question: Asked) -> tuple[Json, Json]:
    options = mappings(question, "options")
    keys = [str(option.get("key", "")) for option in options]
    if len(options) < 2 or len(set(keys)) < len(keys) or not all(keys):
        raise BadQuestion(_l("The question needs two options or more."), field="options")
    body = {
        "options": [
            {"key": k, "text": text_of(o, "text")} for k, o in zip(keys, options, strict=True)
        ]
    }
    correct = [k for k, o in zip(keys, options, strict=True) if o.get("correct") is True]
    if not correct or (question["kind"] == QuestionKind.SINGLE and len(correct) > 1):
        raise BadQuestion(_l("Mark which option is correct."), field="options")
    said = {k: o["feedback"] for k, o in zip(keys, options, strict=True) if o.get("feedback")}
    return body, {"correct": correct} | ({"options": said} if said else {})


def _split_true_false(question: Asked) -> tuple[Json, Json]:
    if not isinstance(question.get("answer"), bool):
        raise BadQuestion(_l("Say whether the statement is true."), field="answer")
    return {}, {"answer": question["answer"]}


def _split_short(question: Asked) -> tuple[Json, Json]:
    return {}, written.split_short(question)


def _split_matching(question: Asked) -> tuple[Json, Json]:
    pairs = [
        (text_of(pair, "left"), text_of(pair, "right")) for pair in mappings(question, "pairs")
    ]
    lefts = [left for left, _ in pairs]
    if len(pairs) < 2 or len(set(lefts)) < len(lefts):
        raise BadQuestion(_l("The question needs two different pairs or more."), field="pairs")
    rights = sorted({right for _, right in pairs}, key=lambda right: opaque("right", right))
    body = {
        "lefts": [{"key": opaque("left", left), "text": left} for left in lefts],
        "rights": [{"key": opaque("right", right), "text": right} for right in rights],
    }
    return body, {"pairs": {opaque("left", left): opaque("right", right) for left, right in pairs}}


def _split_ordering(question: Asked) -> tuple[Json, Json]:
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
    QuestionKind.NUMERIC: written.split_numeric,
    QuestionKind.MATCHING: _split_matching,
    QuestionKind.ORDERING: _split_ordering,
    QuestionKind.CLOZE: cloze.split,
    QuestionKind.ESSAY: rubrics.split_essay,
    QuestionKind.UPLOAD: rubrics.split_upload,
    QuestionKind.HOTSPOT: hotspot.split,
}


def join(kind: QuestionKind, body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    """The description that `split` takes, made of what it gave."""
    question = {"kind": kind.value, "text": body["text"]}
    if "image" in body:
        question["image"] = body["image"]
    feedback = {"feedback": key["feedback"]} if key.get("feedback") else {}
    return question | _JOIN[kind](body, key) | feedback


def _join_choice(body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    said = key.get("options", {})
    return {
        "options": [
            dict(option)
            | ({"correct": True} if option["key"] in key["correct"] else {})
            | ({"feedback": said[option["key"]]} if option["key"] in said else {})
            for option in body["options"]
        ]
    }


def _join_key(_body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    return {name: key[name] for name in ("answer", "accept") if name in key}


def _join_numeric(body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    unit = {"unit": body["unit"]} if "unit" in body else {}
    return {"answer": key["answer"], "tolerance": key["tolerance"]} | unit


def _join_matching(body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    rights = {right["key"]: right["text"] for right in body["rights"]}
    return {
        "pairs": [
            {"left": left["text"], "right": rights[key["pairs"][left["key"]]]}
            for left in body["lefts"]
        ]
    }


def _join_ordering(body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    items = {item["key"]: item["text"] for item in body["items"]}
    return {"items": [items[item] for item in key["order"]]}


_JOIN = {
    QuestionKind.SINGLE: _join_choice,
    QuestionKind.MULTIPLE: _join_choice,
    QuestionKind.TRUE_FALSE: _join_key,
    QuestionKind.SHORT: _join_key,
    QuestionKind.NUMERIC: _join_numeric,
    QuestionKind.MATCHING: _join_matching,
    QuestionKind.ORDERING: _join_ordering,
    QuestionKind.CLOZE: cloze.join,
    QuestionKind.ESSAY: rubrics.join,
    QuestionKind.UPLOAD: rubrics.join,
    QuestionKind.HOTSPOT: hotspot.join,
}


def presentation(body: Mapping[str, Any], seed: int | str) -> Json:
    """The body in the order of one attempt: the same seed always gives the same order."""
    shown = dict(body)
    for name in ("options", "rights", "items", "choices"):
        if name in shown:
            shown[name] = _shuffled(shown[name], f"{seed}\n{body['text']}")
    if "gaps" in shown:
        shown["gaps"] = [
            gap | {"options": _shuffled(gap["options"], f"{seed}\n{body['text']}\n{gap['key']}")}
            if "options" in gap
            else gap
            for gap in shown["gaps"]
        ]
    return shown


def _shuffled(items: Sequence[Json], seed: str) -> list[Json]:
    return sorted(items, key=lambda item: opaque(seed, item["key"]))
