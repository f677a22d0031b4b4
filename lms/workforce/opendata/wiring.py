"""Puts the open data into the application."""

from flask import Flask

from lms.workforce.opendata import cli, jobs, views

__all__ = ["cli", "init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
