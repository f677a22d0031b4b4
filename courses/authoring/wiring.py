"""Puts the studio into the application."""

from flask import Flask

from courses.authoring import editors
from courses.authoring.views import (
    answers,
    exchange,
    file_lesson,
    index,
    lesson,
    media,
    outline,
    outline_parts,
    uploads,
)
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import LessonKind
from courses.content.policy import able, in_studio
from lms.web import templating

VIEWS = (
    answers,
    exchange,
    file_lesson,
    index,
    lesson,
    media,
    outline,
    outline_parts,
    uploads,
)  # importing a module puts its pages on the blueprint


def init_app(app: Flask) -> None:
    templating.provide(lambda: {"in_studio": in_studio, "able": able, "studio_frame": frame})
    app.register_blueprint(bp)
    editors.register(LessonKind.FILE, file_lesson.file_lesson)
