"""What a preview shows besides the outline: bodies made afresh, tries and works of nobody."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from courses.assignments.lifecycle import State
from courses.assignments.models import Submission
from courses.assignments.works import Round, Work
from courses.authoring.preview import AFTER, BEFORE, Stage
from courses.content.models import Course, LessonKind
from courses.content.queries import OutlineLesson, body
from courses.enrolment.models import CourseRun, RunState
from courses.learning.blocks import Where, shown_body
from courses.learning.completion import Rules
from courses.learning.rooms import Body
from courses.learning.rooms import body as real_body
from courses.learning.standing import PRE_TEST, Room, role_of
from courses.quizzes.models import AttemptState
from courses.quizzes.paper import Definition
from courses.quizzes.queries import Try, answer_keys, definition_of
from courses.quizzes.questions import Json
from lms.clock import now
from lms.db import db
from lms.errors import DomainError


def run_rules(course: Course) -> list[Rules]:
    """Those of its runs, the newest open one first."""
    stored = db.session.scalars(
        select(CourseRun.rules)
        .where(CourseRun.course_id == course.id, CourseRun.state == RunState.OPEN)
        .order_by(CourseRun.id.desc())
        .limit(1)
    )
    return [Rules.from_json(rules) for rules in stored]


def seen(room: Room, lesson: OutlineLesson, *, stage: Stage) -> Body:
    """The middle of the room as the made-up learner finds it; unfinished lessons say so."""
    try:
        real = real_body(room, lesson)
    except (DomainError, KeyError):
        return Body("studio/preview_unfinished.html")
    values = dict(real.values)
    if "html" in values:
        where = Where(room.outline.course_id, lesson.key, preview=True)
        values["html"] = shown_body(body(lesson.id), where)
    if lesson.kind is LessonKind.QUIZ:
        values |= _quiz(room, lesson, values)
    elif lesson.kind is LessonKind.ASSIGNMENT and stage is Stage.WAITING:
        values["work"] = _handed_in(room, lesson, values["work"])
    return Body(real.template, values, real.done_label)


def _quiz(room: Room, lesson: OutlineLesson, values: Mapping[str, Any]) -> dict[str, Any]:
    if not room.standing.lesson(lesson.key).done:
        return {}
    percent = BEFORE if role_of(lesson) == PRE_TEST else AFTER
    at = now() - timedelta(days=1)
    tried = Try(
        public_id="0" * 12,
        number=1,
        state=AttemptState.SUBMITTED,
        started_at=at,
        deadline_at=None,
        submitted_at=at + timedelta(minutes=9),
        percent=percent,
        passed=None if values["quiz"].pass_percent is None else True,
        pending=0,
    )
    left = values["attempts_left"]
    return {
        "tries": (tried,),
        "best": percent,
        "passed": True,
        "attempts_left": None if left is None else max(0, left - 1),
    }


def _handed_in(room: Room, lesson: OutlineLesson, work: Work) -> Work:
    """Nothing of it is ever added to the session."""
    at = now() - timedelta(days=1)
    submission = Submission(
        public_id="0" * 12,
        enrolment_id=0,
        lesson_key=lesson.key,
        version_id=room.outline.version_id,
        number=1,
        state=State.SUBMITTED,
        text="",
        changes="",
        saved_at=at,
        submitted_at=at,
        late=False,
    )
    return replace(work, rounds=(Round(submission, work.brief, ()),))


def trial(version_id: int, lesson_key: int) -> tuple[Definition, Mapping[int, Json]]:
    """A quiz to be tried out, with what is right."""
    definition = definition_of(version_id, lesson_key)
    return definition, answer_keys(definition.id)
