"""Puts content into the application."""

from flask import Flask

from courses.content import jobs, policy
from courses.content.views import captions, files
from courses.content.views.blueprint import bp
from lms.accounts.public import mark_those

__all__ = ["init_app", "jobs"]
VIEWS = (captions, files)  # importing a module puts its pages on the blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    mark_those(policy.HOLDS_A_GRANT, policy.holds_a_grant)
