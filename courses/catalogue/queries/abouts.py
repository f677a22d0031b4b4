"""What the page of one course says about it, kept for a moment."""

from sqlalchemy import bindparam, select

from courses.catalogue.about import AboutAccreditation, AboutCourse, AboutSkill, Origin, Teacher
from courses.content.models import (
    Accreditation,
    Course,
    CourseFacet,
    CoursePartner,
    CourseSkill,
    CourseState,
)
from courses.content.policy import Ability, able
from lms.caching import Cache
from lms.db import db
from lms.errors import NotFound, found
from lms.i18n import Localised
from lms.institutions.models import Institution
from lms.reference.models import Framework, FrameworkSkill

_abouts: Cache[str, AboutCourse] = Cache(500, seconds=3)
_about = (
    select(
        Course.id,
        Course.code,
        Course.institution_id,
        Course.state,
        Course.version_id,
        Course.title,
        Course.title_words,
        Course.summary,
        Course.outcomes,
        Course.level,
        Course.hours,
        Course.language,
        Course.mode,
        Course.pace,
        Course.document,
        Course.cover,
        Course.licence,
        Course.source,
        Institution.code.label("owner_code"),
        Institution.name.label("owner_name"),
        Institution.short_name.label("owner_short_name"),
    )
    .join(Institution, Institution.id == Course.institution_id)
    .where(Course.code == bindparam("code"))
)
_about_partners = (
    select(Institution.code, Institution.name, Institution.short_name)
    .join(CoursePartner, CoursePartner.institution_id == Institution.id)
    .where(CoursePartner.course_id == bindparam("course"))
    .order_by(CoursePartner.position, Institution.id)
)
_about_skills = (
    select(
        FrameworkSkill.code,
        FrameworkSkill.title,
        Framework.title.label("framework"),
        CourseSkill.level,
    )
    .join(CourseSkill, CourseSkill.skill_id == FrameworkSkill.id)
    .join(Framework, Framework.code == FrameworkSkill.framework_code)
    .where(CourseSkill.course_id == bindparam("course"))
    .order_by(FrameworkSkill.id)
)
_about_facets = (
    select(CourseFacet.facet, CourseFacet.value)
    .where(CourseFacet.course_id == bindparam("course"))
    .order_by(CourseFacet.facet, CourseFacet.value)
)
_about_accreditations = (
    select(
        Accreditation.body, Accreditation.number, Accreditation.valid_from, Accreditation.valid_to
    )
    .where(Accreditation.course_id == bindparam("course"))
    .order_by(Accreditation.valid_from, Accreditation.id)
)


def about(code: str) -> AboutCourse:
    """A course, where the reader may know of it: published, or a draft that they may see."""
    course = _abouts.get(code.upper(), lambda: _read_about(code.upper()))
    if course.state is CourseState.DRAFT and not able(Ability.VIEW, course):
        raise NotFound
    return course


def _read_about(code: str) -> AboutCourse:
    row = found(db.session.execute(_about, {"code": code}).mappings().one_or_none())
    fields = dict(row)
    key = {"course": row["id"]}
    owner = Teacher(*(fields.pop(f"owner_{name}") for name in ("code", "name", "short_name")))
    facets: dict[str, list[str]] = {}
    for facet, value in db.session.execute(_about_facets, key):
        facets.setdefault(facet, []).append(value)
    fields["title_words"] = tuple(fields["title_words"])
    fields["outcomes"] = tuple(Localised.of(outcome) for outcome in fields["outcomes"])
    return AboutCourse(
        origin=Origin.of(fields.pop("source")),
        **fields,
        owner=owner,
        partners=tuple(Teacher(*p) for p in db.session.execute(_about_partners, key)),
        dimensions=tuple(facets.get("dimension", ())),
        target_groups=tuple(facets.get("target_group", ())),
        smart_city=tuple(facets.get("smart_city", ())),
        skills=tuple(AboutSkill(*s) for s in db.session.execute(_about_skills, key)),
        accreditations=tuple(
            AboutAccreditation(*a) for a in db.session.execute(_about_accreditations, key)
        ),
    )
