"""A text with gaps, each one written, a number or a choice; every gap counts by its weight."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from courses.quizzes.kinds import (
    Asked,
    BadQuestion,
    BadResponse,
    Json,
    keyed,
    mappings,
    optional_text,
    text_of,
    weight_of,
)
from courses.quizzes.written import (
    clean_number,
    clean_text,
    is_accepted,
    is_near,
    split_numeric,
    split_short,
)
from lms.i18n import lazy_gettext as _l

SHORT, NUMERIC, CHOICE = "short", "numeric", "choice"
MOST_GAPS = 20
MOST_OPTIONS = 12
_PIECE = re.compile(r"\\\$|(\$(?!\s)[^$\n]+?(?<!\s)\$(?!\d))|\{([0-9A-Za-z]{1,8})\}")


def pieces(text: str, keys: frozenset[str]) -> list[tuple[str, str]]:
    """The text cut at its gaps: (words, key) by (words, key), the last one with an empty key."""
    cut: list[tuple[str, str]] = []
    at = 0
    for place in _PIECE.finditer(text):
        if place[2] in keys:
            cut.append((text[at : place.start()], place[2]))
            at = place.end()
    return [*cut, (text[at:], "")]


def split(question: Asked) -> tuple[Json, Json]:
    gaps = keyed(mappings(question, "gaps"), "gaps", "")
    if not 1 <= len(gaps) <= MOST_GAPS:
        raise BadQuestion(
            _l("The question needs one gap or more, %(most)s at most.", most=MOST_GAPS),
            field="gaps",
        )
    _check_places(str(question["text"]), [key for key, _ in gaps])
    body, right = [], {}
    for key, gap in gaps:
        shown, hidden = _split_gap(gap)
        body.append({"key": key, "kind": str(gap["kind"])} | shown)
        weight = {"weight": str(weight_of(gap, "gaps"))}
        right[key] = hidden | weight | optional_text(gap, "feedback")
    return {"gaps": body}, {"gaps": right}


def _check_places(text: str, keys: list[str]) -> None:
    """Every gap stands in the text once, and every number in braces is a gap."""
    named = [place[2] for place in _PIECE.finditer(text) if place[2]]
    for key in keys:
        if named.count(key) != 1:
            raise BadQuestion(
                _l("Gap {%(key)s} must stand in the text exactly once.", key=key), field="text"
            )
    for key in named:
        if key.isdigit() and key not in keys:
            raise BadQuestion(
                _l("The text has a gap {%(key)s} that is not described.", key=key), field="text"
            )


def _split_gap(gap: Asked) -> tuple[Json, Json]:
    match gap.get("kind"):
        case "short":
            return {}, split_short(gap, "gaps")
        case "numeric":
            return split_numeric(gap, "gaps")
        case "choice":
            return _split_choice(gap)
    raise BadQuestion(_l("A gap is written, a number or a choice."), field="gaps")


def _split_choice(gap: Asked) -> tuple[Json, Json]:
    options = mappings(gap, "options") if isinstance(gap.get("options"), list) else []
    named = keyed(options, "gaps", "")
    correct = [key for key, option in named if option.get("correct") is True]
    if not 2 <= len(named) <= MOST_OPTIONS or len(correct) != 1:
        raise BadQuestion(
            _l("A gap to choose from needs two options or more, one of them correct."),
            field="gaps",
        )
    shown = [{"key": key, "text": text_of(option, "text", field="gaps")} for key, option in named]
    return {"options": shown}, {"correct": correct[0]}


def join(body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    """The description that was split."""
    return {"gaps": [_join_gap(gap, key["gaps"][gap["key"]]) for gap in body["gaps"]]}


def _join_gap(shown: Json, hidden: Json) -> Json:
    gap = dict(shown) | {
        name: hidden[name]
        for name in ("accept", "answer", "tolerance", "feedback")
        if name in hidden
    }
    if "options" in shown:
        gap["options"] = [
            dict(option) | ({"correct": True} if option["key"] == hidden["correct"] else {})
            for option in shown["options"]
        ]
    return gap | {"points": hidden["weight"]}


def clean(body: Mapping[str, Any], response: Any) -> dict[str, str] | None:
    """What stands in each gap; empty gaps are left out."""
    if not isinstance(response, dict) or len(response) > len(body["gaps"]):
        raise BadResponse
    gaps = {gap["key"]: gap for gap in body["gaps"]}
    filled: dict[str, str] = {}
    for key, given in response.items():
        if key not in gaps:
            raise BadResponse
        text = None if given in (None, "") else _clean_gap(gaps[key], given)
        if text is not None:
            filled[key] = text
    return filled or None


def _clean_gap(gap: Mapping[str, Any], given: Any) -> str | None:
    if gap["kind"] == SHORT:
        return clean_text(given)
    if gap["kind"] == NUMERIC:
        return clean_number(gap, given)
    if not isinstance(given, str) or given not in {option["key"] for option in gap["options"]}:
        raise BadResponse
    return given


def mark(
    body: Mapping[str, Any], key: Mapping[str, Any], given: Mapping[str, str]
) -> tuple[Fraction, dict[str, bool]]:
    """The weighted share of right gaps, and each gap that was filled."""
    gaps = {gap["key"]: gap for gap in body["gaps"]}
    parts = {name: _is_right(gaps[name], key["gaps"][name], said) for name, said in given.items()}
    weights = {name: Fraction(gap["weight"]) for name, gap in key["gaps"].items()}
    earned = sum((weights[name] for name, right in parts.items() if right), Fraction(0))
    return earned / sum(weights.values()), parts


def _is_right(gap: Mapping[str, Any], key: Mapping[str, Any], said: str) -> bool:
    if gap["kind"] == SHORT:
        return is_accepted(said, key)
    if gap["kind"] == NUMERIC:
        return is_near(said, gap, key)
    return said == str(key["correct"])


def right_answer(gap: Mapping[str, Any], key: Mapping[str, Any]) -> str:
    """What should have stood there, in words."""
    if gap["kind"] == CHOICE:
        return said_in(gap, str(key["correct"]))
    return str(key["accept"][0]) if gap["kind"] == SHORT else nearness(key)


def nearness(key: Mapping[str, Any]) -> str:
    """24, or 24 ± 2 where some distance is allowed."""
    spread = Fraction(key["tolerance"])
    return f"{key['answer']} ± {key['tolerance']}" if spread else str(key["answer"])


def said_in(gap: Mapping[str, Any], said: str) -> str:
    """What was given, as a person reads it."""
    if gap["kind"] != CHOICE:
        return said
    return str(next((o["text"] for o in gap["options"] if o["key"] == said), ""))
