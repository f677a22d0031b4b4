"""The draft of a course, and who wrote it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.content.models import Course, CourseVersion, Lesson, LessonKind, Module
from courses.content.queries import Outline, outline
from lms.db import db
from lms.errors import found


def draft_of(course: Course) -> CourseVersion | None:
    """The version that is being written, if there is one."""
    return db.session.scalar(
        select(CourseVersion)
        .where(CourseVersion.course_id == course.id, CourseVersion.published_at.is_(None))
        .options(joinedload(CourseVersion.course))
    )


def live_of(course: Course) -> CourseVersion | None:
    """The version that learners see, if there is one."""
    return db.session.get(CourseVersion, course.version_id) if course.version_id else None


def shown_version(course: Course) -> CourseVersion | None:
    """What the studio shows: the draft, or what is live while nobody writes."""
    return draft_of(course) or live_of(course)


def outline_of(version: CourseVersion) -> Outline:
    return outline(version.id)


def lesson_of(version: CourseVersion, slug: str) -> Lesson:
    """The lesson itself, to be shown or changed."""
    return found(
        db.session.scalar(
            select(Lesson).where(Lesson.version_id == version.id, Lesson.slug == slug)
        )
    )


def modules_of(version: CourseVersion) -> Sequence[Module]:
    return db.session.scalars(
        select(Module).where(Module.version_id == version.id).order_by(Module.position)
    ).all()


def module_of(version: CourseVersion, module_id: int) -> Module:
    return found(
        db.session.scalar(
            select(Module).where(Module.version_id == version.id, Module.id == module_id)
        )
    )


def lessons_of_kind(version: CourseVersion, kind: LessonKind) -> Sequence[Lesson]:
    """In the order of the outline."""
    return db.session.scalars(
        select(Lesson)
        .join(Module, Module.id == Lesson.module_id)
        .where(Lesson.version_id == version.id, Lesson.kind == kind)
        .order_by(Module.position, Lesson.position)
    ).all()
