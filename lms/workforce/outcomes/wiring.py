"""Puts the questions about what became of people into the application."""

from flask import Flask

from lms.accounts.public import erase_parts, export_parts, keeps
from lms.i18n import lazy_gettext as _l
from lms.workforce import tabs
from lms.workforce.outcomes import jobs, operations, parts, views

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    tabs.register("outcomes.sending", _l("Outcome surveys"), order=35)
    erase_parts(operations.forget)
    export_parts(parts.parts)
    keeps(_l("answers to outcome surveys, which were never kept with your name"))
