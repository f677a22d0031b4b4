"""Files of a course in the studio: what learners see changes only with a version."""

import json

from courses.authoring.operations.drafts import lessons_of, open_draft
from courses.authoring.operations.lessons import Writing, save_lesson
from courses.content import media as files
from courses.content import usage
from courses.content.media import Received
from courses.content.models import Course, Lesson, Media
from lms import audit
from lms.accounts.public import User


def replace_file(course: Course, media: Media, received: Received, *, by: User) -> Media:
    """A new version of the file in every lesson of the draft.

    Where learners see the old one, or a question shows it, it stays for them: the new one is a file
    of its own, and reaches them when the draft is published.
    """
    if received.found.kind is not media.kind:
        raise files.AnotherKind
    if not _is_shown(media):
        return files.replace(media, received, by=by)
    fresh = files.add(course, received, by=by)
    if fresh is media:
        return media
    fresh.alt, fresh.credit, fresh.licence = media.alt, media.credit, media.licence
    draft = open_draft(course, by)
    for lesson in lessons_of(draft):
        _swap(course, lesson, media, fresh, by)
    audit.record(
        "media.exchanged", fresh, by=by, institution_id=course.institution_id, old=media.public_id
    )
    return fresh


def _is_shown(media: Media) -> bool:
    """Whether anything but lessons of the draft shows it."""
    return any(
        place.kind != "lesson" or place.is_published for place in usage.places_of(media, once=False)
    )


def _swap(course: Course, lesson: Lesson, old: Media, new: Media, by: User) -> None:
    """One address for the other, in the text (a revision of its own) and in the settings."""
    body, settings = lesson.body, json.dumps(lesson.settings)
    if old.public_id in settings:
        lesson.settings = json.loads(_with_new(settings, old, new))
        if lesson.settings.get("file"):
            lesson.settings = {**lesson.settings, "name": new.name, "size": new.size}
    if old.public_id in body:
        writing = Writing(lesson.revision, lesson.title, _with_new(body, old, new))
        save_lesson(course, lesson.slug, writing, by=by)


def _with_new(text: str, old: Media, new: Media) -> str:
    text = text.replace(f"{old.public_id}/{old.name}", f"{new.public_id}/{new.name}")
    return text.replace(old.public_id, new.public_id)
