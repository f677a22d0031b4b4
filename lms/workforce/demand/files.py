"""Organisations and vacancies as rows of a file, read and written."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from babel.support import LazyProxy

from courses.public import Level
from lms.errors import DomainError, Refusals
from lms.i18n import gettext as _
from lms.i18n.dates import BE, parse_day
from lms.i18n.thai import arabic_digits
from lms.reference import juristic
from lms.reference import queries as reference
from lms.workforce.demand.models import (
    MOST_PLACES,
    Body,
    Organisation,
    OrganisationKind,
    Vacancy,
)
from lms.workforce.demand.wording import LOCATION, PLACE_OF_WORK
from lms.workforce.values import meant

ORGANISATION_COLUMNS = ("juristic_id", "name_th", "name_en", "kind", "sector", "industry",
                        "employees", "province", "district", "email", "chamber", "fti",
                        "active")  # fmt: skip
VACANCY_COLUMNS = ("juristic_id", "title", "occupation", "district", "places", "filled",
                   "skills", "opens_on", "closes_on")  # fmt: skip
LAST_CE = 2400
FLAGS = {Body.CHAMBER: "chamber", Body.FTI: "fti"}
TRUE, FALSE = {"1", "yes", "true", "y", "ใช่"}, {"0", "no", "false", "n", "ไม่", "ไม่ใช่"}


def organisation_values(
    row: Mapping[str, str], known: Organisation | None, wrong: Refusals
) -> dict[str, Any]:
    """A row as the operation wants it; an empty flag leaves what is known as it is."""
    marked = {m.body for m in known.memberships} if known else set()
    flags = {body: partial(_flag, row, name, body in marked) for body, name in FLAGS.items()}
    take = wrong.take
    return {
        "juristic_id": take(lambda: juristic.clean(row["juristic_id"])),
        "name_th": row["name_th"],
        "name_en": row["name_en"],
        "kind": take(lambda: _member(row["kind"] or "company", OrganisationKind, "kind")),
        "sector": take(lambda: _code(row["sector"].upper(), "sector")),
        "industry": take(lambda: _code(_digits(row["industry"]), "industry")),
        "employees": take(lambda: _employees(row["employees"])),
        "province_code": take(lambda: _province(_digits(row["province"]))),
        "district_code": take(lambda: _district(row["district"], LOCATION)),
        "email": row["email"],
        "is_active": take(lambda: _flag(row, "active", known.is_active if known else True)),
        "bodies": [body for body, flag in flags.items() if take(flag)],
    }


def vacancy_values(row: Mapping[str, str], wrong: Refusals) -> dict[str, Any]:
    """The same of what an organisation looks for."""
    take = wrong.take
    return {
        "title": take(lambda: _title(row["title"])),
        "occupation": take(lambda: _code(_digits(row["occupation"]), "occupation")),
        "district_code": take(lambda: _place_of_work(row["district"])),
        "places": take(lambda: _number(row["places"], "places", 1)),
        "filled": take(lambda: _number(row["filled"] or "0", "filled", 0)),
        "skills": take(lambda: skills_of(row["skills"])),
        "opens_on": take(lambda: _day(row["opens_on"], "opens_on")),
        "closes_on": take(lambda: _day(row["closes_on"], "closes_on"))
        if row["closes_on"]
        else None,
    }


def skills_of(text: str) -> list[tuple[int, Level]]:
    """`framework:code:level`, several with semicolons or line breaks between them."""
    by_name = {f"{s.framework_code}:{s.code}".casefold(): s.id for s in reference.skills().values()}
    found: dict[int, Level] = {}
    for part in filter(None, (one.strip() for one in re.split(r"[;\n]", text))):
        name, colon, level = part.rpartition(":")
        if not colon or name.casefold() not in by_name:
            raise DomainError(
                _("“%(part)s” is no skill: write framework:code:level.", part=part[:80]),
                field="skills",
            )
        if level.casefold() not in list(Level):
            raise DomainError(
                _(
                    "“%(part)s” names no level: write one of %(levels)s after the skill.",
                    part=part[:80],
                    levels=", ".join(Level),
                ),
                field="skills",
            )
        found[by_name[name.casefold()]] = Level(level.casefold())
    return list(found.items())


def skills_text(vacancy: Vacancy, between: str = "; ") -> str:
    """The same the other way round."""
    known = reference.skills()
    return between.join(
        f"{known[need.skill_id].framework_code}:{known[need.skill_id].code}:{need.level.value}"
        for need in vacancy.skills
    )


def organisation_rows(organisations: Iterable[Organisation]) -> list[dict[str, Any]]:
    rows = []
    for one in organisations:
        bodies = {m.body for m in one.memberships}
        values = (one.juristic_id, one.name.th, one.name.en, one.kind.value, one.sector,
                  one.industry, one.employees, one.province_code, one.district_code, one.email,
                  int(Body.CHAMBER in bodies), int(Body.FTI in bodies),
                  int(one.is_active))  # fmt: skip
        rows.append(dict(zip(ORGANISATION_COLUMNS, values, strict=True)))
    return rows


def vacancy_rows(vacancies: Iterable[Vacancy]) -> list[dict[str, Any]]:
    rows = []
    for one in vacancies:
        values = (one.organisation.juristic_id, one.title, one.occupation, one.district_code,
                  one.places, one.filled, skills_text(one), one.opens_on,
                  one.closes_on)  # fmt: skip
        rows.append(dict(zip(VACANCY_COLUMNS, values, strict=True)))
    return rows


def _digits(text: str) -> str:
    return arabic_digits(text).strip()


def _number(text: str, field: str, low: int) -> int:
    digits = arabic_digits(text).replace(",", "").strip()
    if not re.fullmatch(r"[0-9]{1,7}", digits) or not low <= int(digits) <= MOST_PLACES:
        raise DomainError(_("Write a whole number from %(low)d on.", low=low), field=field)
    return int(digits)


def _employees(text: str) -> int | None:
    return _number(text, "employees", 1) if text else None


def _title(text: str) -> str:
    if not text or len(text) > 200:
        raise DomainError(_("Write a title of up to 200 characters."), field="title")
    return text


def _district(text: str, title: LazyProxy) -> str | None:
    """The code of a district; one that was abolished is that of what replaced it."""
    return meant("district", _digits(text), title).value if text else None


def _place_of_work(text: str) -> str | None:
    """A vacancy says where."""
    if not text:
        raise DomainError(_("Write the code of a district of Thailand."), field="district")
    return _district(text, PLACE_OF_WORK)


def _day(text: str, field: str) -> date:
    try:
        if not re.match(r"\d{4}-", text):
            return parse_day(text)
        day = date.fromisoformat(text)
        return day.replace(year=day.year - BE) if day.year > LAST_CE else day
    except ValueError as wrong:
        raise DomainError(
            _("Write the date like 22/11/2569 (day/month/year)."), field=field
        ) from wrong


def _flag(values: Mapping[str, str], name: str, default: bool) -> bool:
    text = values[name].casefold()
    if not text:
        return default
    if text not in TRUE | FALSE:
        raise DomainError(_("Write 1 (yes) or 0 (no)."), field=name)
    return text in TRUE


def _code(value: str, list_name: str) -> str | None:
    if value and value not in dict(reference.choices(list_name)):
        raise DomainError(
            _("“%(value)s” is not in the list of codes.", value=value[:40]), field=list_name
        )
    return value or None


def _province(value: str) -> str | None:
    if value and value not in dict(reference.all_provinces()):
        raise DomainError(
            _("“%(value)s” is not in the list of codes.", value=value[:40]), field="province"
        )
    return value or None


def _member(value: str, kinds: type[OrganisationKind], field: str) -> OrganisationKind:
    try:
        return kinds(value.casefold())
    except ValueError as wrong:
        raise DomainError(
            _("“%(value)s” is not in the list of codes.", value=value[:40]), field=field
        ) from wrong
