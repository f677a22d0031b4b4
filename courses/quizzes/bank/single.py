"""One question: its versions, where it is asked, where it is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from courses.content.models import Course, CourseVersion, Lesson, LessonKey
from courses.quizzes.kinds import Json, QuestionKind
from courses.quizzes.models import (
    Question,
    QuestionProposal,
    QuestionStatistic,
    QuestionTag,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from courses.quizzes.questions import join
from lms.accounts.public import User
from lms.db import db
from lms.errors import found
from lms.i18n import Localised


@dataclass(frozen=True)
class Version:
    """What was asked from one day on, and what the answers to it say."""

    id: int
    number: int
    kind: QuestionKind
    text: str
    points: Decimal
    description: Json
    made_at: datetime
    author: User | None
    source: str
    statistic: QuestionStatistic | None


@dataclass(frozen=True)
class Place:
    """A quiz that asks the question; `number` is that of the version it asks."""

    course_code: str
    course_title: Localised
    course_id: int
    institution_id: int
    quiz_title: Localised
    slug: str
    number: int
    is_live: bool
    is_draft: bool


def get_question(public_id: str) -> Question:
    return found(
        db.session.scalar(
            select(Question).filter_by(public_id=public_id).options(joinedload(Question.course))
        )
    )


def newest(question: Question) -> QuestionVersion:
    return found(
        db.session.scalar(
            select(QuestionVersion)
            .where(QuestionVersion.question_id == question.id)
            .order_by(QuestionVersion.number.desc())
            .limit(1)
        )
    )


def versions(question: Question) -> list[Version]:
    """The newest first."""
    rows = db.session.execute(
        select(QuestionVersion, User, QuestionStatistic)
        .outerjoin(User, User.id == QuestionVersion.author_id)
        .outerjoin(QuestionStatistic, QuestionStatistic.question_version_id == QuestionVersion.id)
        .where(QuestionVersion.question_id == question.id)
        .order_by(QuestionVersion.number.desc())
    ).all()
    return [
        Version(
            id=version.id,
            number=version.number,
            kind=version.kind,
            text=version.text,
            points=version.points,
            description=join(version.kind, version.body, version.key),
            made_at=version.created_at,
            author=author,
            source=version.source,
            statistic=statistic,
        )
        for version, author, statistic in rows
    ]


def tags_of(question: Question) -> list[str]:
    return list(
        db.session.scalars(
            select(QuestionTag.tag).filter_by(question_id=question.id).order_by(QuestionTag.tag)
        )
    )


def proposal(question: Question) -> QuestionProposal | None:
    return db.session.get(QuestionProposal, question.id)


def places(question: Question) -> list[Place]:
    """Quizzes of drafts and of what is live; what learners no longer see is left out."""
    rows = db.session.execute(
        select(
            Course.code,
            Course.title,
            Course.id,
            Course.institution_id,
            func.coalesce(Lesson.title, Quiz.title).label("quiz_title"),
            LessonKey.slug,
            QuestionVersion.number,
            Course.version_id == CourseVersion.id,
            CourseVersion.published_at.is_(None),
        )
        .join(QuizQuestion, QuizQuestion.question_version_id == QuestionVersion.id)
        .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        .join(CourseVersion, CourseVersion.id == Quiz.version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .join(LessonKey, LessonKey.key == Quiz.lesson_key)
        .join(Lesson, (Lesson.version_id == Quiz.version_id) & (Lesson.key == Quiz.lesson_key))
        .where(
            QuestionVersion.question_id == question.id,
            (Course.version_id == CourseVersion.id) | CourseVersion.published_at.is_(None),
        )
        .order_by(Course.code, CourseVersion.id, Quiz.id)
    ).all()
    return [Place(*row[:7], is_live=bool(row[7]), is_draft=bool(row[8])) for row in rows]


def drafts_with(question: Question) -> Sequence[CourseVersion]:
    """Drafts with a quiz that asks an older version than the newest."""
    last = newest(question)
    asking = (
        select(Quiz.version_id)
        .join(QuizQuestion, QuizQuestion.quiz_id == Quiz.id)
        .join(QuestionVersion, QuestionVersion.id == QuizQuestion.question_version_id)
        .where(QuestionVersion.question_id == question.id, QuestionVersion.id != last.id)
    )
    return db.session.scalars(
        select(CourseVersion)
        .where(CourseVersion.published_at.is_(None), CourseVersion.id.in_(asking))
        .order_by(CourseVersion.id)
    ).all()
