"""What a dimension can be: the values it has, in the order of their lists, and what they are called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import geothai
import sqlalchemy as sa
from babel.support import LazyProxy
from geothai.abolished import abolished_areas

from courses.public import Course, CourseRun, Level, Mode
from lms.caching import Cache
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised, current_locale, dates
from lms.i18n import gettext as _
from lms.institutions.public import Institution
from lms.reference import queries as reference
from lms.workforce.dimensions import DIMENSIONS, NOT_STATED

Titles = Mapping[str, Localised]
MANY = 100
SKILLS = frozenset({"skill", "skill_level"})
NEVER_EMPTY = frozenset({"institution", "course", "run", "mode"})
MODES = {
    Mode.ONLINE: Localised("ออนไลน์", "Online"),
    Mode.ONSITE: Localised("ในสถานที่", "On site"),
    Mode.BLENDED: Localised("ผสมผสาน", "Blended"),
}
LEVELS = {
    Level.BASIC: Localised("พื้นฐาน", "basic"),
    Level.INTERMEDIATE: Localised("ระดับกลาง", "intermediate"),
    Level.ADVANCED: Localised("ขั้นสูง", "advanced"),
}
UNSAID = Localised("ไม่ระบุ", "Not stated")
_kept: Cache[str, Titles] = Cache(60, seconds=30)
_employers: list[Callable[[], Titles]] = []


class UnknownValue(DomainError):
    """Names what was asked for."""

    @classmethod
    def of(cls, code: str, value: str, title: str | LazyProxy = "") -> "UnknownValue":
        """`title`: what the value is of, where that is not what the dimension is called."""
        text = _(
            "“%(value)s” is not a value of “%(title)s”.",
            value=value,
            title=title or DIMENSIONS[code].title,
        )
        return cls(text, field=code)


class WasDivided(DomainError):
    """A district that was abolished, with no single one in its place."""

    @classmethod
    def of(cls, value: str, name: str) -> "WasDivided":
        text = _(
            "District %(value)s (%(name)s) was abolished, and no single one took its place.",
            value=value,
            name=name,
        )
        return cls(text, field="district")


def name_employers(reader: Callable[[], Titles]) -> None:
    """Register who knows what organisations are called by their 13 digits."""
    if reader not in _employers:
        _employers.append(reader)


def values(code: str) -> list[tuple[str, Localised]]:
    """(value, title) of what can be chosen, in the order of the list; “not stated” comes last."""
    return list(_kept.get(f"choices/{code}", lambda: _choices(code)).items())


def value_title(code: str, value: str) -> Localised:
    """What a value is called, also when it is retired; its code where nobody knows better."""
    known_titles = _kept.get(f"titles/{code}", lambda: _titles(code))
    return known_titles.get(value) or _elsewhere(code, value)


def group_title(code: str, value: str) -> Localised | None:
    """The framework of a skill: its list holds those of several. None where values stand alone."""
    if code not in SKILLS or ":" not in value:
        return None
    code = value.partition(":")[0]
    framework = reference.frameworks().get(code)
    return framework.title if framework else Localised(code)


def grouped(
    code: str, choices: Iterable[tuple[str, str | Localised]]
) -> list[tuple[str, list[tuple[str, str | Localised]]]]:
    """Choices under the titles of their groups, in their order; under no title where there is none."""
    found: list[tuple[str, list[tuple[str, str | Localised]]]] = []
    for value, title in choices:
        group = str(group_title(code, value) or "")
        if not found or found[-1][0] != group:
            found.append((group, []))
        found[-1][1].append((value, title))
    return found


def known(code: str, value: str) -> bool:
    """Whether the dimension has that value, retired ones included."""
    if code == "employer":
        return value == NOT_STATED or (len(value) == 13 and value.isdecimal())
    if code in ("district", "training_district") and geothai.district(value):
        return True
    return value in _kept.get(f"titles/{code}", lambda: _titles(code))


def order(code: str) -> dict[str, int]:
    """Where each value stands in its list; retired ones keep their place."""
    titles = _kept.get(f"titles/{code}", lambda: _titles(code))
    return {value: n for n, value in enumerate(titles)}


def is_long(code: str) -> bool:
    """Whether a table names only the values that somebody has."""
    return code in ("employer", "course", "run", "skill_level") or len(values(code)) > MANY


@dataclass(frozen=True)
class Meant:
    """What a value that was asked for stands for now; `note` says what has to be known of it."""

    value: str
    note: str = ""


def meant(code: str, value: str, title: str | LazyProxy = "") -> Meant:
    """The value itself, or what replaced it; refuses what never was one.

    A skill of a framework that is over stays itself, and that is said.
    """
    if known(code, value):
        return Meant(value, _of_old(value) if code in SKILLS else "")
    old = _abolished().get(value) if code in ("district", "training_district") else None
    if old is None:
        raise UnknownValue.of(code, value, title)
    name, successors = old
    if len(successors) != 1:
        raise WasDivided.of(value, name)
    note = _(
        "District %(value)s (%(name)s) was abolished; counted is what replaced it: %(now)s.",
        value=value,
        name=name,
        now=f"{value_title(code, successors[0])} ({successors[0]})",
    )
    return Meant(successors[0], note)


def _of_old(skill: str) -> str:
    """What to know of a skill whose framework is no longer in force."""
    every = reference.frameworks()
    framework = every.get(skill.partition(":")[0])
    if framework is None or framework.valid_to is None or not framework.is_over:
        return ""
    day = dates.day(framework.valid_to, current_locale())
    successor = every.get(framework.replaced_by or "")
    if successor is None:
        return _("“%(name)s” was in force until %(day)s.", name=framework.title, day=day)
    return _(
        "“%(name)s” was in force until %(day)s; “%(now)s” took its place. Skills that correspond"
        " count for both, and a person once.",
        name=framework.title,
        day=day,
        now=successor.title,
    )


_old: dict[str, tuple[str, tuple[str, ...]]] = {}


def _abolished() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The districts that are no more, with those that stand in their place."""
    if not _old:
        for area in abolished_areas():
            if area.level == "district":
                now = tuple(code for code in area.successors if geothai.district(code))
                _old[area.code] = (area.name_th, now)
    return _old


