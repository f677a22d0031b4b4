"""Keeping the search index and the table of synonyms; the index is written where it is published."""

import sqlalchemy as sa
from sqlalchemy import bindparam, select, text

from courses.catalogue.search import SYNONYMS
from courses.catalogue.spelling import ABOUT, LESSONS, TITLE, vector
from courses.catalogue.terms import default_groups, index_text, letters, trigrams, with_parts
from courses.content.models import (
    Course,
    CourseFacet,
    CoursePartner,
    CourseSkill,
    CourseState,
    Lesson,
    Module,
)
from lms.db import db, is_sqlite
from lms.i18n import Localised
from lms.institutions.models import Institution
from lms.reference.models import CodeEntry, FrameworkSkill
from lms.reference.queries import entries

_trigrams = sa.table(
    "course_search_trigram", sa.column("trigram", sa.String), sa.column("course_id", sa.BigInteger)
)
_insert_sqlite = text(
    "INSERT INTO course_search (rowid, title, about, lessons) "
    "VALUES (:course_id, :title, :about, :lessons)"
)
_insert_postgresql = text(
    "INSERT INTO course_search (course_id, words) VALUES (:course_id, CAST(:words AS tsvector))"
)
_stamp = text("UPDATE course_search_stamp SET stamp = stamp + 1")


def index(course: Course) -> None:
    """Let search find the course as it is published now."""
    _remove(course.id)
    texts = _texts(course)
    if is_sqlite():
        named = dict(zip(("title", "about", "lessons"), texts.values(), strict=True))
        db.session.execute(_insert_sqlite, {"course_id": course.id, **named})
    else:
        words = vector(texts)
        db.session.execute(_insert_postgresql, {"course_id": course.id, "words": words})
    pieces = {t for title in (course.title.th, course.title.en) for t in trigrams(letters(title))}
    rows = [{"trigram": piece, "course_id": course.id} for piece in sorted(pieces)]
    if rows:
        db.session.execute(_trigrams.insert(), rows)
    db.session.execute(_stamp)


def reindex() -> int:
    """Make the whole index anew from what is published; returns how many courses it holds."""
    db.session.execute(text("DELETE FROM course_search"))
    db.session.execute(_trigrams.delete())
    published = select(Course).where(Course.state == CourseState.PUBLISHED).order_by(Course.id)
    courses = db.session.scalars(published).all()
    for course in courses:
        index(course)
    db.session.execute(_stamp)
    return len(courses)


def _remove(course_id: int) -> None:
    key = "rowid" if is_sqlite() else "course_id"
    db.session.execute(
        text(f"DELETE FROM course_search WHERE {key} = :id"),  # noqa: S608 - one of two words
        {"id": course_id},
    )
    db.session.execute(
        _trigrams.delete().where(_trigrams.c.course_id == bindparam("course")),
        {"course": course_id},
    )


def _texts(course: Course) -> dict[str, str]:
    """What is found in a course, by how much a find there weighs."""
    owners = select(Institution.name, Institution.short_name).where(
        sa.or_(
            Institution.id == course.institution_id,
            Institution.id.in_(
                select(CoursePartner.institution_id).where(CoursePartner.course_id == course.id)
            ),
        )
    )
    skills = (
        select(FrameworkSkill.title)
        .join(CourseSkill, CourseSkill.skill_id == FrameworkSkill.id)
        .where(CourseSkill.course_id == course.id)
    )
    about = [course.summary, *map(Localised.of, course.outcomes)]
    about += [name for row in db.session.execute(owners.order_by(Institution.id)) for name in row]
    about += db.session.scalars(skills.order_by(FrameworkSkill.id))
    facets = (
        select(CodeEntry.title)
        .join(
            CourseFacet,
            sa.and_(CourseFacet.facet == CodeEntry.list_name, CourseFacet.value == CodeEntry.code),
        )
        .where(CourseFacet.course_id == course.id)
    )
    about += db.session.scalars(facets.order_by(CodeEntry.id))
    modules = select(Module.title).where(Module.version_id == course.version_id)
    lessons = select(Lesson.title).where(Lesson.version_id == course.version_id)
    titles = [
        *db.session.scalars(modules.order_by(Module.position)),
        *db.session.scalars(lessons.order_by(Lesson.id)),
    ]
    return {
        TITLE: " ".join([_indexed([course.title]), index_text(course.code)]),
        ABOUT: _indexed(about),
        LESSONS: _indexed(titles),
    }


def _indexed(texts: list[Localised]) -> str:
    return with_parts(index_text(*(t for text in texts for t in (text.th, text.en))))


def load_synonyms() -> None:
    """Put the synonyms in that ship; a group the operator has changed or emptied stays so."""
    known = {entry.code for entry in entries(SYNONYMS)}
    for position, group in enumerate(default_groups()):
        if group[0] not in known:
            db.session.add(
                CodeEntry(
                    list_name=SYNONYMS,
                    code=group[0],
                    title=Localised(", ".join(group)),
                    position=position,
                )
            )
