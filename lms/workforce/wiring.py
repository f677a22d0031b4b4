"""Puts the slices of the numbers into the application."""

from flask import Flask

from lms.workforce.cockpit import wiring as cockpit
from lms.workforce.demand import wiring as demand
from lms.workforce.geography import wiring as geography
from lms.workforce.measures import wiring as measures
from lms.workforce.opendata import wiring as opendata
from lms.workforce.outcomes import wiring as outcomes
from lms.workforce.people import wiring as people
from lms.workforce.reports import wiring as reports
from lms.workforce.rollups import wiring as rollups
from lms.workforce.targets import wiring as targets

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    rollups.init_app(app)
    demand.init_app(app)
    geography.init_app(app)
    measures.init_app(app)
    outcomes.init_app(app)
    cockpit.init_app(app)
    reports.init_app(app)
    people.init_app(app)
    targets.init_app(app)
    opendata.init_app(app)
