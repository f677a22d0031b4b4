"""Builders for assignments: a published one with a rubric, a learner in it, markers of the course."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from courses.assignments import operations
from courses.assignments.models import Submission
from courses.content.models import (
    Course,
    CourseGrant,
    CourseRole,
    CourseVersion,
    Lesson,
    LessonKind,
    Module,
)
from courses.enrolment.models import CourseRun, Enrolment
from lms.accounts.models import User
from lms.db import db
from tests import make

RUBRIC = [
    {"key": "c1", "title": "เนื้อหา", "text": "ครบและถูกต้อง", "skill": "digcomp22:1:basic", "levels": [
        {"key": "a", "title": "ดีมาก", "text": "ครบทุกประเด็น", "points": 4},
        {"key": "b", "title": "พอใช้", "points": 2},
        {"key": "c", "title": "ต้องปรับปรุง", "points": 0}]},
    {"key": "c2", "title": "ภาษา", "levels": [
        {"key": "a", "title": "อ่านง่าย", "points": 2},
        {"key": "b", "title": "อ่านยาก", "points": 0}]},
]  # fmt: skip
BEST, FAIR, WORST = {"c1": "a", "c2": "a"}, {"c1": "b", "c2": "a"}, {"c1": "c", "c2": "b"}


@dataclass
class Place:
    """One assignment of one course, one run and one learner in it."""

    course: Course
    run: CourseRun
    enrolment: Enrolment
    key: int
    slug: str

    @property
    def learner(self) -> User:
        return self.enrolment.learner

    @property
    def address(self) -> str:
        return f"/learn/{self.run.public_id}/{self.slug}"

    @property
    def desk(self) -> str:
        return f"/studio/{self.course.code}/marking"


def assignment(
    run: dict[str, Any] | None = None, learner: User | None = None, **asked: Any
) -> Place:
    course = make.course(lessons=1)
    lesson = add_lesson(course, **asked)
    terms = {"rules": {"content_percent": 0, "assignments_required": 1}} | (run or {})
    opened = make.run(course, **terms)
    return Place(course, opened, make.enrolment(opened, learner), lesson.key, lesson.slug)


def add_lesson(course: Course, **asked: Any) -> Lesson:
    version = db.session.get_one(CourseVersion, course.version_id)
    module = db.session.scalars(sa.select(Module).filter_by(version_id=version.id)).first()
    assert module is not None
    settings = {"assignment": {"rubric": RUBRIC, "pass_percent": 60} | asked}
    return make.lesson(
        course, version, module, position=next(make._next) + 200,
        kind=LessonKind.ASSIGNMENT, settings=settings, body="<p>เขียนแผนความปลอดภัยของท่าน</p>",
    )  # fmt: skip


def marker(course: Course, role: CourseRole = CourseRole.MARKER, **given: Any) -> User:
    person = make.user(**given)
    db.session.add(CourseGrant(course=course, user=person, role=role))
    db.session.flush()
    return person


def handed_in(place: Place, text: str = "บรรทัดแรก\n\nบรรทัดที่สอง") -> Submission:
    operations.save_text(place.enrolment, place.key, text)
    return operations.submit(place.enrolment, place.key)


def another(place: Place) -> Place:
    """Another learner of the same run."""
    more = make.enrolment(place.run)
    return Place(place.course, place.run, more, place.key, place.slug)


def mark(work: Submission, by: User, scores: dict[str, str], **more: Any) -> Submission:
    operations.claim(work, by=by, decides=more.pop("decides", False))
    said = operations.Written(scores, feedback=more.pop("feedback", "ดีแล้ว"))
    return operations.finish(work, said, by=by, **more)
