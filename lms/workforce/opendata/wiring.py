"""Puts the open data into the application."""

from flask import Flask

from lms.workforce.opendata import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Filled below."""
