"""Article, video, file and survey in the middle of the room.

What a lesson's `settings` say: a video has its `media` (a public id), its length in `seconds`, and
may have `coverage` (the percentage that completes it); its body is what stands below. One from
before the studio has the addresses `source`, `poster` and `captions` and its `captions_language`
instead; its body is the transcript. A file has the address `file`, its `name` and its `size`, and is
shown in the page where it is `inline`. A quiz has its `role`, so that "what is left" finds it.
"""

from courses.content import films
from courses.content.queries import OutlineLesson, body
from courses.learning import blocks
from courses.learning.forms import form_of
from courses.learning.rooms import Body
from courses.learning.standing import Room
from courses.learning.survey import of_lesson
from lms.i18n import gettext as _
from lms.web.templating import render_template

LANGUAGES = {"th": "ไทย", "en": "English"}


def article(room: Room, lesson: OutlineLesson) -> Body:
    return Body(
        "learning/_article.html",
        {
            "html": blocks.of_lesson(lesson.id, _where(room, lesson)),
            "position": room.standing.lesson(lesson.key).position / 1000,
        },
        done_label=_("I have read this lesson"),
    )


def _where(room: Room, lesson: OutlineLesson) -> blocks.Where:
    return blocks.Where(room.outline.course_id, lesson.key, room.run_public_id)


def film(public_id: str, where: blocks.Where) -> str:
    """A film inside the text of a lesson."""
    video = films.find(public_id, where.course_id)
    return render_template("learning/_film.html", film=video)


def video(room: Room, lesson: OutlineLesson) -> Body:
    settings = lesson.settings
    if settings.get("source"):
        return _old_video(room, lesson)
    found = films.find(settings.get("media") or "", room.outline.course_id)
    return Body(
        "learning/_video.html",
        {
            "html": blocks.of_lesson(lesson.id, _where(room, lesson)),
            "film": found,
            "position": room.standing.lesson(lesson.key).position,
        },
        done_label=_("I have watched this video"),
    )


def _old_video(room: Room, lesson: OutlineLesson) -> Body:
    settings = lesson.settings
    language = settings.get("captions_language", "th")
    captions = (language, LANGUAGES.get(language, language), settings.get("captions"), True)
    return Body(
        "learning/_video.html",
        {
            "html": body(lesson.id),
            "src": settings["source"],
            "poster": settings.get("poster"),
            "tracks": [captions] if settings.get("captions") else [],
            "seconds": settings.get("seconds"),
            "position": room.standing.lesson(lesson.key).position,
        },
        done_label=_("I have watched this video"),
    )


def file(room: Room, lesson: OutlineLesson) -> Body:
    settings = lesson.settings
    return Body(
        "learning/_file.html",
        {
            "html": body(lesson.id),
            "href": settings.get("file"),
            "file_name": settings.get("name", lesson.title),
            "size": settings.get("size"),
            "inline": settings.get("inline", False),
        },
        done_label=_("I have read this document"),
    )


def survey(room: Room, lesson: OutlineLesson) -> Body:
    form = of_lesson(lesson.settings)
    return Body("learning/_survey.html", {"survey": form, "survey_form": form_of(form).read()})
