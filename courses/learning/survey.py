"""The standard satisfaction form: data in a file, read once."""

import enum
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lms.i18n import Localised

FOLDER = Path(__file__).parent / "data"


class QuestionKind(enum.StrEnum):
    LIKERT = "likert"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """One item; `options` are (value, text), of the five-point scale for a Likert item."""

    key: str
    kind: QuestionKind
    text: Localised
    options: tuple[tuple[str, Localised], ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Section:
    title: Localised
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Survey:
    name: str
    version: int
    introduction: Localised
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)


@cache
def load(name: str = "satisfaction") -> Survey:
    """A form that ships with the program."""
    raw = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    scale = tuple((str(o["value"]), Localised.of(o["text"])) for o in raw["scale"])
    return Survey(
        name=name,
        version=raw["version"],
        introduction=Localised.of(raw["introduction"]),
        sections=tuple(
            Section(
                Localised.of(section["title"]),
                tuple(_question(question, scale) for question in section["questions"]),
            )
            for section in raw["sections"]
        ),
    )


def _question(raw: dict[str, Any], scale: tuple[tuple[str, Localised], ...]) -> Question:
    kind = QuestionKind(raw["kind"])
    options = tuple((str(o["value"]), Localised.of(o["text"])) for o in raw.get("options", ()))
    return Question(
        key=raw["key"],
        kind=kind,
        text=Localised.of(raw["text"]),
        options=scale if kind is QuestionKind.LIKERT else options,
        required=raw.get("required", kind is QuestionKind.LIKERT),
    )
