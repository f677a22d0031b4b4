"""Answers that a person marks: what is handed in, and criteria with levels to mark it by."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from courses.quizzes.kinds import (
    Asked,
    BadQuestion,
    BadResponse,
    Json,
    decimal_of,
    keyed,
    mappings,
    optional_text,
    text_of,
    whole_of,
)
from courses.quizzes.written import clean_text
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import words

LONGEST_ESSAY = 20_000
MOST_WORDS = 4000
TYPES = ("image", "pdf", "document", "sheet", "slides", "text", "audio", "video")
USUAL_TYPES = ("pdf", "image", "document")
MOST_FILES = 5
MOST_MEGABYTES = 25
MOST_CRITERIA = 10
LEVELS = (2, 6)


def split_essay(question: Asked) -> tuple[Json, Json]:
    limits = {}
    for name in ("least_words", "most_words"):
        if question.get(name) not in (None, ""):
            try:
                limits[name] = whole_of(question, name, 1, MOST_WORDS, 1)
            except BadQuestion as wrong:
                raise BadQuestion(str(wrong), field="words") from wrong
    if limits.get("least_words", 0) > limits.get("most_words", MOST_WORDS):
        raise BadQuestion(
            _l("The least number of words must not be above the most."), field="words"
        )
    return limits | split_rubric(question), optional_text(question, "sample")


def split_upload(question: Asked) -> tuple[Json, Json]:
    types = question.get("types", list(USUAL_TYPES))
    if not isinstance(types, list | tuple) or not types or any(t not in TYPES for t in types):
        raise BadQuestion(_l("Say which types of files may be handed in."), field="types")
    body = {
        "types": [name for name in TYPES if name in types],
        "files": whole_of(question, "files", 1, MOST_FILES, 1),
        "megabytes": whole_of(question, "megabytes", 1, MOST_MEGABYTES, 10),
    }
    return body | split_rubric(question), optional_text(question, "sample")


def split_rubric(question: Asked) -> Json:
    """The criteria under `rubric`, or nothing where the question has none."""
    if not question.get("rubric"):
        return {}
    criteria = keyed(mappings(question, "rubric"), "rubric", "c")
    if len(criteria) > MOST_CRITERIA:
        raise BadQuestion(
            _l("A rubric has at most %(most)s criteria.", most=MOST_CRITERIA), field="rubric"
        )
    return {"rubric": [_split_criterion(key, criterion) for key, criterion in criteria]}


def _split_criterion(key: str, criterion: Asked) -> Json:
    levels = keyed(mappings(criterion, "levels"), "rubric", "l")
    written = [
        {"key": name, "title": text_of(level, "title", field="rubric")}
        | optional_text(level, "text")
        | {"points": str(decimal_of(level.get("points"), "rubric"))}
        for name, level in levels
    ]
    worth = [Fraction(level["points"]) for level in written]
    if not LEVELS[0] <= len(written) <= LEVELS[1] or min(worth) < 0 or max(worth) <= 0:
        raise BadQuestion(
            _l("A criterion needs two to six levels, the best of them above zero points."),
            field="rubric",
        )
    title = text_of(criterion, "title", field="rubric")
    return {"key": key, "title": title} | optional_text(criterion, "skill") | {"levels": written}


def join(body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    """The description that was split."""
    names = ("least_words", "most_words", "types", "files", "megabytes", "rubric")
    return {name: body[name] for name in names if name in body} | optional_text(key, "sample")


def clean_essay(_body: Mapping[str, Any], response: Any) -> str | None:
    return clean_text(response, LONGEST_ESSAY, lines=True)


def clean_upload(body: Mapping[str, Any], response: Any) -> list[str]:
    """The public names of the files that were handed in."""
    if not isinstance(response, list) or len(response) > body["files"]:
        raise BadResponse
    if not all(isinstance(name, str) and 0 < len(name) <= 12 for name in response):
        raise BadResponse
    return list(dict.fromkeys(response))


def word_count(text: str) -> int:
    """Words as people count them, Thai ones too."""
    return len(words(text))


def fraction_by(body: Mapping[str, Any], chosen: Mapping[str, str]) -> Fraction:
    """What the chosen levels are worth; raises `BadResponse` where a criterion has none."""
    earned = best = Fraction(0)
    for criterion in body["rubric"]:
        worth = {level["key"]: Fraction(level["points"]) for level in criterion["levels"]}
        if chosen.get(criterion["key"]) not in worth:
            raise BadResponse(_l("Choose a level for every criterion."))
        earned += worth[chosen[criterion["key"]]]
        best += max(worth.values())
    return earned / best
