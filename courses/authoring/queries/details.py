"""What a course says about itself, as plain values under the names that `create_course` has."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from courses.content.models import Course, CourseFacet, CoursePartner, CourseSkill, CourseVersion
from lms.db import db
from lms.institutions.public import Institution
from lms.reference.models import FrameworkSkill

Json = dict[str, Any]
FACETS = {
    "dimensions": "dimension",
    "target_groups": "target_group",
    "smart_city_domains": "smart_city",
}


def live_details(course: Course) -> Json:
    """As they stand for everybody now; three statements."""
    facets: dict[str, list[str]] = {}
    for facet, value in db.session.execute(
        select(CourseFacet.facet, CourseFacet.value)
        .where(CourseFacet.course_id == course.id)
        .order_by(CourseFacet.facet, CourseFacet.value)
    ):
        facets.setdefault(facet, []).append(value)
    return {
        "title": course.title.to_json(),
        "summary": course.summary.to_json(),
        "outcomes": list(course.outcomes),
        "level": course.level.value,
        "hours": f"{Decimal(str(course.hours)).normalize():f}",
        "language": course.language,
        "mode": course.mode.value,
        "pace": course.pace.value,
        "document": course.document,
        "cover": course.cover,
        "partners": _partners(course),
        **{name: facets.get(facet, []) for name, facet in FACETS.items()},
        "skills": _skills(course),
        "licence": course.licence,
        "source": course.source,
    }


def _partners(course: Course) -> list[str]:
    return list(
        db.session.scalars(
            select(Institution.code)
            .join(CoursePartner, CoursePartner.institution_id == Institution.id)
            .where(CoursePartner.course_id == course.id)
            .order_by(CoursePartner.position, Institution.id)
        )
    )


def _skills(course: Course) -> list[str]:
    rows = db.session.execute(
        select(FrameworkSkill.framework_code, FrameworkSkill.code, CourseSkill.level)
        .join(CourseSkill, CourseSkill.skill_id == FrameworkSkill.id)
        .where(CourseSkill.course_id == course.id)
        .order_by(FrameworkSkill.framework_code, FrameworkSkill.code)
    )
    return [":".join(row) for row in rows]


def details_of(version: CourseVersion) -> Json:
    """As they are with that version: what it changes, on top of what the course says."""
    return live_details(version.course) | (version.details or {})
