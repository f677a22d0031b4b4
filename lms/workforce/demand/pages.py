"""What the page of the gap shows: filters, the picture and the list."""

import enum
from dataclasses import dataclass
from typing import Self, TypeVar

from babel.support import LazyProxy
from flask import request, url_for
from markupsafe import Markup

from courses.public import Level
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import today
from lms.workforce.asking import one_of
from lms.workforce.charts import Item, heat
from lms.workforce.demand import operations
from lms.workforce.demand.gap import Gap, GapTable, gap
from lms.workforce.demand.operations import Import
from lms.workforce.dimensions import NOT_STATED
from lms.workforce.scope import scope
from lms.workforce.values import LEVELS, UnknownValue, group_title, known, value_title, values

E = TypeVar("E", bound=enum.StrEnum)
MOST_COLUMNS = 12
MOST_SHOWN = 300


@dataclass(frozen=True)
class GapPage:
    """The gap as the address asks for it."""

    table: GapTable
    level: Level | None
    skill: str
    district: str

    @classmethod
    def read(cls) -> Self:
        level = chosen(Level, "level")
        skill = _value("skill", request.args.get("skill", ""))
        district = _value("district", request.args.get("district", ""))
        found = gap(today(), scope=scope(), level=level, skill=skill, district=district)
        return cls(found, level, skill, district)

    @property
    def rows(self) -> tuple[Gap, ...]:
        return self.table.rows[:MOST_SHOWN]

    @property
    def args(self) -> dict[str, str]:
        told = {"level": self.level or "", "skill": self.skill, "district": self.district}
        return {name: str(value) for name, value in told.items() if value}

    @property
    def levels(self) -> list[tuple[str, Localised]]:
        return [(level.value, LEVELS[level]) for level in Level]

    @staticmethod
    def choices(name: str) -> list[tuple[str, Localised]]:
        """What the list of a filter holds, without “not stated”."""
        return [(code, title) for code, title in values(name) if code != NOT_STATED]

    @property
    def picture(self) -> Markup:
        """Skills by the districts with most open places; the more are lacking, the darker the cell."""
        places: dict[str, int] = {}
        for row in self.table.rows:
            places[row.district] = places.get(row.district, 0) + row.places
        most = sorted(places, key=lambda code: (-places[code], code))[:MOST_COLUMNS]
        districts = [code for code in self.table.districts if code in most]
        skills = self.table.skills
        cells = {
            (skills.index(skill), districts.index(district)): self._item(row)
            for (skill, district), row in self.table.cells.items()
            if district in districts
        }
        titles = [str(value_title("skill", code)) for code in skills]
        frameworks = [str(group_title("skill", code) or "") for code in skills]
        columns = [str(value_title("district", code)) for code in districts]
        title = _("People short or over, by skill and district")
        return heat(title, titles, columns, cells, groups=frameworks)

    @staticmethod
    def _item(row: Gap) -> Item:
        label = f"{row.skill_title}, {row.district_title}"
        href = url_for("demand.skill_gap", skill=row.skill, district=row.district)
        if row.lacking is None:
            return Item(label, row.told, hidden=True, href=href)
        return Item(label, row.told, float(max(row.lacking, 0)), href=href)


@dataclass(frozen=True)
class ImportPage:
    """Where a file of this kind comes in, and what stands around it."""

    what: Import
    title: LazyProxy
    list_page: str
    template: str


ORGANISATIONS = ImportPage(
    operations.ORGANISATIONS,
    _l("Organisations from a file"),
    "demand.organisations",
    "demand.organisations_template",
)
VACANCIES = ImportPage(
    operations.VACANCIES,
    _l("Demand from a file"),
    "demand.vacancies",
    "demand.vacancies_template",
)


def chosen(kind: type[E], name: str) -> E | None:
    """A value of the address; what does not exist is refused."""
    if not request.args.get(name):
        return None
    return kind(one_of(request.args, name, [each.value for each in kind]))


def _value(dimension: str, value: str) -> str:
    if value and not known(dimension, value):
        raise UnknownValue.of(dimension, value)
    return value
