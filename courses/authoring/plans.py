"""Outlines to begin a course with: data in a file, read once."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from courses.authoring.kinds import KINDS, Kind
from courses.content.models import Level, Mode, Pace
from lms.i18n import Localised

FILE = Path(__file__).parent / "data" / "templates.yaml"


@dataclass(frozen=True)
class PlannedLesson:
    kind: Kind
    title: Localised
    minutes: int
    required: bool = True


@dataclass(frozen=True)
class PlannedModule:
    title: Localised
    lessons: tuple[PlannedLesson, ...]


@dataclass(frozen=True)
class Plan:
    code: str
    title: Localised
    about: Localised
    hours: Decimal
    level: Level
    mode: Mode
    pace: Pace
    document: str
    modules: tuple[PlannedModule, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for module in self.modules for lesson in module.lessons)

    @property
    def lesson_count(self) -> int:
        return sum(len(module.lessons) for module in self.modules)


@cache
def plans() -> dict[str, Plan]:
    """By code, in the order of the file."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {plan["code"]: _plan(plan) for plan in read}


def _plan(plan: dict[str, Any]) -> Plan:
    return Plan(
        code=plan["code"],
        title=Localised.of(plan["title"]),
        about=Localised.of(plan["about"]),
        hours=Decimal(str(plan["hours"])),
        level=Level(plan["level"]),
        mode=Mode(plan["mode"]),
        pace=Pace(plan["pace"]),
        document=plan["document"],
        modules=tuple(_module(module) for module in plan["modules"]),
    )


def _module(plan: dict[str, Any]) -> PlannedModule:
    lessons = tuple(
        PlannedLesson(
            KINDS[lesson["kind"]],
            Localised.of(lesson["title"]),
            lesson["minutes"],
            lesson.get("required", True),
        )
        for lesson in plan["lessons"]
    )
    return PlannedModule(Localised.of(plan["title"]), lessons)
