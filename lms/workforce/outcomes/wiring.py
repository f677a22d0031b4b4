"""Puts the questions about what became of people into the application."""

from flask import Flask

from lms.workforce.outcomes import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    pass
