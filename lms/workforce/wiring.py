"""Puts the slice into the application, and its ears to what happens below."""

from flask import Flask
from sqlalchemy import event

from certificates.public import Certificate
from courses.public import course_completed, enrolled, withdrawn
from lms.accounts.public import User
from lms.workforce import jobs, operations, views
from lms.workforce.cli import cli
from lms.workforce.reports import wiring as reports

__all__ = ["init_app", "jobs"]
ROWS = (
    (User, "after_insert", operations.note_account),
    (User, "after_update", operations.note_account_change),
    (Certificate, "after_insert", operations.note_certificate),
    (Certificate, "after_update", operations.note_certificate_change),
)


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    reports.init_app(app)
    app.cli.add_command(cli)
    enrolled.connect(operations.note_enrolled)
    withdrawn.connect(operations.note_withdrawn)
    course_completed.connect(operations.note_completed)
    for model, moment, note in ROWS:
        if not event.contains(model, moment, note):
            event.listen(model, moment, note)
