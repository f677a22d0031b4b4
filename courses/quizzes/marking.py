"""Marking is pure: a question and a response in, a fraction out; it never raises.

Partial credit follows what learners know from other platforms:
- multiple: (right picks - wrong picks) / right options, never below 0, as Canvas' "partial credit
  with penalty"; picking everything earns nothing where something is wrong;
- matching: the share of right pairs;
- ordering: the longest run of items in their right order, as Moodle's "longest ordered subset",
  counted in steps: (length - 1) / (items - 1), so a reversed order earns nothing;
- cloze: the share of right gaps, by their weights;
- hotspot: the share of places asked for that were found; there are no more points to set than
  places to find, so nothing is taken away.
Essays and files are worth nothing until a person has marked them.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from courses.quizzes import cloze, hotspot, rubrics, written
from courses.quizzes.kinds import BadQuestion, BadResponse, QuestionKind
from courses.quizzes.questions import presentation, split

__all__ = [
    "BadQuestion", "BadResponse", "Mark", "QuestionKind",
    "mark", "presentation", "score", "split", "validate_response",
]  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """What a response is worth; `parts` says of each piece that was given whether it is right."""

    fraction: Fraction = Fraction(0)
    parts: Mapping[str, bool] = field(default_factory=dict)

    @property
    def correct(self) -> bool:
        return self.fraction == 1


def mark(
    kind: QuestionKind, body: Mapping[str, Any], key: Mapping[str, Any], response: Any
) -> Mark:
    """Mark any JSON value; what is no answer to this question is worth nothing."""
    try:
        given = validate_response(kind, body, response)
    except BadResponse:
        return Mark()
    return Mark() if given is None else _MARK[kind](body, key, given)


def _mark_choice(body: Mapping[str, Any], key: Mapping[str, Any], given: Any) -> Mark:
    picks = [given] if isinstance(given, str) else given
    correct = set(key["correct"])
    parts = {pick: pick in correct for pick in picks}
    right = sum(parts.values())
    everything = len(picks) == len(body["options"]) > len(correct)
    earned = 0 if everything else max(0, right - (len(picks) - right))
    return Mark(Fraction(earned, len(correct)), parts)


def _mark_true_false(_body: Mapping[str, Any], key: Mapping[str, Any], given: bool) -> Mark:
    right = given is key["answer"]
    return Mark(Fraction(int(right)), {"answer": right})


def _mark_short(_body: Mapping[str, Any], key: Mapping[str, Any], given: str) -> Mark:
    right = written.is_accepted(given, key)
    return Mark(Fraction(int(right)), {"answer": right})


def _mark_numeric(body: Mapping[str, Any], key: Mapping[str, Any], given: str) -> Mark:
    right = written.is_near(given, body, key)
    return Mark(Fraction(int(right)), {"answer": right})


def _mark_matching(_body: Mapping[str, Any], key: Mapping[str, Any], given: dict[str, str]) -> Mark:
    parts = {left: key["pairs"].get(left) == right for left, right in given.items()}
    return Mark(Fraction(sum(parts.values()), len(key["pairs"])), parts)


def _mark_ordering(_body: Mapping[str, Any], key: Mapping[str, Any], given: list[str]) -> Mark:
    place = {item: n for n, item in enumerate(key["order"])}
    kept = _longest_increasing([place[item] for item in given])
    parts = {item: place[item] in kept for item in given}
    return Mark(Fraction(max(0, len(kept) - 1), len(place) - 1), parts)


def _mark_cloze(body: Mapping[str, Any], key: Mapping[str, Any], given: dict[str, str]) -> Mark:
    return Mark(*cloze.mark(body, key, given))


def _mark_hotspot(body: Mapping[str, Any], key: Mapping[str, Any], given: list[Any]) -> Mark:
    return Mark(*hotspot.mark(body, key, given))


def _mark_later(_body: Mapping[str, Any], _key: Mapping[str, Any], _given: Any) -> Mark:
    """A person marks it."""
    return Mark()


_MARK: dict[QuestionKind, Callable[[Mapping[str, Any], Mapping[str, Any], Any], Mark]] = {
    QuestionKind.SINGLE: _mark_choice,
    QuestionKind.MULTIPLE: _mark_choice,
    QuestionKind.TRUE_FALSE: _mark_true_false,
    QuestionKind.SHORT: _mark_short,
    QuestionKind.NUMERIC: _mark_numeric,
    QuestionKind.MATCHING: _mark_matching,
    QuestionKind.ORDERING: _mark_ordering,
    QuestionKind.CLOZE: _mark_cloze,
    QuestionKind.ESSAY: _mark_later,
    QuestionKind.UPLOAD: _mark_later,
    QuestionKind.HOTSPOT: _mark_hotspot,
}


def _longest_increasing(places: Sequence[int]) -> set[int]:
    """The places of one longest run in rising order (places are distinct)."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(tails, place)
        before[place] = tails[at - 1] if at else None
        tails[at : at + 1] = [place]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def score(marks: Sequence[Mark], points: Sequence[int | Decimal]) -> Decimal:
    """The percentage of all points, two decimals, rounded down.

    Down, so that nobody passes by rounding, 100 means all right, and comparing the rounded figure
    with a pass mark of up to two decimals says the same as comparing the exact one.
    """
    total = sum((Fraction(p) for p in points), Fraction(0))
    if total <= 0:
        return Decimal("0.00")
    earned = sum(
        (m.fraction * Fraction(p) for m, p in zip(marks, points, strict=True)), Fraction(0)
    )
    return (Decimal(int(earned * 10000 / total)) / 100).quantize(Decimal("0.01"), ROUND_FLOOR)


