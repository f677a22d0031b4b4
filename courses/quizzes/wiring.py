"""Puts the slice into the application."""

from flask import Flask

from courses.content.models import LessonKind
from courses.learning import rooms
from courses.quizzes import bodies, jobs, views

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    rooms.register(LessonKind.QUIZ, bodies.quiz)
