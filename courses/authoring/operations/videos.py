"""What a video lesson shows, and how much of it must be watched."""

from dataclasses import dataclass

from courses.authoring.operations import drafts, lessons
from courses.authoring.queries.drafts import lesson_of
from courses.content.films import KINDS
from courses.content.models import Course, Lesson, LessonKind, Media
from courses.content.queries import get_media
from lms.accounts.public import User
from lms.errors import DomainError, NotFound, found
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l

FROM_BEFORE = ("source", "poster", "captions", "captions_language")


class NotOfThisCourse(DomainError):
    message = _l("Choose a video of this course.")
    field = "media"


@dataclass(frozen=True)
class VideoLesson:
    """What the author typed; `media` is a public id, or empty where it stays as it was."""

    base: int
    title: Localised
    minutes: int
    required: bool
    media: str
    coverage: int
    body: str


def save_video(course: Course, slug: str, video: VideoLesson, *, by: User) -> Lesson:
    """Keep the lesson; a description that somebody else changed meanwhile is merged."""
    film = _film(course, video.media) if video.media else None
    version = drafts.open_draft(course, by)
    lesson = found(lesson_of(version, slug))
    if lesson.kind is not LessonKind.VIDEO:
        raise NotFound
    settings = {**lesson.settings, "coverage": video.coverage}
    if film is not None:
        settings = {k: v for k, v in settings.items() if k not in FROM_BEFORE}
        settings["media"] = film.public_id
        settings["seconds"] = round(film.duration or 0)
    lesson.settings = settings
    writing = lessons.Writing(
        video.base, video.title, video.body, minutes=video.minutes, required=video.required
    )
    return lessons.save_lesson(course, slug, writing, by=by).lesson


def show_film(course: Course, slug: str, film: Media, *, by: User) -> Lesson:
    """The lesson shows this film from now on."""
    version = drafts.open_draft(course, by)
    lesson = found(lesson_of(version, slug))
    if lesson.kind is not LessonKind.VIDEO or film.course_id != course.id or film.kind not in KINDS:
        raise NotOfThisCourse
    kept = {k: v for k, v in lesson.settings.items() if k not in FROM_BEFORE}
    lesson.settings = {
        **kept,
        "media": film.public_id,
        "seconds": round(film.duration or 0),
    }
    return lesson


def _film(course: Course, public_id: str) -> Media:
    try:
        film = get_media(public_id)
    except NotFound as missing:
        raise NotOfThisCourse from missing
    if film.course_id != course.id or film.kind not in KINDS:
        raise NotOfThisCourse
    return film
