"""Answers that are written: words and numbers as people type them."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from courses.quizzes.kinds import Asked, BadQuestion, BadResponse, Json, decimal_of
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits, normalise

LONGEST_ANSWER = 300


def split_short(question: Asked, field: str = "accept") -> Json:
    """What is accepted."""
    accept = question.get("accept")
    answers = [str(a) for a in accept] if isinstance(accept, list | tuple) else []
    if not answers or not all(normalise(a) for a in answers):
        raise BadQuestion(_l("Give at least one accepted answer."), field=field)
    return {"accept": answers}


def split_numeric(question: Asked, field: str | None = None) -> tuple[Json, Json]:
    """The unit, which everybody sees, and the number with its tolerance."""
    answer = decimal_of(question.get("answer"), field or "answer")
    tolerance = decimal_of(question.get("tolerance", 0), field or "tolerance")
    if tolerance < 0:
        raise BadQuestion(_l("The tolerance must not be below zero."), field=field or "tolerance")
    unit = question.get("unit")
    return {"unit": unit} if unit else {}, {"answer": str(answer), "tolerance": str(tolerance)}


def clean_text(response: Any, longest: int = LONGEST_ANSWER, *, lines: bool = False) -> str | None:
    if isinstance(response, bool) or not isinstance(response, str | int | float):
        raise BadResponse
    try:
        text = str(response)
    except ValueError as enormous:  # an int of more digits than Python prints
        raise BadResponse(_l("This answer is too long.")) from enormous
    if len(text) > longest:
        raise BadResponse(_l("This answer is too long."))
    return normalise(text, lines=lines) or None


def clean_number(body: Mapping[str, Any], response: Any) -> str | None:
    text = clean_text(response)
    if text is not None:
        read_number(text, body)
    return text


def is_accepted(given: str, key: Mapping[str, Any]) -> bool:
    return bare(given) in {bare(accepted) for accepted in key["accept"]}


def is_near(given: str, body: Mapping[str, Any], key: Mapping[str, Any]) -> bool:
    off = abs(Fraction(read_number(given, body)) - Fraction(key["answer"]))
    return off <= Fraction(key["tolerance"])


_MEANINGFUL = frozenset("#@%&*/\\_")


def bare(text: str) -> str:
    """What counts in a short answer: no case, spaces or punctuation; Thai digits are digits.

    Signs that change the meaning stay (C#, 50%, 1.5); an answer of nothing but punctuation is
    compared as it is.
    """
    folded = arabic_digits(normalise(text)).casefold().replace(" ", "")
    folded = re.sub(r"(?<=\d)\.(?=\d)", "\0", folded)
    kept = "".join(c for c in folded if c in _MEANINGFUL or unicodedata.category(c)[0] not in "PZ")
    return kept.replace("\0", ".") or folded


_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?", re.ASCII)


def read_number(text: str, body: Mapping[str, Any]) -> Decimal:
    """1,441 or ๑,๔๔๑ or 24 ชั่วโมง; raises `BadResponse` with how to write it."""
    number = arabic_digits(normalise(text)).replace("\u2212", "-").casefold()
    unit = body.get("unit") or {}
    for name in unit.values() if isinstance(unit, Mapping) else [unit]:
        number = number.removesuffix(normalise(str(name)).casefold())
    number = number.replace(" ", "").removesuffix(".")
    if not _NUMBER.fullmatch(number) or not any(c.isdigit() for c in number):
        raise BadResponse(_l("Write the answer as a number, such as 1,441 or 12.5."))
    return Decimal(number.replace(",", ""))
