"""People and questions for tests of the banks."""

from typing import Any

from courses.content.models import Course, CourseGrant, CourseRole
from courses.quizzes import operations
from courses.quizzes.models import Question
from lms.accounts.models import User
from lms.db import db
from tests import make

SINGLE = make.QUESTIONS[0]


def author(course: Course, role: CourseRole = CourseRole.AUTHOR) -> User:
    person = make.user()
    db.session.add(CourseGrant(course=course, user=person, role=role))
    db.session.flush()
    return person


def question(course: Course | None = None, **given: Any) -> Question:
    described = given.pop("described", SINGLE)
    return operations.write_question(described, by=None, course=course, **given)
