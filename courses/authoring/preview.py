"""Learners that do not exist: where somebody would stand in a version that nobody has taken. Pure."""

import enum
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from courses.content.models import Course, LessonKind
from courses.content.queries import Outline, OutlineLesson
from courses.enrolment.models import EnrolmentState, RunState
from courses.learning.completion import Rules
from courses.learning.models import DONE
from courses.learning.standing import (
    POST_TEST,
    PRE_TEST,
    LessonProgress,
    Marked,
    Result,
    Room,
    Standing,
    role_of,
)
from lms.i18n.dates import to_bangkok

RUN = "PREVIEW00000"
BEFORE, AFTER = Decimal(40), Decimal(85)


class Stage(enum.StrEnum):
    NEW = "new"
    HALFWAY = "halfway"
    BEFORE_THE_END = "before_the_end"
    COMPLETED = "completed"
    LATE = "late"
    WAITING = "waiting"


def done_by(outline: Outline, stage: Stage) -> tuple[OutlineLesson, ...]:
    """The lessons that such a learner has done."""
    lessons = outline.lessons
    match stage:
        case Stage.NEW:
            return ()
        case Stage.COMPLETED:
            return lessons
        case Stage.BEFORE_THE_END:
            return tuple(
                x for x in lessons if role_of(x) != POST_TEST and x.kind is not LessonKind.SURVEY
            )
        case Stage.WAITING:
            return tuple(x for x in lessons if not is_marked_by_hand(x))
        case _:
            return lessons[: len(lessons) // 2]


def is_marked_by_hand(lesson: OutlineLesson) -> bool:
    return lesson.kind is LessonKind.ASSIGNMENT


def standing(outline: Outline, rules: Rules, stage: Stage, at: datetime) -> Standing:
    """As it would be computed from stored facts; here they are made up."""
    done = done_by(outline, stage)
    return Standing(
        outline,
        rules,
        progress={
            lesson.key: LessonProgress(DONE, updated_at=at - timedelta(hours=len(done) - n))
            for n, lesson in enumerate(done)
        },
        results={lesson.key: _result(lesson) for lesson in done if lesson.kind is LessonKind.QUIZ},
        works={x.key: Marked(AFTER, True) for x in done if x.kind is LessonKind.ASSIGNMENT},
    )


def _result(lesson: OutlineLesson) -> Result:
    percent = BEFORE if role_of(lesson) == PRE_TEST else AFTER
    return Result(role_of(lesson), 1, percent, percent, passed=True)


def rules_of(outline: Outline, asked: Iterable[Rules]) -> Rules:
    """Those of a run of the course; without a run, what the lessons are made for."""
    for rules in asked:
        return rules
    roles = {role_of(lesson) for lesson in outline.lessons}
    kinds = [lesson.kind for lesson in outline.lessons]
    return Rules(
        pretest_required=PRE_TEST in roles,
        posttest_pass_percent=60 if POST_TEST in roles else None,
        survey_required=LessonKind.SURVEY in kinds,
        assignments_required=kinds.count(LessonKind.ASSIGNMENT),
    )


def room(course: Course, outline: Outline, rules: Rules, stage: Stage, at: datetime) -> Room:
    """The learning room of somebody who is not there."""
    completed = stage is Stage.COMPLETED
    today = to_bangkok(at).date()
    return Room(
        run_id=0,
        run_public_id=RUN,
        run_number=1,
        run_state=RunState.OPEN,
        starts_on=today - timedelta(days=60) if stage is Stage.LATE else None,
        ends_on=today - timedelta(days=1) if stage is Stage.LATE else None,
        course_code=course.code,
        title=course.title,
        document=course.document,
        language=course.language,
        enrolment_id=0,
        learner_id=0,
        state=EnrolmentState.COMPLETED if completed else EnrolmentState.ACTIVE,
        completed_at=at if completed else None,
        begun_at=at - timedelta(days=60 if stage is Stage.LATE else 10),
        standing=standing(outline, rules, stage, at),
    )
