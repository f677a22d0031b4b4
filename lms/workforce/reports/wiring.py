"""Puts reports into the application."""

from flask import Flask

from lms.accounts.public import erase_parts, export_parts
from lms.i18n import lazy_gettext as _l
from lms.workforce import tabs
from lms.workforce.reports import jobs, operations, parts, views

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    tabs.register("reports.index", _l("Reports"), order=20)
    erase_parts(operations.forget)
    export_parts(parts.parts)
