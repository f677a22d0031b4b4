"""Loading reference data: what ships with the program, and what a new province brings."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import geothai
import yaml
from sqlalchemy import select

from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.reference import queries
from lms.reference.models import CodeEntry, District, Framework, FrameworkSkill, Province

DATA = Path(__file__).parent / "data"
LISTS = {
    "age_bands": "age_band",
    "dimensions": "dimension",
    "disability_types": "disability",
    "document_types": "document",
    "education_levels": "education",
    "employment_status": "employment",
    "firm_size": "firm_size",
    "income_bands": "income",
    "occupations": "occupation",
    "sex": "sex",
    "smart_city_domains": "smart_city",
    "target_groups": "target_group",
    "fund_sources": "fund",
    "programmes": "programme",
    "tsic_divisions": "industry",
    "tsic_sections": "sector",
}


_also: list[Callable[[], None]] = []


def also_load(loader: Callable[[], None]) -> None:
    """Register who else ships data that an installation brings in."""
    if loader not in _also:
        _also.append(loader)


class UnknownProvince(DomainError):
    message = _l("No province of Thailand has this code.")


class NotInForce(DomainError):
    field = "skills"
    message = _l("Choose a skill of the list: of a framework that is in force.")


def check_skills(chosen: Iterable[str], *, held: Iterable[str] = ()) -> None:
    """Refuse `framework:code` that nobody knows or that is over, but for what was held before."""
    if set(chosen) - set(held) - queries.skill_ids_in_use().keys():
        raise NotInForce


def load_shipped() -> None:
    """Put every shipped list, framework and province in; rows that exist keep their titles."""
    for file, list_name in LISTS.items():
        known = {e.code for e in queries.entries(list_name)}
        for position, row in enumerate(_rows(file)):
            code = row.get("code") or row["section"]
            if code not in known:
                db.session.add(_entry(list_name, code, position, row))
    _load_frameworks()
    for entry in yaml.safe_load((DATA / "provinces.yaml").read_text()):
        if queries.province(entry["code"]) is None:
            open_province(
                entry["code"],
                home=entry.get("home", False),
                **{
                    key: Localised.of(entry[key])
                    for key in ("product_name", "programme", "headline", "introduction")
                },
                contact_email=entry["contact_email"],
                dpo_contact=Localised.of(entry["dpo_contact"]),
            )
    for loader in _also:
        loader()
    db.session.flush()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _entry(list_name: str, code: str, position: int, row: dict[str, str]) -> CodeEntry:
    plain = {"code", "section", "title_th", "title_en", "parent"}
    return CodeEntry(
        list_name=list_name,
        code=code,
        title=Localised(row["title_th"], row.get("title_en", "")),
        parent_code=row.get("parent") or None,
        position=position,
        attributes={k: v for k, v in row.items() if k not in plain and v},
    )


def _load_frameworks() -> None:
    known = set(db.session.scalars(select(Framework.code)))
    for row in _rows("frameworks"):
        if row["code"] not in known:
            db.session.add(
                Framework(
                    code=row["code"],
                    title=Localised(row["title_th"], row["title_en"]),
                    source=row["source"],
                )
            )
    db.session.flush()  # skills refer to their framework's code
    skills = {(s.framework_code, s.code) for s in db.session.scalars(select(FrameworkSkill))}
    for row in _rows("competency_frameworks"):
        if (row["framework"], row["code"]) not in skills:
            db.session.add(
                FrameworkSkill(
                    framework_code=row["framework"],
                    code=row["code"],
                    title=Localised(row["title_th"], row["title_en"]),
                )
            )


def open_province(code: str, *, home: bool = False, **brand: Any) -> Province:
    """Let a province take part: its districts come from `geothai`, its brand from the caller."""
    try:
        known = geothai.province(code)
    except KeyError:
        known = None
    if known is None:
        raise UnknownProvince
    province = Province(
        code=code, name=Localised(known.name_th, known.name_en), is_home=home, **brand
    )
    db.session.add(province)
    db.session.flush()  # districts refer to the province's code
    tiles = {}
    if (DATA / f"tiles_{code}.csv").exists():
        tiles = {r["dopa_code"]: (int(r["col"]), int(r["row"])) for r in _rows(f"tiles_{code}")}
    for district in geothai.districts(code):
        column, row = tiles.get(str(district.code), (None, None))
        db.session.add(
            District(
                code=str(district.code),
                province_code=code,
                name=Localised(district.name_th, district.name_en),
                tile_column=column,
                tile_row=row,
            )
        )
    return province