def validate_response(kind: QuestionKind, body: Mapping[str, Any], response: Any) -> Any:
    """The response cleaned for storing, None where nothing was answered; raises `BadResponse`."""
    if response is None or response in ("", [], {}):
        return None
    return _VALIDATE[kind](body, response)


def _clean_single(body: Mapping[str, Any], response: Any) -> str:
    return _one_of(body["options"], response)


def _clean_multiple(body: Mapping[str, Any], response: Any) -> list[str]:
    """The picks in the order of the options, however they were sent."""
    picks = _several_of(body["options"], response)
    return [option["key"] for option in body["options"] if option["key"] in picks]


def _clean_true_false(_body: Mapping[str, Any], response: Any) -> bool:
    if response is True or response == "true":
        return True
    if response is False or response == "false":
        return False
    raise BadResponse


def _clean_text(_body: Mapping[str, Any], response: Any) -> str | None:
    return written.clean_text(response)


def _clean_matching(body: Mapping[str, Any], response: Any) -> dict[str, str] | None:
    if not isinstance(response, dict) or len(response) > len(body["lefts"]):
        raise BadResponse
    chosen = {left: right for left, right in response.items() if right not in (None, "")}
    return {
        _one_of(body["lefts"], left): _one_of(body["rights"], right)
        for left, right in chosen.items()
    } or None


def _clean_ordering(body: Mapping[str, Any], response: Any) -> list[str]:
    return _several_of(body["items"], response)


_VALIDATE: dict[QuestionKind, Callable[[Mapping[str, Any], Any], Any]] = {
    QuestionKind.SINGLE: _clean_single,
    QuestionKind.MULTIPLE: _clean_multiple,
    QuestionKind.TRUE_FALSE: _clean_true_false,
    QuestionKind.SHORT: _clean_text,
    QuestionKind.NUMERIC: written.clean_number,
    QuestionKind.MATCHING: _clean_matching,
    QuestionKind.ORDERING: _clean_ordering,
    QuestionKind.CLOZE: cloze.clean,
    QuestionKind.ESSAY: rubrics.clean_essay,
    QuestionKind.UPLOAD: rubrics.clean_upload,
    QuestionKind.HOTSPOT: hotspot.clean,
}


def _one_of(choices: Sequence[Mapping[str, Any]], given: Any) -> str:
    if not isinstance(given, str) or given not in {choice["key"] for choice in choices}:
        raise BadResponse
    return given


def _several_of(choices: Sequence[Mapping[str, Any]], given: Any) -> list[str]:
    if not isinstance(given, list) or len(given) > len(choices):
        raise BadResponse
    keys = [_one_of(choices, one) for one in given]
    if len(set(keys)) < len(keys):
        raise BadResponse
    return keys
