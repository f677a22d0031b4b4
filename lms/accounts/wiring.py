"""Puts accounts into the application."""

from flask import Flask

from lms.accounts import identity


def init_app(app: Flask) -> None:
    identity.init_app(app)