def _choices(code: str) -> Titles:
    name = DIMENSIONS[code].code_list
    if not name:
        return _titles(code)
    now = dict(reference.choices(name))
    return {
        value: title
        for value, title in _titles(code).items()
        if value in now or value == NOT_STATED
    }


def _titles(code: str) -> Titles:
    """All values in order, retired ones too, “not stated” at the end."""
    name = DIMENSIONS[code].code_list
    found = dict(_code_list(name) if name else _lists[code]())
    unsaid = found.pop(NOT_STATED, UNSAID)
    return found if code in NEVER_EMPTY else found | {NOT_STATED: unsaid}


def _elsewhere(code: str, value: str) -> Localised:
    """A district of a province that does not take part; else the code itself."""
    if code in ("district", "training_district"):
        area = geothai.district(value)
        if area is not None:
            return Localised(area.name_th, area.name_en)
    return Localised(value)


def _code_list(name: str) -> Titles:
    """Of occupations the groups of two digits: nobody is asked for more."""
    return {
        entry.code: entry.title
        for entry in reference.entries(name)
        if name != "occupation" or len(entry.code) == 2
    }


def _districts() -> Titles:
    """Those of every province that takes part, the home province's first."""
    homes = sorted(reference.provinces(), key=lambda p: (not p.is_home, p.code))
    return {code: name for home in homes for code, name in reference.districts(home.code)}


def _provinces() -> Titles:
    homes = {p.code for p in reference.provinces() if p.is_home}
    return dict(sorted(reference.all_provinces(), key=lambda p: (p[0] not in homes, p[0])))


def _institutions() -> Titles:
    columns = sa.select(Institution.code, Institution.short_name)
    rows = db.session.execute(columns.order_by(Institution.rank, Institution.code, Institution.id))
    return {row.code: row.short_name for row in rows}


def _courses() -> Titles:
    rows = db.session.execute(sa.select(Course.code, Course.title).order_by(Course.code))
    return {row.code: row.title for row in rows}


def _runs() -> Titles:
    columns = sa.select(CourseRun.public_id, CourseRun.number, Course.title)
    joined = columns.join(Course, Course.id == CourseRun.course_id)
    rows = db.session.execute(joined.order_by(Course.code, CourseRun.number, CourseRun.id))
    return {run.public_id: _run_title(run.title, run.number) for run in rows}


def _run_title(title: Localised, number: int) -> Localised:
    return Localised(f"{title.in_('th')} รุ่นที่ {number}", f"{title.in_('en')}, run {number}")


def _skills() -> Titles:
    listed = sorted(reference.skills().values(), key=lambda skill: skill.id)
    return {f"{skill.framework_code}:{skill.code}": skill.title for skill in listed}


def _skill_levels() -> Titles:
    return {
        f"{value}:{level}": Localised(
            f"{title.in_('th')} · {of.th}", f"{title.in_('en')} · {of.en}"
        )
        for value, title in _skills().items()
        for level, of in LEVELS.items()
    }


_lists: dict[str, Callable[[], Titles]] = {
    "district": _districts,
    "training_district": _districts,
    "province": _provinces,
    "training_province": _provinces,
    "institution": _institutions,
    "course": _courses,
    "run": _runs,
    "skill": _skills,
    "skill_level": _skill_levels,
    "mode": lambda: {mode.value: title for mode, title in MODES.items()},
    "employer": lambda: {n: title for reader in _employers for n, title in reader().items()},
}
