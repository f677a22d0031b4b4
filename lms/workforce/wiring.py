"""Puts the slices of the numbers into the application."""

from flask import Flask

from lms.workforce.cockpit import wiring as cockpit
from lms.workforce.measures import wiring as measures
from lms.workforce.reports import wiring as reports
from lms.workforce.rollups import wiring as rollups

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    rollups.init_app(app)
    measures.init_app(app)
    cockpit.init_app(app)
    reports.init_app(app)
