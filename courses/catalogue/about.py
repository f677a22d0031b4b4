"""What the page of a course says about it: plain facts that the process may keep for a moment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from courses.content.models import CourseState, Level, Mode, Pace
from lms.i18n import Localised


@dataclass(frozen=True)
class Teacher:
    """An institution as the catalogue names it."""

    code: str
    name: Localised
    short_name: Localised


@dataclass(frozen=True)
class AboutSkill:
    """A skill with the framework it is described in and the level that is reached."""

    code: str
    title: Localised
    framework: Localised
    level: str


@dataclass(frozen=True)
class AboutAccreditation:
    body: Localised
    number: str
    valid_from: date | None
    valid_to: date | None

    def is_valid(self, on: date) -> bool:
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Origin:
    """The course that this one was made from, as it was called then."""

    code: str
    title: Localised
    institution: Localised
    version: int
    licence: str

    @classmethod
    def of(cls, source: dict[str, Any] | None) -> "Origin | None":
        if not source:
            return None
        title, institution = (Localised.of(source.get(n)) for n in ("title", "institution"))
        version = int(source.get("version") or 0)
        return cls(str(source.get("code")), title, institution, version, str(source.get("licence")))


@dataclass(frozen=True)
class AboutCourse:
    """One course without its runs; `institution_id` says who may see a draft."""

    id: int
    code: str
    institution_id: int
    state: CourseState
    version_id: int | None
    title: Localised
    title_words: tuple[str, ...]
    summary: Localised
    outcomes: tuple[Localised, ...]
    level: Level
    hours: Decimal
    language: str
    mode: Mode
    pace: Pace
    document: str
    cover: str
    owner: Teacher
    partners: tuple[Teacher, ...]
    dimensions: tuple[str, ...]
    target_groups: tuple[str, ...]
    smart_city: tuple[str, ...]
    skills: tuple[AboutSkill, ...]
    accreditations: tuple[AboutAccreditation, ...]
    licence: str = ""
    origin: Origin | None = None

    @property
    def named_origin(self) -> Origin | None:
        """What the page owes to others: not a copy within one house that asks for nothing."""
        origin = self.origin
        if origin is None or (not origin.licence and origin.institution == self.owner.name):
            return None
        return origin

    @property
    def minutes(self) -> int:
        return int(self.hours * 60)

    def accredited_by(self, on: date) -> tuple[AboutAccreditation, ...]:
        return tuple(a for a in self.accreditations if a.is_valid(on))
