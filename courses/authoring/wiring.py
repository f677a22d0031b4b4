"""Puts the studio into the application."""

from flask import Flask

from courses.authoring.views import answers, exchange, index, lesson, outline, outline_parts
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.policy import able, in_studio
from lms.web import templating

VIEWS = (
    answers,
    exchange,
    index,
    lesson,
    outline,
    outline_parts,
)  # importing a module puts its pages on the blueprint


def init_app(app: Flask) -> None:
    templating.provide(lambda: {"in_studio": in_studio, "able": able, "studio_frame": frame})
    app.register_blueprint(bp)
