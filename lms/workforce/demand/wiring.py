"""Puts employers' organisations and their demand into the application."""

from flask import Flask

from lms.workforce.demand import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    pass
