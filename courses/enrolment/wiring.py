"""Puts the slice into the application."""

from flask import Flask

from courses.enrolment import desk, jobs, operations, parts, views
from courses.enrolment.cli import cli
from lms.accounts.public import erase_parts, export_parts, keeps
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import panel

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.cli.add_command(cli)
    panel(desk.runs_panel)
    panel(desk.courses_panel)
    export_parts(parts.export)
    erase_parts(operations.forget_person)
    keeps(
        _l(
            "which courses you took, with age band, district and kind of work as they were then, "
            "without your name: past totals stay what they were."
        )
    )
