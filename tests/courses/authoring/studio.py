"""What the tests of the studio begin with."""

from typing import Any

import sqlalchemy as sa

from courses.authoring.operations.drafts import open_draft
from courses.content.models import Course, CourseGrant, CourseRole, CourseVersion, Lesson
from lms.accounts.models import User
from lms.db import db
from tests import make


def grant(user: User, course: Course, role: CourseRole = CourseRole.OWNER, **given: Any) -> User:
    db.session.add(CourseGrant(course=course, user=user, role=role, **given))
    db.session.flush()
    return user


def owner(course: Course) -> User:
    return grant(make.user(), course)


def draft(course: Course, by: User | None = None) -> CourseVersion:
    return open_draft(course, by)


def slugs(version: CourseVersion) -> list[list[str]]:
    """The tree as lists of slugs."""
    from courses.authoring.operations.outline import order_of

    named = {
        lesson.id: lesson.slug
        for lesson in db.session.scalars(sa.select(Lesson).filter_by(version_id=version.id))
    }
    return [[named[lesson_id] for lesson_id in inside] for _, inside in order_of(version)]
