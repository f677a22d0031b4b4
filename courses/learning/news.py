"""What newer versions of a course mean to somebody who is in the middle of it: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.content.queries import Edition, OutlineLesson
from courses.learning.standing import Standing
from lms.i18n import Localised


@dataclass(frozen=True)
class NewRule:
    """A quiz that is not passed yet asks for something else: `what` is as the quiz calls it."""

    lesson: OutlineLesson
    what: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class News:
    """Only what the learner must know; `number` is the newest version that it tells of."""

    number: int
    added: tuple[OutlineLesson, ...] = ()
    removed: tuple[Localised, ...] = ()
    rules: tuple[NewRule, ...] = ()


def news(
    standing: Standing, editions: Sequence[Edition], *, since: datetime, seen: int
) -> News | None:
    """What the versions after `since` changed that is still to do, or was still to do; else None.

    `seen` is the number of the version whose news the learner has put away.
    """
    new = [e for e in editions if e.notice and e.published_at > since and e.number > seen]
    if not new:
        return None
    lessons = {lesson.key: lesson for lesson in standing.outline.lessons}
    return _told(
        News(
            number=editions[-1].number,
            added=tuple(_added(standing, lessons, new)),
            removed=tuple(_removed(standing, lessons, new)),
            rules=tuple(_rules(standing, lessons, new)),
        )
    )


def _told(found: News) -> News | None:
    return found if found.added or found.removed or found.rules else None


def _added(
    standing: Standing, lessons: Mapping[int, OutlineLesson], new: Sequence[Edition]
) -> list[OutlineLesson]:
    """Required lessons that came, are still there, and are not done."""
    keys = dict.fromkeys(key for edition in new for key in _said(edition, "added"))
    there = [lessons[key] for key in keys if key in lessons and key not in standing.done_keys]
    return [lesson for lesson in there if lesson.required]


def _removed(
    standing: Standing, lessons: Mapping[int, OutlineLesson], new: Sequence[Edition]
) -> list[Localised]:
    """Lessons that went before they were done: nobody has to look for them."""
    gone = {one["key"]: one["title"] for edition in new for one in _said(edition, "removed")}
    return [
        Localised.of(title)
        for key, title in gone.items()
        if key not in lessons and key not in standing.done_keys
    ]


def _rules(
    standing: Standing, lessons: Mapping[int, OutlineLesson], new: Sequence[Edition]
) -> list[NewRule]:
    """From what it was when the learner last looked to what it is now."""
    first: dict[tuple[int, str], int | None] = {}
    last: dict[tuple[int, str], int | None] = {}
    for one in (one for edition in new for one in _said(edition, "rules")):
        place = (one["key"], one["what"])
        first.setdefault(place, one["before"])
        last[place] = one["after"]
    return [
        NewRule(lessons[key], what, first[key, what], last[key, what])
        for key, what in last
        if key in lessons and first[key, what] != last[key, what] and not _is_passed(standing, key)
    ]


def _is_passed(standing: Standing, key: int) -> bool:
    result = standing.results.get(key)
    return result is not None and result.passed


def _said(edition: Edition, what: str) -> list[Any]:
    return list((edition.notice or {}).get(what) or ())
