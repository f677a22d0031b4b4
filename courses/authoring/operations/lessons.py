"""Saving a lesson: every change is a revision, and nobody writes over somebody else."""

from dataclasses import dataclass
from datetime import datetime

from courses.authoring.merging import Choice, Merged, merge, merge_line
from courses.authoring.operations import gate
from courses.authoring.queries import revisions
from courses.authoring.queries.drafts import draft_of, lesson_of
from courses.content.html import clean
from courses.content.models import Course, CourseVersion, Lesson, LessonRevision
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError, found
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import normalise

LONGEST_BODY = 1_000_000
LONGEST_TITLE = 200
MOST_MINUTES = 6000


class LessonTooLong(DomainError):
    message = _l("This lesson is too long to be saved in one piece. Make two lessons of it.")
    field = "body"


class TitleMissing(DomainError):
    message = _l("Give the lesson a title.")
    field = "title_th"


class TitleTooLong(DomainError):
    message = _l("The title is too long: at most %(most)d characters.", most=LONGEST_TITLE)
    field = "title_th"


class MinutesOutOfRange(DomainError):
    message = _l("Write the minutes as a whole number from 0 to %(most)d.", most=MOST_MINUTES)
    field = "minutes"


class RevisionUnknown(DomainError):
    message = _l("The text that you began from is not there any more. Reload the page.")


REFUSALS = (LessonTooLong, TitleMissing, TitleTooLong, MinutesOutOfRange, RevisionUnknown)


@dataclass(frozen=True)
class Clash:
    """Both texts where two people changed the same; nothing has been stored."""

    merged: Merged
    titles: dict[str, Choice]
    title: Localised
    number: int
    by: Localised | None
    at: datetime | None


class Overlap(DomainError):
    message = _l("Somebody else changed the same place. Choose what should stay.")

    def __init__(self, clash: Clash) -> None:
        super().__init__()
        self.clash = clash


@dataclass(frozen=True)
class Writing:
    """What an author has on the screen, and the revision it began from.

    `ancestor` is the text it began from where that was never a revision: what was sent while
    somebody else's changes came back. `minutes` and `required` are None where they did not change.
    """

    base: int
    title: Localised
    body: str
    minutes: int | None = None
    required: bool | None = None
    ancestor: str | None = None
    version: int | None = None


@dataclass(frozen=True)
class Saved:
    """The newest revision; `merged` where it holds what somebody else wrote, too."""

    lesson: Lesson
    merged: bool


def save_lesson(course: Course, slug: str, writing: Writing, *, by: User) -> Saved:
    """Keep what `by` wrote. With an older base both changes stay; Overlap where they cannot."""
    body, title = _checked(writing)
    ancestor = clean(writing.ancestor) if writing.ancestor is not None else None
    version, lesson = _held(course, slug, writing.version, by)
    base_body, base_title = _base(version, lesson, writing)
    merged = merge(base_body if ancestor is None else ancestor, body, lesson.body)
    titles = {
        language: merge_line(*(getattr(t, language) for t in (base_title, title, lesson.title)))
        for language in ("th", "en")
    }
    if merged.choices or None in titles.values():
        raise Overlap(_clash(version, lesson, merged, titles, base_title, title))
    new_title = Localised(titles["th"] or "", titles["en"] or "")
    _change(
        version,
        lesson,
        title=new_title,
        body=merged.html,
        minutes=lesson.minutes if writing.minutes is None else writing.minutes,
        required=lesson.required if writing.required is None else writing.required,
        by=by,
    )
    return Saved(lesson, merged=(lesson.body, lesson.title) != (body, title))


def change_settings(
    course: Course, slug: str, *, title: Localised, minutes: int, required: bool, by: User
) -> Lesson:
    """Title, minutes and whether it is required, from a plain form."""
    title = _checked(Writing(0, title, "", minutes))[1]
    version, lesson = _held(course, slug, None, by)
    _change(
        version, lesson, title=title, body=lesson.body, minutes=minutes, required=required, by=by
    )
    return lesson


