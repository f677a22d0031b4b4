"""Puts reports into the application."""

from flask import Flask

from lms.workforce.reports import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing is asked for yet."""
