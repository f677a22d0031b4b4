"""Surveys: the standard satisfaction form, which ships as a file, and those that authors build.

A lesson says which one it is under `survey` in its settings: the name of a form that ships, or the
form itself as `to_json` writes it. Items that come from the standard form keep their keys, so that
what counts `overall` goes on counting it.
"""

import enum
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l

FOLDER = Path(__file__).parent / "data"
STANDARD = "satisfaction"
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
VALUE = re.compile(r"[a-z0-9][a-z0-9_-]{0,19}")
POINTS = ("5", "4", "3", "2", "1")
MOST_SECTIONS, MOST_QUESTIONS, MOST_OPTIONS = 20, 100, 20
LONGEST_TEXT = 500
RESERVED = frozenset(
    {"csrf_token", "data", "errors", "values", "meta", "process", "validate", "populate_obj",
     "accepted", "refuse", "read", "form_errors", "wrong_fields", "hidden_tag", "is_submitted",
     "validate_on_submit"}
)  # fmt: skip


class QuestionKind(enum.StrEnum):
    LIKERT = "likert"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    TEXT = "text"


class BadSurvey(DomainError):
    message = _l("This survey is not complete.")


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
    scale: tuple[tuple[str, Localised], ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def to_json(self) -> dict[str, Any]:
        """As a lesson's settings hold it; `parse` reads it again."""
        return {
            "introduction": self.introduction.to_json(),
            "scale": [text.to_json() for _, text in self.scale],
            "sections": [
                {
                    "title": section.title.to_json(),
                    "questions": [_to_json(question) for question in section.questions],
                }
                for section in self.sections
            ],
        }


def _to_json(question: Question) -> dict[str, Any]:
    written: dict[str, Any] = {
        "key": question.key,
        "kind": question.kind.value,
        "text": question.text.to_json(),
        "required": question.required,
    }
    if question.kind in (QuestionKind.CHOICE, QuestionKind.MULTIPLE):
        written["options"] = [
            {"value": value, "text": text.to_json()} for value, text in question.options
        ]
    return written


def of_lesson(settings: Mapping[str, Any]) -> Survey:
    """The survey of a lesson, by its settings."""
    told = settings.get("survey") or STANDARD
    if isinstance(told, str):
        return load(told)
    return _kept(json.dumps(told, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=200)
def _kept(told: str) -> Survey:
    return parse(json.loads(told))


@cache
def load(name: str = STANDARD) -> Survey:
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
        scale=scale,
    )


def _question(raw: Mapping[str, Any], scale: tuple[tuple[str, Localised], ...]) -> Question:
    kind = QuestionKind(raw["kind"])
    options = tuple((str(o["value"]), Localised.of(o["text"])) for o in raw.get("options", ()))
    return Question(
        key=raw["key"],
        kind=kind,
        text=Localised.of(raw["text"]),
        options=scale if kind is QuestionKind.LIKERT else options,
        required=raw.get("required", kind is QuestionKind.LIKERT),
    )


def parse(raw: object) -> Survey:
    """A survey that an author built; raises `BadSurvey` with what is missing."""
    if not isinstance(raw, Mapping):
        raise BadSurvey
    scale = tuple(
        (point, _localised(text, "scale"))
        for point, text in zip(POINTS, _list(raw, "scale", len(POINTS)), strict=False)
    )
    if len(scale) != len(POINTS):
        raise BadSurvey(_l("The scale has five points; give each a word."), field="scale_th")
    sections = tuple(_section(one, scale) for one in _list(raw, "sections", MOST_SECTIONS))
    questions = [question for section in sections for question in section.questions]
    if not questions:
        raise BadSurvey(_l("A survey asks something: write one question at least."))
    if len(questions) > MOST_QUESTIONS:
        raise BadSurvey(_l("A survey has at most 100 questions."))
    keys = [question.key for question in questions]
    if len(set(keys)) < len(keys):
        raise BadSurvey(_l("Two questions have the same key."))
    _check_standard(questions)
    introduction = _localised(raw.get("introduction") or {}, "introduction", empty=True)
    return Survey("", 1, introduction, sections, scale)


def _check_standard(questions: Iterable[Question]) -> None:
    """An item of the standard form is still what it was, so that the numbers stay comparable."""
    standard = {question.key: question for question in load().questions}
    for question in questions:
        known = standard.get(question.key)
        if known is not None and known.kind is not question.kind:
            raise BadSurvey(
                _l("“%(text)s” belongs to the standard form, so its kind stays.", text=known.text)
            )


def _section(raw: Any, scale: tuple[tuple[str, Localised], ...]) -> Section:
    if not isinstance(raw, Mapping):
        raise BadSurvey
    asked = _list(raw, "questions", MOST_QUESTIONS)
    return Section(
        _localised(raw.get("title") or {}, "title", empty=True),
        tuple(_built(question, scale) for question in asked),
    )


def _built(raw: Any, scale: tuple[tuple[str, Localised], ...]) -> Question:
    if not isinstance(raw, Mapping):
        raise BadSurvey
    key = str(raw.get("key") or "")
    if not KEY.fullmatch(key) or key in RESERVED:
        raise BadSurvey(_l("The key of a question is not allowed."))
    try:
        kind = QuestionKind(str(raw.get("kind")))
    except ValueError as unknown:
        raise BadSurvey(_l("This kind of question is not known.")) from unknown
    options = scale if kind is QuestionKind.LIKERT else ()
    if kind in (QuestionKind.CHOICE, QuestionKind.MULTIPLE):
        options = tuple(_option(one) for one in _list(raw, "options", MOST_OPTIONS))
        values = [value for value, _ in options]
        if len(values) < 2 or len(set(values)) < len(values):
            raise BadSurvey(_l("A choice needs two different options or more."))
    return Question(
        key=key,
        kind=kind,
        text=_localised(raw.get("text"), "text"),
        options=options,
        required=raw.get("required") is True,
    )


def _option(raw: Any) -> tuple[str, Localised]:
    if not isinstance(raw, Mapping) or not VALUE.fullmatch(str(raw.get("value") or "")):
        raise BadSurvey
    return str(raw["value"]), _localised(raw.get("text"), "options")


def _list(raw: Mapping[str, Any], name: str, most: int) -> Sequence[Any]:
    found = raw.get(name) or []
    if not isinstance(found, list):
        raise BadSurvey
    if len(found) > most:
        raise BadSurvey(_l("There is too much of this: at most %(most)s.", most=most), field=name)
    return found


def _localised(raw: Any, field: str, *, empty: bool = False) -> Localised:
    if not isinstance(raw, str | Mapping):
        raise BadSurvey(_l("A text is missing here."), field=field)
    values = {"th": raw} if isinstance(raw, str) else {k: raw.get(k) or "" for k in ("th", "en")}
    if not all(isinstance(text, str) and len(text) <= 2000 for text in values.values()):
        raise BadSurvey(_l("This text is too long."), field=field)
    text = Localised(**values)
    if not text and not empty:
        raise BadSurvey(_l("A text is missing here."), field=field)
    return text
