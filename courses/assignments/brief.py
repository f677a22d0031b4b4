"""What an assignment asks: read from the settings of its lesson, where every version keeps its own.

Stored as `settings["assignment"]`; the instructions are the body of the lesson.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Self

from lms.errors import DomainError
from lms.i18n import gettext as _

SETTING = "assignment"
MOST_CRITERIA, MOST_LEVELS, MOST_POINTS = 12, 8, 1000
MOST_FILES, MOST_MEGABYTES = 10, 50
MOST_CHARACTERS = 60_000


class TextRule(enum.StrEnum):
    """Whether a text is handed in."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class DueKind(enum.StrEnum):
    """Where the last day comes from."""

    NONE = "none"
    DAYS = "days"
    RUN = "run"


class Second(enum.StrEnum):
    """What becomes of two marks."""

    NONE = "none"
    AVERAGE = "average"
    HIGHER = "higher"
    AGREE = "agree"


class BadBrief(DomainError):
    """Something that an author wrote cannot be; `field` says where."""


@dataclass(frozen=True)
class Level:
    """One cell of the rubric."""

    key: str
    title: str
    points: int
    text: str = ""


@dataclass(frozen=True)
class Criterion:
    """One row of the rubric; `skill` is `framework:code:level` of what it gives evidence of."""

    key: str
    title: str
    levels: tuple[Level, ...]
    text: str = ""
    skill: str = ""

    @property
    def most(self) -> int:
        return max(level.points for level in self.levels)

    def level(self, key: str) -> Level | None:
        return next((level for level in self.levels if level.key == key), None)


@dataclass(frozen=True)
class FileRule:
    """Which files are handed in: how many, how large, of which kinds (none: of any)."""

    most: int = 1
    megabytes: int = 20
    types: tuple[str, ...] = ()
    required: bool = True

    @property
    def bytes(self) -> int:
        return self.megabytes * 1024 * 1024


@dataclass(frozen=True)
class Brief:
    text: TextRule = TextRule.REQUIRED
    files: FileRule | None = None
    max_words: int | None = None
    due: DueKind = DueKind.NONE
    days: int = 14
    late: bool = True
    resubmissions: int = 1
    revision_days: int | None = 7
    pass_percent: int = 60
    full_marks: int = 10
    rubric: tuple[Criterion, ...] = field(default=())
    anonymous: bool = False
    second: Second = Second.NONE
    tolerance: int = 10

    @property
    def points(self) -> int:
        """Full marks: those of the rubric where there is one."""
        return sum(c.most for c in self.rubric) if self.rubric else self.full_marks

    @property
    def takes_text(self) -> bool:
        return self.text is not TextRule.NONE

    @property
    def markers(self) -> int:
        return 1 if self.second is Second.NONE else 2

    def criterion(self, key: str) -> Criterion | None:
        return next((c for c in self.rubric if c.key == key), None)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Checked like what an author types; what is missing takes its default."""
        if unknown := set(stored) - set(cls.__dataclass_fields__):
            raise BadBrief(_("Unknown setting: %(name)s", name=", ".join(sorted(unknown))))
        values = dict(stored)
        for name, kind in (("text", TextRule), ("due", DueKind), ("second", Second)):
            if name in values:
                values[name] = _one_of(kind, values[name], name)
        if values.get("files") is not None:
            values["files"] = _file_rule(values["files"])
        values["rubric"] = tuple(map(_criterion, values.get("rubric") or ()))
        brief = cls(**values)
        _check(brief)
        return brief

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """The brief in a lesson's settings."""
        return cls.from_json(settings.get(SETTING) or {})


def _one_of(kind: type[enum.StrEnum], value: Any, name: str) -> Any:
    try:
        return kind(value)
    except ValueError as wrong:
        raise BadBrief(_("Choose one of the list."), field=name) from wrong


def _file_rule(stored: Mapping[str, Any]) -> FileRule:
    try:
        return FileRule(**dict(stored) | {"types": tuple(stored.get("types") or ())})
    except TypeError as wrong:
        raise BadBrief(_("Choose one of the list."), field="files") from wrong


def _criterion(stored: Mapping[str, Any]) -> Criterion:
    try:
        levels = tuple(Level(**level) for level in stored.get("levels") or ())
        return Criterion(**dict(stored) | {"levels": levels})
    except TypeError as wrong:
        raise BadBrief(_("This rubric cannot be read."), field="rubric") from wrong


_RANGES = {
    "days": (0, 3650),
    "resubmissions": (0, 20),
    "pass_percent": (0, 100),
    "full_marks": (1, MOST_POINTS),
    "tolerance": (0, 100),
}
_OPTIONAL = {"max_words": (1, 20_000), "revision_days": (1, 365)}


def _check(brief: Brief) -> None:
    for name, (least, most) in _RANGES.items():
        _whole(getattr(brief, name), least, most, name)
    for name, (least, most) in _OPTIONAL.items():
        if getattr(brief, name) is not None:
            _whole(getattr(brief, name), least, most, name)
    if brief.text is TextRule.NONE and brief.files is None:
        raise BadBrief(_("Something must be handed in: a text, files, or both."), field="text")
    if brief.files is not None:
        _whole(brief.files.most, 1, MOST_FILES, "files_most")
        _whole(brief.files.megabytes, 1, MOST_MEGABYTES, "files_megabytes")
    if len(brief.rubric) > MOST_CRITERIA:
        raise BadBrief(_("At most %(most)d criteria.", most=MOST_CRITERIA), field="rubric")
    _different([c.key for c in brief.rubric])
    for place, criterion in enumerate(brief.rubric):
        _check_criterion(criterion, f"rubric-{place}")


def _check_criterion(criterion: Criterion, place: str) -> None:
    if not criterion.title.strip():
        raise BadBrief(_("A criterion needs a name."), field=place)
    if not 2 <= len(criterion.levels) <= MOST_LEVELS:
        raise BadBrief(_("A criterion has 2 to %(most)d levels.", most=MOST_LEVELS), field=place)
    _different([level.key for level in criterion.levels])
    for number, level in enumerate(criterion.levels):
        if not level.title.strip():
            raise BadBrief(_("A level needs a name."), field=f"{place}-{number}")
        _whole(level.points, 0, MOST_POINTS, f"{place}-{number}")
    if criterion.most == 0:
        raise BadBrief(_("At least one level must give points."), field=place)
    if len({level.points for level in criterion.levels}) < len(criterion.levels):
        raise BadBrief(_("Each level of a criterion gives other points."), field=place)
    if criterion.skill and criterion.skill.count(":") != 2:
        raise BadBrief(_("Choose a skill of the list."), field=place)


def _whole(value: Any, least: int, most: int, name: str) -> None:
    if type(value) is not int or not least <= value <= most:
        message = _("Write a whole number from %(least)s to %(most)s.", least=least, most=most)
        raise BadBrief(message, field=name)


def _different(keys: Sequence[str]) -> None:
    if len(set(keys)) < len(keys) or not all(isinstance(k, str) and 0 < len(k) <= 12 for k in keys):
        raise BadBrief(_("This rubric cannot be read."), field="rubric")


def share(part: int | Decimal, whole: int) -> Decimal:
    """`part` of `whole` in percent, two decimals, rounded down."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
