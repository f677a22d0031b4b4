"""The studio of the demonstration: roles, a review underway, a new course, a bank, work to mark."""

from collections.abc import Callable
from datetime import timedelta
from itertools import cycle
from typing import Any

import yaml
from sqlalchemy import select

from courses.public import (
    LESSON_KINDS,
    Course,
    CourseGrant,
    CourseRole,
    CourseRun,
    CourseVersion,
    Enrolment,
    EnrolmentState,
    Lesson,
    Module,
    QuestionKind,
    ReviewStep,
    Verdict,
    Writing,
    add_lesson,
    ask_review,
    begin_course,
    comment,
    decide_review,
    draft_of,
    give_role,
    hand_in,
    lesson_of,
    open_draft,
    plans,
    publish_reviewed,
    questions_by_role,
    reply,
    save_lesson,
    set_difficulty,
    tag_questions,
    write_assignment,
)
from lms.accounts.public import User, user_by_email
from lms.db import db, one_transaction
from lms.demo.places import DATA, institutions
from lms.errors import found
from lms.i18n import Localised
from lms.institutions.public import today

Plan = dict[str, Any]
TAGS = {"pre_test": "ก่อนเรียน", "post_test": "หลังเรียน", "practice": "ฝึกหัด"}
HARD = (QuestionKind.MATCHING, QuestionKind.ORDERING, QuestionKind.MULTIPLE)


def load(say: Callable[[str], None] = lambda line: None) -> None:
    """Every step whole and once: what is there already stays."""
    plan: Plan = yaml.safe_load((DATA / "studio.yaml").read_text(encoding="utf-8"))
    with db.engines["read"].connect() as connection:
        if connection.scalar(select(CourseGrant.id).limit(1)) is not None:
            return
    say("studio")
    steps = (_give_roles, _fill_bank, _begin_course, _set_work, _hand_work_in, _ask_for_review)
    for step in steps:
        with one_transaction():
            step(plan)
        db.session.expunge_all()


def _person(address: str) -> User:
    return found(user_by_email(address))


def _course(code: str) -> Course:
    return found(db.session.scalar(select(Course).filter_by(code=code)))


def _give_roles(plan: Plan) -> None:
    for one in plan["grants"]:
        ends_on = today() + timedelta(days=one["days"]) if "days" in one else None
        give_role(
            _course(one["course"]),
            _person(one["person"]),
            CourseRole(one["role"]),
            by=None,
            ends_on=ends_on,
            reason=one.get("reason", ""),
        )


def _fill_bank(plan: Plan) -> None:
    """Tags by where a question is asked, difficulty by its kind and place."""
    levels = cycle(("easy", "medium", "medium"))
    for course in db.session.scalars(select(Course).order_by(Course.code)).all():
        for role, asked in questions_by_role(course).items():
            tag_questions([q for q, _kind in asked], add=[TAGS[role]], by=None)
            for question, kind in asked:
                set_difficulty([question], "hard" if kind in HARD else next(levels), by=None)


def _begin_course(plan: Plan) -> None:
    new = plan["new"]
    begin_course(
        institutions()[new["institution"]],
        code=new["code"],
        title=Localised.of(new["title"]),
        by=_person(new["author"]),
        plan=plans()[new["plan"]],
    )


def _write(course: Course, lesson: Lesson, by: User, **said: Any) -> None:
    writing = Writing(
        base=lesson.revision,
        title=said.get("title", lesson.title),
        body=said.get("body", lesson.body),
        minutes=said.get("minutes"),
        required=said.get("required"),
    )
    save_lesson(course, lesson.slug, writing, by=by)


def _modules(version: CourseVersion) -> list[Module]:
    ordered = select(Module).filter_by(version_id=version.id).order_by(Module.position)
    return list(db.session.scalars(ordered))


def _set_work(plan: Plan) -> None:
    """An assignment that nobody must do, published the way everything is."""
    work = plan["work"]
    course, author = _course(work["course"]), _person(work["author"])
    draft = open_draft(course, author)
    kind, title = LESSON_KINDS["assignment"], Localised.of(work["title"])
    lesson = add_lesson(draft, _modules(draft)[-1], kind, title, by=author)
    _write(course, lesson, author, body=work["body"], minutes=work["minutes"], required=False)
    write_assignment(course, lesson.slug, work["brief"], outcomes=(), by=author)
    db.session.flush()
    review = ask_review(draft, by=author)
    decide_review(
        review, ReviewStep.COLLEAGUE, by=_person(work["reviewer"]), verdict=Verdict.APPROVED
    )
    publish_reviewed(review, by=author, note=work["note"])


def _hand_work_in(plan: Plan) -> None:
    """Five learners hand it in; nobody has marked it yet."""
    work = plan["work"]
    course = _course(work["course"])
    lesson = found(
        db.session.scalar(select(Lesson).filter_by(version_id=course.version_id, kind="assignment"))
    )
    places = db.session.scalars(
        select(Enrolment)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .where(CourseRun.course_id == course.id, Enrolment.state == EnrolmentState.ACTIVE)
        .order_by(Enrolment.id)
        .limit(len(work["handed_in"]))
    ).all()
    for place, text in zip(places, work["handed_in"], strict=False):
        hand_in(place, lesson.key, text=text)


def _ask_for_review(plan: Plan) -> None:
    """A draft that differs from what is live, with what its reviewer has said so far."""
    asked = plan["review"]
    course, author, reviewer = (
        _course(asked["course"]), _person(asked["author"]), _person(asked["reviewer"])
    )  # fmt: skip
    draft = open_draft(course, author)
    renamed, longer, added = asked["renamed"], asked["extended"], asked["added"]
    title = Localised.of(renamed["title"])
    _write(course, lesson_of(draft, renamed["lesson"]), author, title=title)
    passwords = lesson_of(draft, longer["lesson"])
    _write(course, passwords, author, body=passwords.body + longer["body"])
    new = add_lesson(
        draft,
        _modules(draft)[added["module"] - 1],
        LESSON_KINDS["article"],
        Localised.of(added["title"]),
        by=author,
    )
    _write(course, new, author, body=added["body"], minutes=added["minutes"])
    db.session.flush()
    ask_review(draft, by=author, reviewer=reviewer, message=asked["message"])
    _remark(found(draft_of(course)), asked, author, reviewer)


def _remark(draft: CourseVersion, asked: Plan, author: User, reviewer: User) -> None:
    for one in asked["comments"]:
        lesson = lesson_of(draft, one["lesson"]) if "lesson" in one else None
        said = comment(draft, one["text"], by=reviewer, lesson=lesson, quote=one.get("quote", ""))
        if "answer" in one:
            reply(said, one["answer"], by=author)
