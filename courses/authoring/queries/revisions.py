"""What was saved of a lesson in a draft, by whom, and what each sitting changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only

from courses.authoring import redline
from courses.authoring.markup import text_of
from courses.content.models import CourseVersion, Lesson, LessonRevision
from lms.accounts.public import User
from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.errors import found
from lms.i18n import Localised

PAUSE = timedelta(minutes=10)
AT_WORK = timedelta(seconds=90)
MOST_READ = 1500
_changes: Cache[tuple[int, int], "Change"] = Cache(3000)


@dataclass(frozen=True)
class Change:
    """How many words came and went from one revision to another."""

    added: int
    removed: int


@dataclass(frozen=True)
class Sitting:
    """Revisions that one person saved without a longer pause; shown as one line."""

    first: int
    last: int
    before: int | None
    author: Localised | None
    began_at: datetime
    ended_at: datetime
    label: str

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Difference:
    """What changed between two revisions, as a reader sees it."""

    title: tuple[redline.Run, ...]
    lines: tuple[redline.Line, ...]
    only_form: bool
    change: Change


def find_revision(version: CourseVersion, lesson_key: int, number: int) -> LessonRevision | None:
    return db.session.scalar(
        select(LessonRevision)
        .where(
            LessonRevision.version_id == version.id,
            LessonRevision.lesson_key == lesson_key,
            LessonRevision.number == number,
        )
        .options(joinedload(LessonRevision.author))
    )


def revision_of(version: CourseVersion, lesson: Lesson, number: int) -> LessonRevision:
    """One revision of a lesson, or NotFound."""
    return found(find_revision(version, lesson.key, number))


def sittings(
    version: CourseVersion, lesson: Lesson, *, before: int | None = None, limit: int = 20
) -> tuple[list[Sitting], bool]:
    """The newest sittings first, and whether there are older ones; two statements."""
    rows = db.session.scalars(
        select(LessonRevision)
        .where(
            LessonRevision.version_id == version.id,
            LessonRevision.lesson_key == lesson.key,
            *([LessonRevision.number < before] if before is not None else []),
        )
        .options(
            load_only(
                LessonRevision.number,
                LessonRevision.label,
                LessonRevision.author_id,
                LessonRevision.created_at,
            ),
            joinedload(LessonRevision.author),
        )
        .order_by(LessonRevision.number.desc())
        .limit(MOST_READ)
    ).all()
    groups: list[list[LessonRevision]] = []
    for row in rows:
        if groups and _continues(groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_sitting(group) for group in groups[:limit]], len(groups) > limit


def _continues(later: LessonRevision, earlier: LessonRevision) -> bool:
    same = later.author_id == earlier.author_id and not earlier.label and later.number > 0
    return same and earlier.number > 0 and later.created_at - earlier.created_at <= PAUSE


def _sitting(group: Sequence[LessonRevision]) -> Sitting:
    newest, oldest = group[0], group[-1]
    return Sitting(
        first=oldest.number,
        last=newest.number,
        before=oldest.number - 1 if oldest.number else None,
        author=newest.author.display_name if newest.author else None,
        began_at=oldest.created_at,
        ended_at=newest.created_at,
        label=newest.label,
    )


def changes(version: CourseVersion, lesson: Lesson, shown: Sequence[Sitting]) -> list[Change]:
    """The words that each sitting added and removed; one statement."""
    wanted = {number for one in shown for number in (one.last, one.before)}
    rows = db.session.scalars(
        select(LessonRevision).where(
            LessonRevision.version_id == version.id,
            LessonRevision.lesson_key == lesson.key,
            LessonRevision.number.in_(wanted - {None}),
        )
    ).all()
    known = {row.number: row for row in rows}
    return [
        Change(0, 0) if one.before is None else _change(known.get(one.before), known[one.last])
        for one in shown
    ]


def _change(before: LessonRevision | None, after: LessonRevision) -> Change:
    """Kept in the process: revisions never change."""
    key = (before.id if before else 0, after.id)
    return _changes.get(key, lambda: _counted(before.body if before else "", after.body))


def _counted(before: str, after: str) -> Change:
    if before == after:
        return Change(0, 0)
    lines = redline.lines(text_of(before), text_of(after), around=0)
    return Change(redline.count(lines, redline.Op.NEW), redline.count(lines, redline.Op.GONE))


def difference(before: LessonRevision, after: LessonRevision) -> Difference:
    """Word by word, from `before` to `after`."""
    old, new = text_of(before.body), text_of(after.body)
    return Difference(
        title=redline.runs(str(before.title), str(after.title)),
        lines=redline.lines(old, new),
        only_form=old == new and before.body != after.body,
        change=_change(before, after),
    )


def newest(version: CourseVersion, lesson: Lesson) -> LessonRevision | None:
    """The revision that the draft shows now."""
    return find_revision(version, lesson.key, lesson.revision)


def at_work(version: CourseVersion, lesson: Lesson, *, but: int) -> list[Localised]:
    """Other people who saved this lesson a moment ago."""
    recent = (
        select(LessonRevision.author_id, func.max(LessonRevision.created_at).label("last"))
        .where(
            LessonRevision.version_id == version.id,
            LessonRevision.lesson_key == lesson.key,
            LessonRevision.created_at > now() - AT_WORK,
            LessonRevision.author_id != but,
        )
        .group_by(LessonRevision.author_id)
        .subquery()
    )
    people = db.session.scalars(
        select(User).join(recent, recent.c.author_id == User.id).order_by(recent.c.last.desc())
    )
    return [person.display_name for person in people]
