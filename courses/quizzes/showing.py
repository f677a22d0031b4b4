"""A question on the screen: every field is written out here, nothing is passed through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.quizzes import cloze
from courses.quizzes.paper import Definition, Given, Question, part_name
from courses.quizzes.questions import Json, QuestionKind, presentation
from lms.i18n import Localised


@dataclass(frozen=True)
class Choice:
    key: str
    text: Localised


@dataclass(frozen=True)
class Row:
    """A left side that is matched, or an item that gets a place."""

    name: str
    key: str
    text: Localised


@dataclass(frozen=True)
class Picture:
    """A picture of ours; its sides keep its place while it loads."""

    media: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Gap:
    """One gap of a text: its number among them, and what may be chosen or which unit follows."""

    name: str
    key: str
    kind: str
    number: int
    choices: tuple[Choice, ...]
    unit: Localised


@dataclass(frozen=True)
class Piece:
    """Words of a text with gaps, and the gap behind them."""

    text: Localised
    gap: Gap | None


@dataclass(frozen=True)
class Level:
    key: str
    title: Localised
    text: Localised
    points: Decimal


@dataclass(frozen=True)
class Criterion:
    key: str
    title: Localised
    levels: tuple[Level, ...]

    @property
    def most(self) -> Decimal:
        return max(level.points for level in self.levels)


@dataclass(frozen=True)
class Limits:
    """How much may be written, pointed at or handed in."""

    least_words: int | None = None
    most_words: int | None = None
    picks: int = 1
    types: tuple[str, ...] = ()
    files: int = 0
    megabytes: int = 0


@dataclass(frozen=True)
class Shown:
    place: int
    question: Question
    text: Localised
    choices: tuple[Choice, ...]
    rows: tuple[Row, ...]
    unit: Localised
    given: Given
    image: Picture | None = None
    pieces: tuple[Piece, ...] = ()
    limits: Limits = Limits()
    rubric: tuple[Criterion, ...] = ()

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def kind(self) -> QuestionKind:
        return self.question.kind

    @property
    def points(self) -> Decimal:
        return self.question.points


def show(definition: Definition, seed: int, given: Mapping[int, Given]) -> tuple[Shown, ...]:
    """The questions of one attempt, in its order, with what was answered so far."""
    return tuple(
        _show(definition, seed, place, question, given.get(question.id, {}))
        for place, question in enumerate(definition.in_order(seed), start=1)
    )


def _show(definition: Definition, seed: int, place: int, question: Question, given: Given) -> Shown:
    body = presentation(question.body, seed) if definition.shuffle else question.body
    said = definition.written
    choices = body.get("options") or body.get("rights") or body.get("choices") or ()
    sides = body.get("lefts") or body.get("items") or ()
    more = _more(definition, question, body) if question.is_elaborate else {}
    return Shown(
        place=place,
        question=question,
        text=said(body["text"]),
        choices=tuple(Choice(it["key"], said(it["text"])) for it in choices),
        rows=tuple(
            Row(part_name(question, it["key"]), it["key"], said(it["text"])) for it in sides
        ),
        unit=unit(definition, body),
        given=given,
        **more,
    )


def _more(definition: Definition, question: Question, body: Json) -> dict[str, Any]:
    """What only few questions have."""
    image = body.get("image")
    return {
        "image": Picture(image["media"], image["alt"], image["width"], image["height"])
        if image
        else None,
        "pieces": tuple(_pieces(definition, question, body)) if "gaps" in body else (),
        "limits": Limits(
            least_words=body.get("least_words"),
            most_words=body.get("most_words"),
            picks=body.get("picks", 1),
            types=tuple(body.get("types", ())),
            files=body.get("files", 0),
            megabytes=body.get("megabytes", 0),
        ),
        "rubric": rubric(definition, body),
    }


def _pieces(definition: Definition, question: Question, body: Json) -> Sequence[Piece]:
    said = definition.written
    gaps = {gap["key"]: gap for gap in body["gaps"]}
    pieces = []
    for number, (text, key) in enumerate(cloze.pieces(body["text"], frozenset(gaps)), start=1):
        gap = gaps.get(key)
        shown = gap and Gap(
            name=part_name(question, key),
            key=key,
            kind=gap["kind"],
            number=number,
            choices=tuple(Choice(it["key"], said(it["text"])) for it in gap.get("options", ())),
            unit=unit(definition, gap),
        )
        pieces.append(Piece(said(text), shown))
    return pieces


def rubric(definition: Definition, body: Json) -> tuple[Criterion, ...]:
    """The criteria that an answer is marked by; everybody may know them."""
    said = definition.written
    return tuple(
        Criterion(
            criterion["key"],
            said(criterion["title"]),
            tuple(
                Level(
                    level["key"],
                    said(level["title"]),
                    said(level.get("text", "")),
                    Decimal(level["points"]),
                )
                for level in criterion["levels"]
            ),
        )
        for criterion in body.get("rubric", ())
    )


def unit(definition: Definition, body: Json) -> Localised:
    """ชั่วโมง behind the number, in both languages where the author gave both."""
    named = body.get("unit") or ""
    return Localised.of(named) if isinstance(named, dict) else definition.written(named)
