"""Puts targets into the application."""

from flask import Flask

from lms.workforce.targets import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Filled below."""