def restore_revision(course: Course, slug: str, number: int, *, by: User) -> Lesson:
    """The lesson as it was then, as a new revision: what came after stays in the list."""
    version, lesson = _held(course, slug, None, by)
    old = revisions.revision_of(version, lesson, number)
    _change(
        version,
        lesson,
        title=old.title,
        body=old.body,
        minutes=old.minutes,
        required=lesson.required,
        by=by,
    )
    audit.record("lesson.restored", course, by=by, lesson=lesson.key, revision=number)
    return lesson


def name_revision(
    course: Course, slug: str, number: int, label: str, *, by: User
) -> LessonRevision:
    """Give a revision a name to find it by; an empty one takes the name away."""
    version, lesson = _held(course, slug, None, by)
    revision = revisions.revision_of(version, lesson, number)
    revision.label = normalise(label)[:120]
    return revision


def _checked(writing: Writing) -> tuple[str, Localised]:
    if len(writing.body) > LONGEST_BODY or len(writing.ancestor or "") > LONGEST_BODY:
        raise LessonTooLong
    title = Localised(normalise(writing.title.th), normalise(writing.title.en))
    if not title:
        raise TitleMissing
    if max(len(title.th), len(title.en)) > LONGEST_TITLE:
        raise TitleTooLong
    if writing.minutes is not None and not 0 <= writing.minutes <= MOST_MINUTES:
        raise MinutesOutOfRange
    return clean(writing.body), title


def _held(
    course: Course, slug: str, version_id: int | None, by: User
) -> tuple[CourseVersion, Lesson]:
    """The draft, held for this change, and its lesson.

    Never a new draft: what was written for one that is published meanwhile stays with its author.
    """
    version = draft_of(course)
    if version is None or version_id not in (None, version.id):
        raise gate.DraftPublished
    gate.enter(version, by)
    lesson = found(lesson_of(version, slug))
    lock_row(lesson)
    return version, lesson


def _base(version: CourseVersion, lesson: Lesson, writing: Writing) -> tuple[str, Localised]:
    """The text and the title that the author began from."""
    revision = revisions.find_revision(version, lesson.key, writing.base)
    if revision is not None:
        return revision.body, revision.title
    if writing.base == lesson.revision or writing.ancestor is not None:
        return lesson.body, lesson.title
    raise RevisionUnknown


def _change(
    version: CourseVersion,
    lesson: Lesson,
    *,
    title: Localised,
    body: str,
    minutes: int,
    required: bool,
    by: User,
) -> None:
    lesson.required = required
    if (title, body, minutes) == (lesson.title, lesson.body, lesson.minutes):
        return
    if revisions.newest(version, lesson) is None:
        _keep(version, lesson, None)
    lesson.title, lesson.body, lesson.minutes = title, body, minutes
    lesson.revision += 1
    _keep(version, lesson, by)


def _keep(version: CourseVersion, lesson: Lesson, by: User | None) -> None:
    """The lesson as it stands now; without a person it is what the draft began with."""
    db.session.add(
        LessonRevision(
            version_id=version.id,
            lesson_key=lesson.key,
            number=lesson.revision,
            title=lesson.title,
            minutes=lesson.minutes,
            body=lesson.body,
            settings=dict(lesson.settings),
            author_id=by.id if by else None,
            created_at=now(),
        )
    )
    db.session.flush()  # the next one is found beside it


def _clash(
    version: CourseVersion,
    lesson: Lesson,
    merged: Merged,
    titles: dict[str, str | None],
    base: Localised,
    mine: Localised,
) -> Clash:
    newest = revisions.newest(version, lesson)
    return Clash(
        merged=merged,
        titles={
            language: Choice(
                getattr(base, language), getattr(mine, language), getattr(lesson.title, language)
            )
            for language, settled in titles.items()
            if settled is None
        },
        title=Localised(titles["th"] or "", titles["en"] or ""),
        number=lesson.revision,
        by=newest.author.display_name if newest and newest.author else None,
        at=newest.created_at if newest else None,
    )
