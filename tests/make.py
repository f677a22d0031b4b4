"""Builders: any object with every argument defaulted; a test states only what it is about."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

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
from courses.enrolment.operations import offering_of, snapshot_of
from courses.quizzes.models import Quiz
from courses.quizzes.operations import write_quiz
from lms.accounts.models import User
from lms.clock import now
from lms.db import db
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok
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


def course(
    *,
    lessons: int = 2,
    kinds: Sequence[LessonKind] = (),
    published: bool = True,
    **given: Any,
) -> Course:
    """A course with one module of articles, or of lessons of `kinds`; published by default."""
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
    module = _add(Module(version_id=version.id, position=1, title=Localised("หน่วยที่ 1", "Unit 1")))
    for position, kind in enumerate(kinds or [LessonKind.ARTICLE] * lessons, start=1):
        lesson(made, version, module, position=position, kind=kind)
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


QUESTIONS: list[dict[str, Any]] = [
    {"kind": "single", "text": "หนึ่งเดียว", "points": 1, "feedback": "เพราะว่าหนึ่ง", "options": [
        {"key": "a", "text": "ผิดหนึ่ง", "feedback": "ลับหนึ่งผิด"},
        {"key": "b", "text": "ถูกหนึ่ง", "correct": True, "feedback": "ลับหนึ่งถูก"}]},
    {"kind": "multiple", "text": "หลายข้อ", "points": 2, "feedback": "เพราะว่าหลาย", "options": [
        {"key": "a", "text": "ถูกก", "correct": True, "feedback": "ลับก"},
        {"key": "b", "text": "ถูกข", "correct": True, "feedback": "ลับข"},
        {"key": "c", "text": "ผิดค", "feedback": "ลับค"}]},
    {"kind": "true_false", "text": "จริงหรือไม่", "points": 1, "answer": True, "feedback": "เพราะจริง"},
    {"kind": "short", "text": "สายด่วนเบอร์ใด", "points": 1, "accept": ["1441"], "feedback": "เบอร์ลับ"},
    {"kind": "numeric", "text": "กี่ชั่วโมง", "points": 1, "answer": 2569, "tolerance": 0,
     "unit": {"th": "ชั่วโมง", "en": "hours"}, "feedback": "จำนวนลับ"},
    {"kind": "matching", "text": "จับคู่", "points": 3, "feedback": "คู่ลับ", "pairs": [
        {"left": "ซ้ายหนึ่ง", "right": "ขวาหนึ่ง"}, {"left": "ซ้ายสอง", "right": "ขวาสอง"},
        {"left": "ซ้ายสาม", "right": "ขวาสาม"}]},
    {"kind": "ordering", "text": "เรียงลำดับ", "points": 1, "feedback": "ลำดับลับ",
     "items": ["ขั้นแรก", "ขั้นสอง", "ขั้นสาม"]},
]  # fmt: skip


RUBRIC: list[dict[str, Any]] = [
    {"key": "c1", "title": "เนื้อหา", "levels": [
        {"key": "l1", "title": "ครบ", "text": "ตอบครบทุกข้อ", "points": 4},
        {"key": "l2", "title": "บางส่วน", "points": 2}, {"key": "l3", "title": "ไม่มี", "points": 0}]},
    {"key": "c2", "title": "ภาษา", "levels": [
        {"key": "l1", "title": "อ่านง่าย", "points": 1}, {"key": "l2", "title": "อ่านยาก", "points": 0}]},
]  # fmt: skip
ELABORATE: list[dict[str, Any]] = [
    {"kind": "cloze", "points": 4, "feedback": "ช่องลับ",
     "text": "โทรสายด่วน {1} ภายใน {2} ชั่วโมง แล้ว{3} พื้นที่ $x^{2}$", "gaps": [
        {"key": "1", "kind": "short", "accept": ["1441"], "points": 2, "feedback": "ช่องหนึ่งลับ"},
        {"key": "2", "kind": "numeric", "answer": 24, "tolerance": 2, "unit": {"th": "ชม.", "en": "h"}},
        {"key": "3", "kind": "choice", "options": [
            {"key": "a", "text": "แจ้งความ", "correct": True}, {"key": "b", "text": "ลบข้อความ"}]}]},
    {"kind": "essay", "text": "เล่าเรื่องกลโกง", "points": 10, "least_words": 5, "most_words": 300,
     "rubric": RUBRIC, "sample": "แนวคำตอบลับ", "feedback": "เฉลยเรียงความลับ"},
    {"kind": "upload", "text": "ส่งภาพหน้าจอ", "points": 5, "types": ["text", "pdf"], "files": 2,
     "megabytes": 1, "sample": "ตัวอย่างลับ"},
    {"kind": "hotspot", "text": "ชี้จุดที่น่าสงสัย", "points": 2, "picks": 2, "feedback": "จุดลับ",
     "image": {"media": "ABCDEFGH2345", "alt": "ภาพอีเมล", "width": 1200, "height": 600}, "regions": [
        {"key": "a", "shape": "rect", "at": [100, 100, 200, 100], "correct": True, "label": "ผู้ส่ง"},
        {"key": "b", "shape": "circle", "at": [700, 500, 100], "correct": True, "label": "ลิงก์"},
        {"key": "c", "shape": "polygon", "at": [[0, 800], [300, 800], [150, 1000]], "label": "โลโก้",
         "feedback": "โลโก้ปลอมง่าย"}]},
]  # fmt: skip


def quiz(course: Course | None = None, **given: Any) -> Quiz:
    """A quiz lesson at the end of a published course, with a question of every kind."""
    owner = course if course is not None else globals()["course"](lessons=1)
    version = db.session.get_one(CourseVersion, owner.version_id)
    module = db.session.scalars(sa.select(Module).filter_by(version_id=version.id)).first()
    assert module is not None
    values: dict[str, Any] = {
        "title": Localised("แบบทดสอบ", "Quiz"),
        "role": "post_test",
        "pass_percent": 60,
        "attempts": 3,
        "questions": QUESTIONS,
    }
    values |= given
    stands = lesson(
        owner, version, module, position=next(_next) + 100, kind=LessonKind.QUIZ,
        title=values["title"], settings={"role": values["role"]},
    )  # fmt: skip
    return write_quiz(version, stands.key, **values)


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


def frozen(run: CourseRun, learner: User) -> dict[str, int]:
    """What an enrolment freezes, for rows that no operation makes."""
    day = to_bangkok(now()).date()
    return {"snapshot_id": snapshot_of(learner, day), "offering_id": offering_of(run)}


def enrolment(run: CourseRun | None = None, learner: User | None = None, **given: Any) -> Enrolment:
    """A seat in a run, unless it says otherwise; the run counts it."""
    place = run if run is not None else globals()["run"]()
    who = learner if learner is not None else user()
    values: dict[str, Any] = {"state": EnrolmentState.ACTIVE, **frozen(place, who)}
    made: Enrolment = _add(Enrolment(run=place, learner=who, **values | given))
    place.seats_taken += int(made.has_seat)
    db.session.flush()
    return made


def _add(thing: Any) -> Any:
    db.session.add(thing)
    db.session.flush()
    return thing


def completed(run: CourseRun | None = None, learner: User | None = None, **given: Any) -> Enrolment:
    """A place whose rules are met; no certificate is issued by it."""
    return enrolment(run, learner, state=EnrolmentState.COMPLETED, completed_at=now(), **given)
