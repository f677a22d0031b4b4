"""Puts targets into the application."""

from flask import Flask

from lms.i18n import lazy_gettext as _l
from lms.workforce import aims, tabs
from lms.workforce.targets import jobs, queries, views

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    tabs.register("targets.index", _l("Targets"), order=30)
    aims.aims_from(queries.target_for)
