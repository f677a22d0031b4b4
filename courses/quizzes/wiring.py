"""Puts the slice into the application."""

from flask import Flask

from courses.content import copies
from courses.content.models import LessonKind
from courses.learning import recount, rooms
from courses.quizzes import bodies, cli, jobs, queries, views
from courses.quizzes.operations.copying import copy_quizzes

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.cli)
    rooms.register(LessonKind.QUIZ, bodies.quiz)
    copies.register(copy_quizzes)
    recount.count_results_by(queries.results_from_attempts)
