"""Puts the slice into the application."""

from flask import Flask

from courses.catalogue import cli, operations, views
from courses.signals import course_published
from lms.reference.operations import also_load

__all__ = ["cli", "init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    course_published.connect(operations.index)
    also_load(operations.load_synonyms)
