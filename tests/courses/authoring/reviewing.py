"""A course whose draft is ready to be reviewed, and the people around it."""

from dataclasses import dataclass
from typing import Any

from courses.authoring.operations import drafts
from courses.content.models import (
    Course,
    CourseFacet,
    CourseGrant,
    CourseRole,
    CourseVersion,
    Lesson,
    LessonKind,
    Module,
)
from courses.quizzes.models import Quiz
from courses.quizzes.operations import write_quiz
from lms.accounts.models import User
from lms.db import db
from lms.i18n import Localised
from lms.institutions.models import Role
from tests import make


@dataclass
class Team:
    """`owner` writes; `colleague` reviews; `second` is another reviewer of the institution."""

    course: Course
    draft: CourseVersion
    owner: User
    colleague: User
    second: User


def grant(course: Course, user: User, role: CourseRole, **given: Any) -> CourseGrant:
    return make._add(CourseGrant(course=course, user=user, role=role, **given))


def team(*, published: bool = True, change: bool = True) -> Team:
    """Three articles and a post-test, clean of findings; the draft differs from what is live."""
    institution = make.institution()
    course = make.course(
        institution=institution,
        lessons=3,
        published=published,
        outcomes=[{"th": "อธิบายได้", "en": "can explain"}],
        hours=1,
    )
    db.session.add(CourseFacet(course_id=course.id, facet="dimension", value="safety"))
    version = db.session.query(CourseVersion).filter_by(course_id=course.id).one()
    module = db.session.query(Module).filter_by(version_id=version.id).one()
    test = make.lesson(
        course, version, module, position=4, kind=LessonKind.QUIZ, minutes=30, body="",
        title=Localised("แบบทดสอบ", "Post-test"), settings={"role": "post_test", "outcomes": [0]},
    )  # fmt: skip
    write_quiz(
        version, test.key, title=test.title, role="post_test", pass_percent=60,
        questions=make.QUESTIONS[:3],
    )  # fmt: skip
    owner = make.user(first_en="Olive")
    grant(course, owner, CourseRole.OWNER)
    colleague = make.member(Role.REVIEWER, at=institution, first_en="Carol")
    second = make.member(Role.REVIEWER, at=institution, first_en="Sid")
    draft = drafts.open_draft(course, owner)
    if change:
        lessons(draft)[0].body = "<p>เนื้อหาใหม่ที่ดีกว่าเดิม</p>"
    db.session.flush()
    return Team(course, draft, owner, colleague, second)


def lessons(version: CourseVersion) -> list[Lesson]:
    return list(db.session.query(Lesson).filter_by(version_id=version.id).order_by(Lesson.position))


def quiz(version: CourseVersion) -> Quiz:
    return db.session.query(Quiz).filter_by(version_id=version.id).one()
