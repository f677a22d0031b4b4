"""Reads of courses; a published version never changes, so its outline is kept in the process.

A draft changes under its authors' hands: it is read afresh every time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from courses.content.models import (
    Accreditation,
    Course,
    CourseFacet,
    CoursePartner,
    CourseSkill,
    CourseState,
    CourseVersion,
    Lesson,
    LessonKind,
    Media,
    Module,
)
from courses.content.policy import Ability, able
from lms.caching import Cache
from lms.db import db
from lms.errors import NotFound, found
from lms.i18n import Localised
from lms.institutions.public import Institution

_outlines: Cache[int, "Outline"] = Cache(500)


@dataclass(frozen=True)
class OutlineLesson:
    """A lesson as lists show it; its body is read where it is opened."""

    id: int
    key: int
    slug: str
    kind: LessonKind
    title: Localised
    minutes: int
    required: bool
    position: int
    settings: dict[str, Any]


@dataclass(frozen=True)
class OutlineModule:
    position: int
    title: Localised
    lessons: tuple[OutlineLesson, ...]
    id: int = 0

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Outline:
    """โครงร่างเนื้อหา of one version, in order."""

    version_id: int
    course_id: int
    modules: tuple[OutlineModule, ...]
    is_draft: bool = False

    @property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    def find(self, slug: str) -> OutlineLesson:
        """The lesson called `slug`, or NotFound."""
        return found(next((lesson for lesson in self.lessons if lesson.slug == slug), None))

    def around(self, slug: str) -> tuple[OutlineLesson | None, OutlineLesson | None]:
        """The lessons before and after `slug`."""
        lessons = self.lessons
        at = lessons.index(self.find(slug))
        return (lessons[at - 1] if at else None, lessons[at + 1] if at + 1 < len(lessons) else None)

    def __iter__(self) -> Iterator[OutlineModule]:
        return iter(self.modules)


_modules = (
    select(
        Module.id,
        Module.position,
        Module.title,
        CourseVersion.course_id,
        CourseVersion.published_at,
    )
    .join(CourseVersion, CourseVersion.id == Module.version_id)
    .where(Module.version_id == bindparam("version_id"))
    .order_by(Module.position)
)
_lessons = (
    select(
        Lesson.id,
        Lesson.module_id,
        Lesson.key,
        Lesson.slug,
        Lesson.kind,
        Lesson.title,
        Lesson.minutes,
        Lesson.required,
        Lesson.position,
        Lesson.settings,
    )
    .where(Lesson.version_id == bindparam("version_id"))
    .order_by(Lesson.module_id, Lesson.position)
)
_body = select(Lesson.body).where(Lesson.id == bindparam("lesson_id"))


def outline(version_id: int) -> Outline:
    """Modules and lessons of a version; two statements, and none for a published one seen before."""
    made = _outlines.get(version_id, lambda: _read_outline(version_id))
    if made.is_draft:
        _outlines.forget(version_id)
    return made


def _read_outline(version_id: int) -> Outline:
    lessons: dict[int, list[OutlineLesson]] = {}
    for row in db.session.execute(_lessons, {"version_id": version_id}):
        lessons.setdefault(row.module_id, []).append(
            OutlineLesson(
                id=row.id,
                key=row.key,
                slug=row.slug,
                kind=row.kind,
                title=row.title,
                minutes=row.minutes,
                required=row.required,
                position=row.position,
                settings=row.settings,
            )
        )
    modules = db.session.execute(_modules, {"version_id": version_id}).all()
    return Outline(
        version_id=version_id,
        course_id=modules[0].course_id if modules else 0,
        modules=tuple(
            OutlineModule(m.position, m.title, tuple(lessons.get(m.id, ())), m.id) for m in modules
        ),
        is_draft=not modules or modules[0].published_at is None,
    )


@dataclass(frozen=True)
class Edition:
    """A published version, and what it means to learners who were in the middle of the course."""

    number: int
    published_at: datetime
    notice: dict[str, Any] | None


_editions: Cache[int, tuple[Edition, ...]] = Cache(500)
_of_the_same_course = (
    select(CourseVersion.course_id)
    .where(CourseVersion.id == bindparam("version_id"))
    .scalar_subquery()
)
_published = (
    select(CourseVersion.number, CourseVersion.published_at, CourseVersion.notice)
    .where(CourseVersion.course_id == _of_the_same_course, CourseVersion.published_at.is_not(None))
    .order_by(CourseVersion.published_at, CourseVersion.number)
)


def editions(version_id: int) -> tuple[Edition, ...]:
    """The published versions up to the live one, the first one first; read once a process."""
    return _editions.get(version_id, lambda: _read_editions(version_id))


def _read_editions(version_id: int) -> tuple[Edition, ...]:
    rows = db.session.execute(_published, {"version_id": version_id})
    return tuple(Edition(*row) for row in rows)


def body(lesson_id: int) -> str:
    """The sanitised HTML of one lesson."""
    return found(db.session.scalar(_body, {"lesson_id": lesson_id}))


def get_course(code: str) -> Course:
    """The course, where the reader may know of it: published, or a draft that they may see."""
    course = found(
        db.session.scalar(
            select(Course).filter_by(code=code.upper()).options(joinedload(Course.institution))
        )
    )
    if course.state is CourseState.DRAFT and not able(Ability.VIEW, course):
        raise NotFound
    return course


def partners(course: Course) -> Sequence[Institution]:
    return db.session.scalars(
        select(Institution)
        .join(CoursePartner, CoursePartner.institution_id == Institution.id)
        .where(CoursePartner.course_id == course.id)
        .order_by(CoursePartner.position, Institution.id)
    ).all()


def facet_values(course: Course) -> dict[str, list[str]]:
    """Dimensions, target groups … of a course by facet."""
    values: dict[str, list[str]] = {}
    for facet, value in db.session.execute(
        select(CourseFacet.facet, CourseFacet.value)
        .where(CourseFacet.course_id == course.id)
        .order_by(CourseFacet.facet, CourseFacet.value)
    ):
        values.setdefault(facet, []).append(value)
    return values


def course_skills(course: Course) -> Sequence[CourseSkill]:
    return db.session.scalars(
        select(CourseSkill).where(CourseSkill.course_id == course.id).order_by(CourseSkill.skill_id)
    ).all()


def accreditations(course: Course) -> Sequence[Accreditation]:
    return db.session.scalars(
        select(Accreditation)
        .where(Accreditation.course_id == course.id)
        .order_by(Accreditation.valid_from, Accreditation.id)
    ).all()


def get_media(public_id: str) -> Media:
    return found(
        db.session.scalar(
            select(Media).filter_by(public_id=public_id).options(joinedload(Media.course))
        )
    )
