"""What employers look for against who can do it, by skill and district.

The people come from the published measure M12: a number that is hidden there is hidden here, and
so is the gap that would tell it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from courses.public import Level
from lms.i18n import Localised, current_locale, dates
from lms.i18n import gettext as _
from lms.reference import queries as reference
from lms.workforce.asking import Cell, Question
from lms.workforce.demand import queries
from lms.workforce.demand.models import Vacancy, VacancySkill
from lms.workforce.demand.queries import LEVELS
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.formats.sheet import hidden_words
from lms.workforce.formats.text import code_words
from lms.workforce.measures import ask, least
from lms.workforce.periods import Period
from lms.workforce.scope import Scope
from lms.workforce.values import group_title, order, value_title

MEASURE = "M12"
NOBODY = Cell(0, people=0)


@dataclass(frozen=True)
class Gap:
    """One skill in one district; `organisations` only where they are not few."""

    skill: str
    district: str
    places: int
    holders: Cell
    organisations: int | None

    @property
    def lacking(self) -> int | None:
        """Places for which nobody is there; None where that would tell a hidden number."""
        if self.holders.hidden or self.holders.value is None:
            return None
        return self.places - int(self.holders.value)

    @property
    def told(self) -> str:
        """How many are lacking, or how many more there are than places; as readers say it."""
        if self.lacking is None:
            return _("hidden")
        if self.lacking > 0:
            return _("%(count)s short", count=dates.number(self.lacking, current_locale()))
        if self.lacking < 0:
            return _("%(count)s over", count=dates.number(-self.lacking, current_locale()))
        return _("just enough")

    @property
    def skill_title(self) -> Localised:
        return value_title("skill", self.skill)

    @property
    def framework(self) -> Localised | None:
        return group_title("skill", self.skill)

    @property
    def district_title(self) -> Localised:
        return value_title("district", self.district)


@dataclass(frozen=True)
class GapTable:
    """Every pair with demand, the greatest lack first."""

    rows: tuple[Gap, ...]
    as_of: datetime
    least: int

    @property
    def skills(self) -> list[str]:
        return _in_order("skill", {row.skill for row in self.rows})

    @property
    def districts(self) -> list[str]:
        return _in_order("district", {row.district for row in self.rows})

    @property
    def cells(self) -> Mapping[tuple[str, str], Gap]:
        return {(row.skill, row.district): row for row in self.rows}

    @property
    def has_hidden(self) -> bool:
        return any(row.holders.hidden for row in self.rows)


def gap(
    on: date,
    *,
    scope: Scope,
    level: Level | None = None,
    skill: str = "",
    district: str = "",
) -> GapTable:
    """Open places against holders; with a level: places for it or a lower one, holders of it."""
    by = "skill_level" if level else "skill"
    question = Question(MEASURE, Period.parse("all"), by=("district", by))
    table = ask(scope.narrow(question))
    ending = f":{level.value}" if level else ""
    few = least()
    rows = []
    for (code, place), wanted in queries.demand(on, level).items():
        if (skill and skill != code) or (district and district != place):
            continue
        holders = table.cells.get((place, code + ending), NOBODY)
        several = len(wanted.organisations)
        rows.append(Gap(code, place, wanted.places, holders, several if several >= few else None))
    rows.sort(key=lambda row: (row.lacking is None, -(row.lacking or 0), row.skill, row.district))
    return GapTable(tuple(rows), table.as_of, few)


def for_a_file(rows: Iterable[Gap]) -> list[dict[str, Any]]:
    """The rows under heads in the reader's language; what is hidden says so, as in every file."""
    skill, district = str(DIMENSIONS["skill"].title), _("District")
    return [
        {
            code_words(skill): row.skill,
            skill: str(row.skill_title),
            _("Framework"): str(row.framework or ""),
            code_words(district): row.district,
            district: str(row.district_title),
            _("Open places"): row.places,
            _("Organisations"): _told(row.organisations),
            _("People holding it"): _told(None if row.holders.hidden else row.holders.value or 0),
            _("Short (below nought: over)"): _told(row.lacking),
        }
        for row in rows
    ]


def _told(number: Decimal | int | None) -> Decimal | int | str:
    return hidden_words() if number is None else number


def _in_order(dimension: str, codes: set[str]) -> list[str]:
    places = order(dimension)
    return sorted(codes, key=lambda code: (places.get(code, len(places)), code))


def matched(on: date) -> int:
    """Open places of the vacancies for which each skill has enough holders in the district.

    A holder of a higher level counts; where several levels would do, the one with most holders
    is taken, so nobody is counted twice. A hidden number is not enough: whoever writes vacancies
    could find it out.
    """
    waiting = queries.open_vacancies(on)
    if not waiting:
        return 0
    holders = ask(Question(MEASURE, Period.parse("all"), ("district", "skill_level"))).cells
    skills = reference.skills()

    def enough(vacancy: Vacancy, need: VacancySkill) -> bool:
        skill = skills[need.skill_id]
        levels = LEVELS[LEVELS.index(need.level) :]
        keys = [f"{skill.framework_code}:{skill.code}:{level}" for level in levels]
        held = [holders.get((vacancy.district_code, key), NOBODY).value or 0 for key in keys]
        return max(held) >= vacancy.open_places

    return sum(v.open_places for v in waiting if all(enough(v, need) for need in v.skills))
