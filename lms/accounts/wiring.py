"""Puts accounts into the application."""

from flask import Flask

from lms.accounts import factor, gate, identity, jobs, operations
from lms.accounts.views import bp
from lms.reference.operations import also_load

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    identity.init_app(app)
    identity.mark_those(factor.HAS_FACTOR, factor.has_factor)
    also_load(operations.load_texts)
    app.register_blueprint(bp)
    app.before_request(gate.check)
