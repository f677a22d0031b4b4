"""Puts accounts into the application."""

from flask import Flask

from lms.accounts import identity, jobs, operations
from lms.reference.operations import also_load

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    identity.init_app(app)
    also_load(operations.load_texts)
