"""Puts the slice into the application."""

from flask import Flask

from courses.enrolment import desk, jobs, views
from courses.enrolment.cli import cli
from lms.institutions.public import panel

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.cli.add_command(cli)
    panel(desk.runs_panel)
    panel(desk.courses_panel)
