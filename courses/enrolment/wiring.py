"""Puts the slice into the application."""

from flask import Flask

from courses.enrolment import jobs, views
from courses.enrolment.cli import cli

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.cli.add_command(cli)
