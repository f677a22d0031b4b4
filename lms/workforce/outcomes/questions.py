"""The questions that people are asked months after a course; they ship as a file. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lms.i18n import Localised

SHIPPED = Path(__file__).parent / "data" / "outcome.yaml"
NEW_WORK = frozenset({"got_job", "changed_job", "own_business"})
FOUND_WORK = frozenset({"got_job", "own_business"})
CHANGED_WORK = frozenset({"changed_job"})
USES = frozenset({"4", "5"})
UP, UNSAID = "up", "unsaid"


@dataclass(frozen=True)
class Question:
    """One choice out of some."""

    key: str
    text: Localised
    options: tuple[tuple[str, Localised], ...]
    required: bool


@dataclass(frozen=True)
class Sheet:
    """Everything that is asked, in one version."""

    version: int
    questions: tuple[Question, ...]
    income_band: Localised
    consent: Localised
    comment: Localised


@cache
def sheet() -> Sheet:
    raw = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return Sheet(
        version=raw["version"],
        questions=tuple(_question(one) for one in raw["questions"]),
        income_band=Localised.of(raw["income_band"]["text"]),
        consent=Localised.of(raw["income_band"]["consent"]),
        comment=Localised.of(raw["comment"]["text"]),
    )


def _question(raw: Mapping[str, Any]) -> Question:
    return Question(
        key=raw["key"],
        text=Localised.of(raw["text"]),
        options=tuple((o["value"], Localised.of(o["text"])) for o in raw["options"]),
        required=raw.get("required", False),
    )


def facts(answers: Mapping[str, Any]) -> dict[str, bool]:
    """What an answer says, by name; a fact that was not told is not there."""
    work, uses = str(answers["work"]), str(answers["uses"])
    told = {
        "found": work in FOUND_WORK,
        "changed": work in CHANGED_WORK,
        "new_work": work in NEW_WORK,
        "uses": uses in USES,
    }
    if answers["income"] != UNSAID:
        told["income"] = answers["income"] == UP
    if told["new_work"] or "income" in told:
        told["better"] = told["new_work"] or told["income"]
    return told
