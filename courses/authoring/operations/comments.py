"""Remarks on a course, its lessons and passages of them: written, answered, resolved."""

from courses.authoring import anchors
from courses.authoring.models import ReviewComment
from courses.authoring.queries.comments import text_of_lesson
from courses.content.models import CourseVersion, Lesson
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

LONGEST = 4000


class NothingSaid(DomainError):
    message = _l("Write what you want to say.")
    field = "text"


class PassageNotThere(DomainError):
    message = _l("These words are not in the lesson. Copy them exactly as they stand there.")
    field = "quote"


def comment(
    version: CourseVersion,
    text: str,
    *,
    by: User,
    lesson: Lesson | None = None,
    quote: str = "",
    prefix: str = "",
    suffix: str = "",
) -> ReviewComment:
    """A remark on the course, on a lesson, or on the passage of it that `quote` names."""
    anchor = anchors.Anchor("")
    if quote.strip():
        found = anchors.of(text_of_lesson(lesson), quote, prefix, suffix) if lesson else None
        if found is None:
            raise PassageNotThere
        anchor = found
    return _add(
        ReviewComment(
            course_id=version.course_id,
            course=version.course,
            version_id=version.id,
            lesson_key=lesson.key if lesson else None,
            author=by,
            text=_said(text),
            quote=anchor.quote,
            prefix=anchor.prefix,
            suffix=anchor.suffix,
        ),
        by,
    )


def reply(to: ReviewComment, text: str, *, by: User) -> ReviewComment:
    """An answer in the same thread; a resolved one is open again."""
    head = _head(to)
    lock_row(head)
    head.resolved_at = head.resolved_by_id = None
    return _add(
        ReviewComment(
            course_id=head.course_id,
            course=head.course,
            version_id=head.version_id,
            lesson_key=head.lesson_key,
            parent_id=head.id,
            author=by,
            text=_said(text),
        ),
        by,
    )


def resolve(thread: ReviewComment, *, by: User, resolved: bool = True) -> ReviewComment:
    """The thread is dealt with, or open again."""
    head = _head(thread)
    lock_row(head)
    if (head.resolved_at is not None) == resolved:
        return head
    head.resolved_at, head.resolved_by_id = (now(), by.id) if resolved else (None, None)
    audit.record("comment.resolved" if resolved else "comment.reopened", head, by=by)
    return head


def _head(one: ReviewComment) -> ReviewComment:
    return db.session.get(ReviewComment, one.parent_id) or one if one.parent_id else one


def _said(text: str) -> str:
    said = text.strip()[:LONGEST]
    if not said:
        raise NothingSaid
    return said


def _add(made: ReviewComment, by: User) -> ReviewComment:
    db.session.add(made)
    db.session.flush()  # its address is wanted
    audit.record("comment.written", made, by=by, course=made.course_id)
    return made
