"""Where a file of a course is used: lessons, and whatever other slices say that they show."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import select

from courses.content.models import Course, CourseVersion, Lesson, Media
from lms.db import db
from lms.i18n import Localised

_address = re.compile(r"/media/([0-9A-HJ-NP-Z]{12})|\"([2-9A-HJ-NP-Z]{12})\"")


@dataclass(frozen=True)
class Place:
    """`kind` is lesson, question, cover or file; `slug` names a lesson."""

    kind: str
    title: Localised
    slug: str = ""
    is_published: bool = False


Provider = Callable[[Course], Iterable[tuple[str, Place]]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider` brings (public id, place) of what another slice shows; called from a wiring."""
    if provider not in _providers:
        _providers.append(provider)


def named_in(text: str) -> set[str]:
    """The public ids of files that HTML or JSON names."""
    return {found[0] or found[1] for found in _address.findall(text)}


def places(course: Course) -> dict[str, list[Place]]:
    """For each file where it is used: in the draft, in what learners see, in other slices."""
    found: dict[str, list[Place]] = {}
    newest = select(
        Lesson.slug, Lesson.title, Lesson.body, Lesson.settings, CourseVersion.published_at
    ).join(CourseVersion, CourseVersion.id == Lesson.version_id)
    rows = db.session.execute(
        newest.where(
            CourseVersion.course_id == course.id,
            sa.or_(CourseVersion.published_at.is_(None), CourseVersion.id == course.version_id),
        ).order_by(CourseVersion.number.desc(), Lesson.position, Lesson.id)
    )
    for row in rows:
        place = Place("lesson", row.title, row.slug, row.published_at is not None)
        for public_id in named_in(row.body) | named_in(json.dumps(row.settings)):
            known = found.setdefault(public_id, [])
            if all(other.slug != row.slug for other in known):
                known.append(place)
    for public_id, place in _elsewhere(course):
        found.setdefault(public_id, []).append(place)
    return found


def places_of(media: Media, *, once: bool = True) -> list[Place]:
    """The same for one file, in every version there ever was; a lesson is named `once`."""
    spelled = f"%{media.public_id}%"
    rows = db.session.execute(
        select(Lesson.slug, Lesson.title, CourseVersion.published_at)
        .join(CourseVersion, CourseVersion.id == Lesson.version_id)
        .where(
            CourseVersion.course_id == media.course_id,
            sa.or_(Lesson.body.like(spelled), sa.cast(Lesson.settings, sa.Text).like(spelled)),
        )
        .order_by(CourseVersion.number.desc(), Lesson.id)
    )
    lessons: list[Place] = []
    for row in rows:
        if not once or all(known.slug != row.slug for known in lessons):
            lessons.append(Place("lesson", row.title, row.slug, row.published_at is not None))
    others = [p for public_id, p in _elsewhere(media.course) if public_id == media.public_id]
    return [*lessons, *others]


def _elsewhere(course: Course) -> Iterable[tuple[str, Place]]:
    for version in db.session.scalars(
        select(CourseVersion).where(
            CourseVersion.course_id == course.id, CourseVersion.details.is_not(None)
        )
    ):
        for public_id in named_in(json.dumps(version.details)):
            yield public_id, Place("cover", course.title)
    for media_id, name, about in db.session.execute(
        select(Media.public_id, Media.name, Media.about).where(Media.course_id == course.id)
    ):
        for public_id in named_in(json.dumps(about)) - {media_id}:
            yield public_id, Place("file", Localised(name, name))
    for provider in _providers:
        yield from provider(course)
