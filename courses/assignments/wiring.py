"""Puts the slice into the application."""

from flask import Flask

from courses.assignments import bodies, jobs, operations, parts, queries, views
from courses.content import handed_in
from courses.content.models import LessonKind
from courses.learning import recount, rooms
from lms.accounts.public import erase_parts, export_parts

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    rooms.register(LessonKind.ASSIGNMENT, bodies.assignment)
    recount.count_works_by(queries.marked_of)
    handed_in.used_by(queries.is_handed_in)
    export_parts(parts.export)
    erase_parts(operations.forget_person)
