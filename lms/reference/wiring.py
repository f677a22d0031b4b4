"""Puts reference data into the application."""

from flask import Flask

from lms.reference import queries
from lms.web import templating


def init_app(app: Flask) -> None:
    templating.provide(lambda: {"brand": queries.brand()}, in_mail=True)
