"""Puts the export of people into the application."""

from flask import Flask

from lms.workforce.people import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    pass
