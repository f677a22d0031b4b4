"""Texts of authors: plain, in the language of their course, with formulas between dollar signs."""

import re
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from courses.content.formulas import mathml
from lms.errors import DomainError
from lms.i18n import Localised

_FORMULA = re.compile(r"\\\$|\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)")


@dataclass(frozen=True)
class Formulated(Localised):
    """Its formulas are drawn where it stands in a page; as a plain text they stay as written."""

    def __html__(self) -> str:
        plain = super().__html__()
        return drawn(Markup(plain))  # noqa: S704 - escaped above


def written(text: str, language: str) -> Localised:
    """The text in its language, `th` where it is one that pages do not speak."""
    kind = Formulated if "$" in text else Localised
    return kind(en=text) if language == "en" else kind(th=text)


@lru_cache(maxsize=2000)
def drawn(text: Markup) -> Markup:
    """Escaped text with its formulas as MathML; one that cannot be read stays as it was typed."""
    return Markup(_FORMULA.sub(_draw, str(text)))  # noqa: S704 - escaped text and safe MathML


def _draw(place: re.Match[str]) -> str:
    if place[1] is None:
        return "$"
    try:
        return mathml(Markup(place[1]).unescape())  # noqa: S704 - read back, not shown
    except DomainError:
        return place[0]
