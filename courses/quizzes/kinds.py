"""The kinds of questions, what goes wrong with them, and how their descriptions are read."""

import enum
import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

Json = dict[str, Any]
Asked = Mapping[str, Any]
KEY = re.compile(r"[0-9A-Za-z]{1,8}")
HIGHEST = 10_000


class QuestionKind(enum.StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"
    CLOZE = "cloze"
    ESSAY = "essay"
    UPLOAD = "upload"
    HOTSPOT = "hotspot"


BY_HAND = frozenset({QuestionKind.ESSAY, QuestionKind.UPLOAD})


class BadQuestion(DomainError):
    message = _l("This question is not complete.")


class BadResponse(DomainError):
    message = _l("This is not an answer to this question.")


def opaque(side: str, text: str) -> str:
    """A key made of what everybody can see anyway, so it tells nothing about the answer."""
    return hashlib.sha256(f"{side}\n{text}".encode()).hexdigest()[:10]


def mappings(question: Asked, name: str) -> list[Asked]:
    found = question.get(name)
    if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
        raise BadQuestion(field=name)
    return found


def text_of(item: Asked, name: str, *, field: str | None = None) -> str:
    text = item.get(name)
    if (
        isinstance(text, bool)
        or not isinstance(text, str | int | float | Decimal)
        or not str(text).strip()
    ):
        raise BadQuestion(_l("A text is missing here."), field=field or name)
    return str(text)


def optional_text(item: Asked, name: str) -> Json:
    """The text under its name, where one is given."""
    text = item.get(name)
    return {name: str(text)} if text not in (None, "") else {}


def decimal_of(value: object, field: str) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", ""))
        if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > 30:
            raise InvalidOperation
    except InvalidOperation as wrong:
        raise BadQuestion(_l("Give a number."), field=field) from wrong
    return number


def weight_of(item: Asked, field: str) -> Decimal:
    """Points that something counts: above zero, one where nothing is said."""
    number = decimal_of(item.get("points", 1), field)
    if not 0 < number <= HIGHEST:
        raise BadQuestion(_l("Points must be above zero."), field=field)
    return number


def whole_of(question: Asked, name: str, lowest: int, highest: int, default: int) -> int:
    """A whole number within bounds."""
    number = question.get(name, default)
    if isinstance(number, bool) or not isinstance(number, int) or not lowest <= number <= highest:
        raise BadQuestion(
            _l(
                "Give a whole number from %(lowest)s to %(highest)s.",
                lowest=lowest,
                highest=highest,
            ),
            field=name,
        )
    return number


def keyed(items: list[Asked], field: str, stem: str) -> list[tuple[str, Asked]]:
    """Every item under its own key; one is made where none is given."""
    named = [(str(item.get("key") or f"{stem}{n}"), item) for n, item in enumerate(items, 1)]
    keys = [key for key, _ in named]
    if len(set(keys)) < len(keys) or not all(KEY.fullmatch(key) for key in keys):
        raise BadQuestion(_l("Two parts of this question have the same key."), field=field)
    return named
