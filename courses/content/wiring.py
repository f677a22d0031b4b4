"""Puts content into the application."""

from flask import Flask

from courses.content import jobs
from courses.content.views import captions, files
from courses.content.views.blueprint import bp

__all__ = ["init_app", "jobs"]
VIEWS = (captions, files)  # importing a module puts its pages on the blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
