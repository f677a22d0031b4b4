"""Threads of remarks, with the place in today's text that each is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
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
    if lesson is None:
        return _threads(course, ReviewComment.lesson_key.is_(None), "")
    return _threads(course, ReviewComment.lesson_key == lesson.key, text_of_lesson(lesson))


def threads_elsewhere(course: Course, there: Iterable[int]) -> list[Thread]:
    """Those of lessons that are not among the keys that are `there`: the lesson was taken out."""
    gone = ReviewComment.lesson_key.not_in(list(there))
    return _threads(course, gone, "")


def _threads(course: Course, where: sa.ColumnElement[bool], text: str) -> list[Thread]:
    rows = db.session.scalars(
        select(ReviewComment)
        .where(ReviewComment.course_id == course.id, where)
        .options(joinedload(ReviewComment.author), joinedload(ReviewComment.resolved_by))
        .order_by(ReviewComment.id)
    ).all()
    answers: dict[int, list[ReviewComment]] = {}
    for row in rows:
        if row.parent_id is not None:
            answers.setdefault(row.parent_id, []).append(row)
    made = [_thread(row, answers.get(row.id, []), text) for row in rows if row.parent_id is None]
    return sorted(
        made, key=lambda t: (t.is_resolved, t.span is None, t.span.start if t.span else 0)
    )


def _thread(head: ReviewComment, answers: Sequence[ReviewComment], text: str) -> Thread:
    anchor = anchors.Anchor(head.quote, head.prefix, head.suffix)
    return Thread(head, tuple(answers), anchors.find(text, anchor))


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
