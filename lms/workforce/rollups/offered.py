"""What every offering is by: fixed when it is made, but for the skills that correspond to its own.

Who changes `skill_mapping` by hand runs `flask workforce rebuild`; the pages leave an event.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from courses.public import Course, CourseRun, Offering
from lms.institutions.public import Institution
from lms.reference.models import FrameworkSkill, SkillMapping
from lms.workforce.dimensions import NOT_STATED


@dataclass(frozen=True)
class Offered:
    """An offering by the values of its dimensions; several where it has several."""

    id: int
    run_id: int
    hours: Decimal
    values: Mapping[str, tuple[str, ...]]


def offerings(connection: Connection) -> dict[int, Offered]:
    """Every offering by its number."""
    places = _names(connection, Institution.id, Institution.code)
    courses = _names(connection, Course.id, Course.code)
    runs = _names(connection, CourseRun.id, CourseRun.public_id)
    also = _mapped(connection)
    found = {}
    for row in connection.execute(select(Offering.__table__)):
        levels = set(row.skills)
        for skill in row.skills:
            name, _colon, level = skill.rpartition(":")
            levels |= {f"{other}:{level}" for other in also.get(name, ())}
        training = row.district_code or ""
        values: dict[str, tuple[str, ...]] = {
            "institution": (places[row.institution_id],),
            "course": (courses[row.course_id],),
            "run": (runs[row.run_id],),
            "skill_level": tuple(sorted(levels)),
            "skill": tuple(sorted({level.rpartition(":")[0] for level in levels})),
            "mode": (row.mode,),
            "programme": (row.programme,) if row.programme else (),
            "fund": (row.fund,) if row.fund else (),
            "training_district": (training,) if training else (),
            "training_province": (training[:2],) if training else (),
            "dimension": tuple(row.dimensions),
            "smart_city": tuple(row.smart_city),
        }
        values = {name: v or (NOT_STATED,) for name, v in values.items()}
        found[row.id] = Offered(row.id, row.run_id, row.hours, values)
    return found


def _names(connection: Connection, key: Any, name: Any) -> dict[int, str]:
    return {row[0]: row[1] for row in connection.execute(select(key, name))}


def _mapped(connection: Connection) -> dict[str, set[str]]:
    """Skills of other frameworks that correspond, both ways."""
    names = {
        row[0]: f"{row[1]}:{row[2]}"
        for row in connection.execute(
            select(FrameworkSkill.id, FrameworkSkill.framework_code, FrameworkSkill.code)
        )
    }
    also: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in connection.execute(
        select(SkillMapping.from_skill_id, SkillMapping.to_skill_id)
    ):
        also[names[one]].add(names[other])
        also[names[other]].add(names[one])
    return also
