"""Reading a version whole, fresh from the database: the same number of statements for any size."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select

from courses.assignments.brief import SETTING
from courses.authoring import markup
from courses.authoring.checklist import named_media
from courses.authoring.queries.details import details_of
from courses.authoring.snapshot import (
    AssignmentFacts,
    LessonFacts,
    MediaFacts,
    ModuleFacts,
    QuestionFacts,
    QuizFacts,
    Snapshot,
)
from courses.content.models import Caption, CourseVersion, Lesson, LessonKind, Media, Module
from courses.enrolment.models import CourseRun, RunState
from courses.learning.completion import Rules
from courses.quizzes.models import Question, QuestionVersion, Quiz, QuizQuestion
from lms.db import db


def snapshot(version: CourseVersion) -> Snapshot:
    """The version with all that hangs on its lessons, and what its runs ask for."""
    lessons = db.session.scalars(
        select(Lesson).where(Lesson.version_id == version.id).order_by(Lesson.position, Lesson.id)
    ).all()
    modules = db.session.scalars(
        select(Module).where(Module.version_id == version.id).order_by(Module.position)
    ).all()
    quizzes = _quizzes(version)
    facts = {lesson.id: markup.read(lesson.body) for lesson in lessons}
    named = {media for lesson in lessons for media in named_media(lesson.settings)}
    return Snapshot(
        code=version.course.code,
        details=details_of(version),
        modules=tuple(
            ModuleFacts(
                module.title,
                tuple(_lesson(x, quizzes) for x in lessons if x.module_id == module.id),
            )
            for module in modules
        ),
        media=_media(version, named.union(*(f.media for f in facts.values()))),
        questions=_embedded(set[str]().union(*(f.questions for f in facts.values()))),
        rules=_rules(version),
    )


def _lesson(lesson: Lesson, quizzes: Mapping[int, QuizFacts]) -> LessonFacts:
    asked = lesson.settings.get(SETTING) if lesson.kind is LessonKind.ASSIGNMENT else None
    return LessonFacts(
        key=lesson.key,
        slug=lesson.slug,
        kind=lesson.kind,
        title=lesson.title,
        minutes=lesson.minutes,
        required=lesson.required,
        body=lesson.body,
        settings=lesson.settings,
        quiz=quizzes.get(lesson.key) if lesson.kind is LessonKind.QUIZ else None,
        assignment=AssignmentFacts(len(asked.get("rubric") or ())) if asked else None,
    )


def _quizzes(version: CourseVersion) -> dict[int, QuizFacts]:
    rows = db.session.execute(
        select(QuizQuestion.quiz_id, QuestionVersion, Question.retired_at)
        .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        .join(QuestionVersion, QuestionVersion.id == QuizQuestion.question_version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Quiz.version_id == version.id)
        .order_by(QuizQuestion.quiz_id, QuizQuestion.position)
    )
    asked: dict[int, list[QuestionFacts]] = {}
    for quiz_id, said, retired_at in rows:
        asked.setdefault(quiz_id, []).append(
            QuestionFacts(
                question_id=said.question_id,
                version_id=said.id,
                kind=said.kind.value,
                text=said.text,
                points=said.points,
                retired=retired_at is not None,
            )
        )
    return {
        quiz.lesson_key: QuizFacts(
            role=quiz.role.value,
            pass_percent=quiz.pass_percent,
            attempts=quiz.attempts,
            minutes=quiz.minutes,
            shuffle=quiz.shuffle,
            review=quiz.review.value,
            questions=tuple(asked.get(quiz.id, ())),
        )
        for quiz in db.session.scalars(select(Quiz).where(Quiz.version_id == version.id))
    }


def _media(version: CourseVersion, named: Iterable[str]) -> dict[str, MediaFacts]:
    """Files of the course alone: what stands in another one is not there for its learners."""
    rows = db.session.execute(
        select(Media, Caption.language)
        .outerjoin(
            Caption,
            sa.and_(
                Caption.media_id == Media.id,
                sa.func.length(sa.cast(Caption.cues, sa.Text)) > len("[]"),
            ),
        )
        .where(Media.public_id.in_(sorted(named)), Media.course_id == version.course_id)
        .order_by(Media.id, Caption.language)
    )
    captions: dict[Media, list[str]] = {}
    for media, language in rows:
        captions.setdefault(media, []).extend([language] if language else [])
    return {
        media.public_id: MediaFacts(
            public_id=media.public_id,
            name=media.name,
            kind=media.kind.value,
            state=media.state.value,
            licence=media.licence,
            captions=tuple(languages),
            contrast=media.about.get("contrast"),
        )
        for media, languages in captions.items()
    }


def _embedded(named: Iterable[str]) -> dict[str, bool]:
    """Which practice questions in lessons exist, and whether they are in use."""
    rows = db.session.execute(
        select(Question.public_id, Question.retired_at).where(Question.public_id.in_(sorted(named)))
    )
    return {row.public_id: row.retired_at is None for row in rows}


def _rules(version: CourseVersion) -> dict[str, Any]:
    """The most that any run of the course asks for that learners can still be in."""
    asked = db.session.scalars(
        select(CourseRun.rules).where(
            CourseRun.course_id == version.course_id, CourseRun.state == RunState.OPEN
        )
    ).all()
    rules = [Rules.from_json(stored) for stored in asked]
    marks = [r.posttest_pass_percent for r in rules if r.posttest_pass_percent is not None]
    return {
        "pretest_required": any(r.pretest_required for r in rules),
        "posttest_pass_percent": max(marks, default=None),
        "survey_required": any(r.survey_required for r in rules),
        "assignments_required": max((r.assignments_required for r in rules), default=0),
    }
