"""Files of a course in the studio: what learners see changes only with a version."""

import json
from urllib.parse import quote

from courses.authoring.operations.drafts import lessons_of, open_draft
from courses.authoring.operations.lessons import Writing, save_lesson
from courses.content import media as files
from courses.content import usage
from courses.content.media import Received
from courses.content.models import Course, Lesson, Media
from lms import audit
from lms.accounts.public import User

OF_A_FILE = ("media", "file", "name", "size", "inline")


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
    for spelled in (old.name, quote(old.name)):
        text = text.replace(f"{old.public_id}/{spelled}", f"{new.public_id}/{quote(new.name)}")
    return text.replace(old.public_id, new.public_id)


def set_file(
    course: Course, slug: str, media: Media | None, writing: Writing, *, inline: bool, by: User
) -> Lesson:
    """What a file lesson gives its learners, and the words beside it."""
    lesson = save_lesson(course, slug, writing, by=by).lesson
    kept = {k: v for k, v in lesson.settings.items() if k not in OF_A_FILE}
    if media is not None:
        kept |= {
            "media": media.public_id,
            "file": f"/media/{media.public_id}/{quote(media.name)}",
            "name": media.name,
            "size": media.size,
            "inline": inline and media.content_type == "application/pdf",
        }
    elif "file" in lesson.settings and "media" not in lesson.settings:
        kept |= {k: lesson.settings[k] for k in OF_A_FILE if k in lesson.settings}
    lesson.settings = kept
    return lesson
