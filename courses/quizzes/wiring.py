"""Puts the slice into the application."""

from flask import Flask

from courses.content import copies, handed_in
from courses.content.models import LessonKind
from courses.learning import blocks, recount, rooms
from courses.quizzes import bodies, cli, jobs, operations, parts, practice, queries, views
from courses.quizzes.operations.copying import copy_quizzes
from lms.accounts.public import erase_parts, export_parts

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.cli)
    rooms.register(LessonKind.QUIZ, bodies.quiz)
    blocks.register("question", practice.block)
    copies.register(copy_quizzes)
    recount.count_results_by(queries.results_from_attempts)
    handed_in.used_by(queries.is_handed_in)
    export_parts(parts.export)
    erase_parts(operations.forget_person)
