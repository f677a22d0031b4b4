"""The shelf of published courses: read once, kept until something is published."""

from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, select, text

from courses.catalogue.shelf import Card, Shelf, hours_band
from courses.catalogue.terms import letters
from courses.content.models import (
    Accreditation,
    Course,
    CourseFacet,
    CoursePartner,
    CourseSkill,
    CourseState,
)
from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.i18n import Localised, thai
from lms.i18n.dates import to_bangkok
from lms.institutions.models import Institution
from lms.reference.models import FrameworkSkill

Stamp = tuple[int, int, int, date]
_stamps: Cache[str, Stamp] = Cache(1, seconds=1)
_shelves: Cache[Stamp, Shelf] = Cache(2, seconds=60)
_sort_key = lru_cache(20_000)(thai.sort_key)

_stamp = text(
    "SELECT (SELECT stamp FROM course_search_stamp WHERE id = 1),"
    " (SELECT count(*) FROM course WHERE state = 'published'),"
    " (SELECT count(*) FROM institution WHERE is_active)"
)
_cards = (
    select(
        Course.id,
        Course.code,
        Course.title,
        Course.level,
        Course.hours,
        Course.mode,
        Course.pace,
        Course.cover,
        Institution.code.label("institution_code"),
        Institution.short_name,
    )
    .join(Institution, Institution.id == Course.institution_id)
    .where(Course.state == CourseState.PUBLISHED, Institution.is_active)
    .order_by(Course.published_at.desc(), Course.id.desc())
)
_facets = select(CourseFacet.course_id, CourseFacet.facet, CourseFacet.value).order_by(
    CourseFacet.facet, CourseFacet.value
)
_skills = (
    select(CourseSkill.course_id, CourseSkill.skill_id)
    .join(Course, Course.id == CourseSkill.course_id)
    .where(Course.state == CourseState.PUBLISHED)
)
_skill_names = select(
    FrameworkSkill.id, FrameworkSkill.framework_code, FrameworkSkill.code, FrameworkSkill.title
).where(FrameworkSkill.id.in_(select(CourseSkill.skill_id)))
_partners = select(CoursePartner.course_id, Institution.code, Institution.short_name).join(
    Institution, Institution.id == CoursePartner.institution_id
)
_accredited = select(Accreditation.course_id).where(
    sa.or_(Accreditation.valid_from.is_(None), Accreditation.valid_from <= bindparam("today")),
    sa.or_(Accreditation.valid_to.is_(None), Accreditation.valid_to >= bindparam("today")),
)


def shelf() -> Shelf:
    """Every published course; at most a second older than the last publishing."""
    stamp = _stamps.get("", _read_stamp)
    return _shelves.get(stamp, _read_shelf)


def _read_stamp() -> Stamp:
    row = db.session.execute(_stamp).one()
    return (row[0] or 0, row[1], row[2], to_bangkok(now()).date())


def _read_shelf() -> Shelf:
    values: dict[int, dict[str, list[str]]] = {}
    for course_id, facet, value in db.session.execute(_facets):
        values.setdefault(course_id, {}).setdefault(facet, []).append(value)
    skills = {row.id: row for row in db.session.execute(_skill_names)}
    references = {key: f"{row.framework_code}:{row.code}" for key, row in skills.items()}
    for course_id, skill_id in db.session.execute(_skills):
        values.setdefault(course_id, {}).setdefault("skill", []).append(references[skill_id])
    institutions = {}
    for course_id, code, name in db.session.execute(_partners):
        values.setdefault(course_id, {}).setdefault("institution", []).append(code)
        institutions[code] = name
    today = {"today": to_bangkok(now()).date()}
    accredited = set(db.session.scalars(_accredited, today))
    cards = tuple(
        _card(row, values.get(row.id, {}), row.id in accredited)
        for row in db.session.execute(_cards)
    )
    names = {
        "institution": institutions | {card.institution_code: card.institution for card in cards},
        "skill": {references[key]: row.title for key, row in skills.items()},
    }
    return Shelf(cards, names)


def _card(row: Any, facets: dict[str, list[str]], accredited: bool) -> Card:
    title: Localised = row.title
    own = {
        "institution": [row.institution_code, *facets.get("institution", ())],
        "level": [row.level.value],
        "hours": [hours_band(row.hours)],
        "mode": [row.mode.value],
    }
    return Card(
        id=row.id,
        code=row.code,
        title=title,
        institution=row.short_name,
        institution_code=row.institution_code,
        level=row.level,
        hours=row.hours,
        mode=row.mode,
        pace=row.pace,
        cover=row.cover,
        is_accredited=accredited,
        facets={k: tuple(dict.fromkeys(v)) for k, v in {**facets, **own}.items()},
        sort_keys={locale: _sort_key(title.in_(locale)) for locale in ("th", "en")},
        letters=tuple(letters(t) for t in (title.th, title.en) if t),
    )
