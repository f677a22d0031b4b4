"""What a draft says about its course, put into the course when it is published."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select

from courses.authoring.queries.details import FACETS
from courses.content.models import (
    Course,
    CourseFacet,
    CoursePartner,
    CourseSkill,
    Level,
    Mode,
    Pace,
)
from lms.db import db
from lms.i18n import Localised, thai
from lms.institutions.public import Institution
from lms.reference.queries import find_skill

PLAIN = ("language", "document", "cover", "licence")


def apply(course: Course, details: Mapping[str, Any]) -> None:
    """Write every detail that is named; what is not named stays."""
    for name in PLAIN:
        if name in details:
            setattr(course, name, str(details[name]))
    if "title" in details:
        course.title = Localised.of(details["title"])
        course.title_words = thai.pieces(course.title.th)
    if "summary" in details:
        course.summary = Localised.of(details["summary"])
    if "outcomes" in details:
        course.outcomes = [Localised.of(said).to_json() for said in details["outcomes"]]
    if "hours" in details:
        course.hours = Decimal(str(details["hours"]))
    if "source" in details:
        course.source = details["source"]
    for name, kind in (("level", Level), ("mode", Mode), ("pace", Pace)):
        if name in details:
            setattr(course, name, kind(details[name]))
    _facets(course, details)
    if "partners" in details:
        _partners(course, details["partners"])
    if "skills" in details:
        _skills(course, details["skills"])


def _facets(course: Course, details: Mapping[str, Any]) -> None:
    for name, facet in FACETS.items():
        if name not in details:
            continue
        db.session.execute(
            delete(CourseFacet).where(
                CourseFacet.course_id == course.id, CourseFacet.facet == facet
            )
        )
        for value in dict.fromkeys(details[name] or ()):
            db.session.add(CourseFacet(course_id=course.id, facet=facet, value=value))


def _partners(course: Course, codes: list[str]) -> None:
    db.session.execute(delete(CoursePartner).where(CoursePartner.course_id == course.id))
    ids = dict(
        db.session.execute(
            select(Institution.code, Institution.id).where(Institution.code.in_(codes))
        ).all()
    )
    for position, code in enumerate(code for code in dict.fromkeys(codes) if code in ids):
        db.session.add(
            CoursePartner(course_id=course.id, institution_id=ids[code], position=position)
        )


def _skills(course: Course, references: list[str]) -> None:
    db.session.execute(delete(CourseSkill).where(CourseSkill.course_id == course.id))
    for reference in dict.fromkeys(references):
        skill, level = find_skill(reference)
        db.session.add(CourseSkill(course_id=course.id, skill_id=skill.id, level=level))
