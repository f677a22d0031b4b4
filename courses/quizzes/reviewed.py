"""A question afterwards, as the pages show it: what was given, and what would have been right."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from courses.quizzes.questions import QuestionKind
from courses.quizzes.showing import Criterion, Picture
from lms.i18n import Localised

NOTHING = Localised()


class Outcome(enum.StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    MISSING = "missing"
    PENDING = "pending"


@dataclass(frozen=True)
class Option:
    """One option of a choice question, afterwards."""

    text: Localised
    chosen: bool
    right: bool
    feedback: Localised


@dataclass(frozen=True)
class Pair:
    """A left side or an item, with what it was given and what it should have been."""

    text: Localised
    given: Localised
    expected: Localised
    right: bool


@dataclass(frozen=True)
class Filled:
    """Words of a text with gaps, and what stood in the gap behind them."""

    text: Localised
    number: int = 0
    given: Localised = NOTHING
    expected: Localised = NOTHING
    right: bool = False
    feedback: Localised = NOTHING


@dataclass(frozen=True)
class Spot:
    """A place on the picture, in per mille: what was pointed at, or what counts there."""

    shape: str
    at: tuple[Any, ...]
    right: bool
    text: Localised = NOTHING
    feedback: Localised = NOTHING


@dataclass(frozen=True)
class Reviewed:
    """One question, afterwards."""

    place: int
    kind: QuestionKind
    text: Localised
    outcome: Outcome
    earned: Decimal
    points: Decimal
    options: tuple[Option, ...]
    pairs: tuple[Pair, ...]
    given: Localised
    expected: Localised
    statement: bool | None
    unit: Localised
    feedback: Localised
    image: Picture | None = None
    filled: tuple[Filled, ...] = ()
    pins: tuple[Spot, ...] = ()
    regions: tuple[Spot, ...] = ()
    words: tuple[Option, ...] = ()
    files: tuple[Any, ...] = ()
    rubric: tuple[Criterion, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


class HandGiven(Protocol):
    """What a marker gave, as the page needs it."""

    @property
    def levels(self) -> Mapping[str, str]: ...
    @property
    def comment(self) -> str: ...


@dataclass(frozen=True)
class ByHand:
    """What was handed in and what markers said, by question."""

    files: Mapping[int, tuple[Any, ...]] = field(default_factory=dict)
    given: Mapping[int, HandGiven] = field(default_factory=dict)
