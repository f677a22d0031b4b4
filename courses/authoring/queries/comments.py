"""Threads of remarks, with the place in today's text that each is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from courses.authoring import anchors
from courses.authoring.models import ReviewComment
from courses.content.models import Course, Lesson
from lms.db import db
from lms.errors import found


@dataclass(frozen=True)
class Thread:
    """A remark and its answers; `span` is None where it has no passage, or it is gone."""

    head: ReviewComment
    answers: tuple[ReviewComment, ...]
    span: anchors.Span | None = None

    @property
    def is_resolved(self) -> bool:
        return self.head.resolved_at is not None

    @property
    def is_orphan(self) -> bool:
        """The words it quotes do not stand in the lesson any more."""
        return bool(self.head.quote) and self.span is None


def text_of_lesson(lesson: Lesson) -> str:
    return anchors.plain(lesson.body)


def threads(course: Course, lesson: Lesson | None) -> list[Thread]:
    """Those of one lesson in the order of its text, or those of the course as a whole."""
    key = lesson.key if lesson else None
    rows = db.session.scalars(
        select(ReviewComment)
        .where(
            ReviewComment.course_id == course.id, ReviewComment.lesson_key.is_not_distinct_from(key)
        )
        .options(joinedload(ReviewComment.author), joinedload(ReviewComment.resolved_by))
        .order_by(ReviewComment.id)
    ).all()
    text = text_of_lesson(lesson) if lesson else ""
    made = [
        Thread(
            head,
            tuple(row for row in rows if row.parent_id == head.id),
            anchors.find(text, anchors.Anchor(head.quote, head.prefix, head.suffix)),
        )
        for head in rows
        if head.parent_id is None
    ]
    return sorted(
        made, key=lambda t: (t.is_resolved, t.span is None, t.span.start if t.span else 0)
    )


def marked(lesson: Lesson, shown: Sequence[Thread]) -> str:
    """The lesson's text with the passages of open threads marked."""
    spans = [
        (thread.head.public_id, thread.span)
        for thread in shown
        if thread.span is not None and not thread.is_resolved
    ]
    return anchors.mark(lesson.body, spans)


def open_counts(course: Course) -> Mapping[int | None, int]:
    """Open threads by lesson key; None counts those of the course as a whole."""
    rows = db.session.execute(
        select(ReviewComment.lesson_key, func.count())
        .where(
            ReviewComment.course_id == course.id,
            ReviewComment.parent_id.is_(None),
            ReviewComment.resolved_at.is_(None),
        )
        .group_by(ReviewComment.lesson_key)
    )
    return dict(rows.all())


def get_comment(public_id: str) -> ReviewComment:
    return found(
        db.session.scalar(
            select(ReviewComment)
            .filter_by(public_id=public_id)
            .options(joinedload(ReviewComment.course))
        )
    )
