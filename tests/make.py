"""Builders: any object with every argument defaulted; a test states only what it is about."""

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from courses.content.models import (
    Course,
    CourseState,
    CourseVersion,
    Lesson,
    LessonKey,
    LessonKind,
    Level,
    Mode,
    Module,
    Pace,
)
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState, EnrolmentWay
from lms.accounts.models import User
from lms.clock import now
from lms.db import db
from lms.i18n import Localised
from lms.institutions.models import Institution, InstitutionKind, Membership, Role

_next = itertools.count(1)
PASSWORD = "กระรอกทอผ้าริมเขื่อน7"


def user(**given: Any) -> User:
    """A confirmed adult who speaks English, so that tests can read the pages."""
    n = next(_next)
    values: dict[str, Any] = {
        "email": f"learner{n}@example.org",
        "email_confirmed_at": now(),
        "locale": "en",
        "date_of_birth": date(1990, 1, 31),
        "title_th": "นางสาว",
        "first_th": "น้ำผึ้ง",
        "last_th": f"ทดสอบ{'กขคงจ'[n % 5]}",
        "first_en": "Namphueng",
        "last_en": "Thotsop",
        "terms_version": 1,
        "notice_version": 1,
    }
    return _add(User(**values | given))


def institution(**given: Any) -> Institution:
    n = next(_next)
    values: dict[str, Any] = {
        "code": f"INST{n}",
        "kind": InstitutionKind.UNIVERSITY,
        "name": Localised(f"สถาบัน {n}", f"Institution {n}"),
        "short_name": Localised(f"สถ.{n}", f"Inst {n}"),
        "province_code": "30",
        "register_prefix": f"I{n}",
    }
    return _add(Institution(**values | given))


def member(role: Role, at: Institution | None = None, **given: Any) -> User:
    person = user(**given)
    _add(Membership(user=person, institution=at or institution(), role=role))
    return person


def course(*, lessons: int = 2, published: bool = True, **given: Any) -> Course:
    """A course with one module of articles, published by default."""
    n = next(_next)
    values: dict[str, Any] = {
        "code": f"TEST-{n:03d}",
        "title": Localised(f"รายวิชาทดสอบ {n}", f"Test course {n}"),
        "summary": Localised("คำอธิบาย", "A summary"),
        "level": Level.BASIC,
        "hours": Decimal(3),
        "mode": Mode.ONLINE,
        "pace": Pace.SELF_PACED,
    }
    if "institution" not in given and "institution_id" not in given:
        values["institution"] = institution()
    made = _add(Course(**values | given))
    version = _add(CourseVersion(course_id=made.id, number=1))
    module = _add(
        Module(version_id=version.id, position=1, title=Localised("หน่วยที่ 1", "Unit 1"))
    )
    for position in range(1, lessons + 1):
        lesson(made, version, module, position=position)
    if published:
        made.version_id, made.state, made.published_at = version.id, CourseState.PUBLISHED, now()
        version.published_at = now()
        db.session.flush()
    return made


def lesson(
    course: Course, version: CourseVersion, module: Module, *, position: int, **given: Any
) -> Lesson:
    slug = given.pop("slug", f"lesson-{next(_next)}")
    key = _add(LessonKey(course_id=course.id, slug=slug))
    values: dict[str, Any] = {
        "kind": LessonKind.ARTICLE,
        "title": Localised(f"บทเรียน {position}", f"Lesson {position}"),
        "minutes": 10,
        "body": "<p>เนื้อหา</p>",
    }
    return _add(
        Lesson(
            version_id=version.id,
            module_id=module.id,
            key=key.key,
            slug=slug,
            position=position,
            **values | given,
        )
    )


def run(course: Course | None = None, **given: Any) -> CourseRun:
    """A self-paced run that is open and has no limit of seats."""
    owner = course if course is not None else globals()["course"]()
    values: dict[str, Any] = {
        "number": next(_next),
        "way": EnrolmentWay.SELF,
        "mode": owner.mode,
        "pace": owner.pace,
        "opens_at": now() - timedelta(days=1),
        "rules": {"content_percent": 100},
        "seats_taken": 0,
    }
    return _add(CourseRun(course=owner, **values | given))


def enrolment(
    run: CourseRun | None = None, learner: User | None = None, **given: Any
) -> Enrolment:
    """A seat in a run, unless it says otherwise; the run counts it."""
    place = run if run is not None else globals()["run"]()
    values: dict[str, Any] = {"state": EnrolmentState.ACTIVE}
    made: Enrolment = _add(
        Enrolment(run=place, learner=learner if learner is not None else user(), **values | given)
    )
    place.seats_taken += int(made.has_seat)
    db.session.flush()
    return made


def _add(thing: Any) -> Any:
    db.session.add(thing)
    db.session.flush()
    return thing
