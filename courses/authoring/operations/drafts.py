"""Opening the draft of a course, and saying who changes it."""

from collections.abc import Sequence

from sqlalchemy import func, select

from courses.authoring.operations import gate
from courses.authoring.queries.drafts import draft_of, live_of
from courses.content.copies import copy_what_hangs_on
from courses.content.models import Course, CourseState, CourseVersion, Lesson, Module
from lms import audit
from lms.accounts.public import User
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

KEPT_OF_A_LESSON = (
    "slug", "position", "kind", "title", "minutes", "required", "body", "settings",
)  # fmt: skip


class OutlineMoved(DomainError):
    message = _l("Somebody else changed the outline meanwhile.")


class Archived(DomainError):
    message = _l("This course is archived. Restore it before you change it.")


def open_draft(course: Course, by: User | None) -> CourseVersion:
    """The course's draft, held for a change by `by`: the one there is, or a copy of what is live."""
    if course.state is CourseState.ARCHIVED:
        raise Archived
    draft = draft_of(course)
    if draft is None:
        lock_row(course)  # of two at once, the second finds what the first made
        draft = draft_of(course) or _begin(course, by)
    return gate.enter(draft, by)


def _begin(course: Course, by: User | None) -> CourseVersion:
    live = live_of(course)
    last = select(func.max(CourseVersion.number)).where(CourseVersion.course_id == course.id)
    number = (db.session.scalar(last) or 0) + 1
    draft = CourseVersion(course=course, number=number, author_id=by.id if by else None)
    db.session.add(draft)
    db.session.flush()  # modules refer to it
    if live is not None:
        copy_version(live, draft)
    audit.record("course.draft_opened", course, by=by, version=number)
    return draft


def copy_version(source: CourseVersion, target: CourseVersion) -> None:
    """Everything in `source` once more in `target`, under the same lesson keys."""
    modules = db.session.scalars(
        select(Module).where(Module.version_id == source.id).order_by(Module.position)
    ).all()
    made = [Module(version_id=target.id, position=m.position, title=m.title) for m in modules]
    db.session.add_all(made)
    db.session.flush()  # lessons refer to their modules
    places = {old.id: new.id for old, new in zip(modules, made, strict=True)}
    lessons = lessons_of(source)
    for lesson in lessons:
        copy = {name: getattr(lesson, name) for name in KEPT_OF_A_LESSON}
        copy |= {"settings": dict(lesson.settings), "key": lesson.key}
        db.session.add(Lesson(version_id=target.id, module_id=places[lesson.module_id], **copy))
    db.session.flush()  # what hangs on lessons refers to them
    copy_what_hangs_on(source, target, {lesson.key: lesson.key for lesson in lessons})


def lessons_of(version: CourseVersion) -> Sequence[Lesson]:
    return db.session.scalars(
        select(Lesson).where(Lesson.version_id == version.id).order_by(Lesson.id)
    ).all()


def touch(version: CourseVersion, by: User | None, *, edit: int | None = None) -> int:
    """Enter the draft for a change of its outline; the number of its edit from now on.

    With `edit`, the change was made while looking at that edit of the outline, and it is refused
    when another one came between.
    """
    gate.enter(version, by)
    if edit is not None and version.edit != edit:
        raise OutlineMoved
    version.edit += 1
    return version.edit
