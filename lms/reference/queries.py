"""Reads of reference data; lists change rarely and are kept in the process for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import geothai
from sqlalchemy import select

from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.errors import found
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok
from lms.reference.models import CodeEntry, District, Framework, FrameworkSkill, Province

_lists: Cache[str, list[tuple[str, Localised]]] = Cache(200, seconds=30)
_brand: Cache[str, "Brand"] = Cache(1, seconds=30)
_skills: Cache[int, dict[int, FrameworkSkill]] = Cache(1, seconds=30)
_frameworks: Cache[int, dict[str, "KnownFramework"]] = Cache(1, seconds=30)


def entries(list_name: str) -> Sequence[CodeEntry]:
    return db.session.scalars(
        select(CodeEntry).filter_by(list_name=list_name).order_by(CodeEntry.position, CodeEntry.id)
    ).all()


def choices(list_name: str) -> list[tuple[str, Localised]]:
    """(code, title) of what can be chosen now, in the list's own order; kept for half a minute."""
    today = to_bangkok(now()).date()
    return _lists.get(
        list_name,
        lambda: [
            (e.code, e.title)
            for e in entries(list_name)
            if e.valid_to is None or e.valid_to >= today
        ],
    )


def title(list_name: str, code: str | None) -> Localised:
    """What a code is called, also when it has been retired."""
    every = _lists.get(f"all/{list_name}", lambda: [(e.code, e.title) for e in entries(list_name)])
    return dict(every).get(code or "", Localised(code or "", ""))


def province(code: str) -> Province | None:
    return db.session.scalar(select(Province).filter_by(code=code))


def get_province(code: str) -> Province:
    return found(province(code))


def provinces() -> Sequence[Province]:
    return db.session.scalars(select(Province).order_by(Province.code)).all()


@dataclass(frozen=True)
class Brand:
    """How the platform is called in its home province."""

    name: Localised
    tagline: Localised
    province_code: str
    province_name: Localised
    headline: Localised
    introduction: Localised
    contact: str
    dpo_contact: Localised


def brand() -> Brand:
    """The brand that this copy wears; kept for half a minute."""
    return _brand.get("home", _read_brand)


def _read_brand() -> Brand:
    home = found(
        db.session.scalar(select(Province).order_by(Province.is_home.desc(), Province.id).limit(1))
    )
    return Brand(
        name=home.product_name,
        tagline=home.programme,
        province_code=home.code,
        province_name=home.name,
        headline=home.headline,
        introduction=home.introduction,
        contact=home.contact_email,
        dpo_contact=home.dpo_contact,
    )


def districts(province_code: str) -> list[tuple[str, Localised]]:
    """(code, name) of a province's อำเภอ, participating or not."""
    return _lists.get(
        f"districts/{province_code}",
        lambda: [
            (str(d.code), Localised(d.name_th, d.name_en)) for d in geothai.districts(province_code)
        ],
    )


def district_name(code: str | None) -> Localised:
    return dict(districts(code[:2])).get(code, Localised(code)) if code else Localised()


def participating_districts() -> Sequence[District]:
    return db.session.scalars(select(District).order_by(District.code)).all()


def all_provinces() -> list[tuple[str, Localised]]:
    """(code, name) of the 77 provinces of Thailand."""
    return _lists.get(
        "provinces",
        lambda: [(str(p.code), Localised(p.name_th, p.name_en)) for p in geothai.provinces()],
    )


class Skills(dict[int, FrameworkSkill]):
    """By id; one that another process has added since is read when it is asked for."""

    def __missing__(self, key: int) -> FrameworkSkill:
        if key not in skills():
            _skills.forget(0)
        known = skills().get(key)
        if known is None:
            raise KeyError(key)
        return known


def skills() -> dict[int, FrameworkSkill]:
    """Every framework's skills by id; kept for half a minute."""
    return _skills.get(0, _read_skills)


def _read_skills() -> Skills:
    skills = Skills({skill.id: skill for skill in db.session.scalars(select(FrameworkSkill))})
    for skill in skills.values():
        db.session.expunge(skill)  # they outlive this session
    return skills


def skills_in_use() -> dict[int, FrameworkSkill]:
    """Those that can be chosen now: of frameworks that are in force."""
    over = {code for code, framework in frameworks().items() if framework.is_over}
    return {id_: skill for id_, skill in skills().items() if skill.framework_code not in over}


def skill_ids_in_use() -> dict[str, int]:
    """Their ids by `framework:code`."""
    return {f"{s.framework_code}:{s.code}": s.id for s in skills_in_use().values()}


@dataclass(frozen=True)
class KnownFramework:
    """A framework by its code; `replaced_by` is that of the one after it."""

    title: Localised
    valid_to: date | None
    replaced_by: str | None

    @property
    def is_over(self) -> bool:
        return self.valid_to is not None and self.valid_to < to_bangkok(now()).date()


def frameworks() -> dict[str, KnownFramework]:
    """Every framework by its code; kept for half a minute."""
    return _frameworks.get(0, _read_frameworks)


def _read_frameworks() -> dict[str, KnownFramework]:
    columns = (Framework.code, Framework.title, Framework.valid_to, Framework.replaced_by)
    rows = db.session.execute(select(*columns).order_by(Framework.id))
    return {row.code: KnownFramework(row.title, row.valid_to, row.replaced_by) for row in rows}


def find_skill(reference: str) -> tuple[FrameworkSkill, str]:
    """The skill and level that `framework:code:level` names."""
    framework, code, level = reference.split(":")
    skill = db.session.scalar(select(FrameworkSkill).filter_by(framework_code=framework, code=code))
    return found(skill), level


def age_band(born: date | None, on: date) -> str:
    """The code of the age band that somebody born then is in on that day."""
    if born is None:
        return "na"
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    for entry in entries("age_band"):
        low, high = entry.attributes.get("min"), entry.attributes.get("max")
        if low is not None and int(low) <= age and (not high or age <= int(high)):
            return entry.code
    return "na"
