"""Puts the slice into the application, and its ears to what happens below."""

from flask import Flask
from sqlalchemy import event

from certificates.public import Certificate
from courses.public import Enrolment, learned, lesson_completed
from lms.accounts.public import SensitiveProfile, User
from lms.reference.models import SkillMapping
from lms.workforce.rollups import jobs, noting
from lms.workforce.rollups.cli import cli
from lms.workforce.rollups.cube import Cube

__all__ = ["init_app", "jobs"]
ROWS = (
    (User, "after_update", noting.note_account_change),
    (Enrolment, "after_insert", noting.note_enrolment),
    (Enrolment, "after_update", noting.note_enrolment_change),
    (Certificate, "after_insert", noting.note_certificate),
    (Certificate, "after_update", noting.note_certificate_change),
    (SensitiveProfile, "after_insert", noting.note_disability),
    (SensitiveProfile, "after_update", noting.note_disability),
    (SensitiveProfile, "after_delete", noting.note_disability),
    (SkillMapping, "after_insert", noting.note_mapping),
    (SkillMapping, "after_delete", noting.note_mapping),
)


def init_app(app: Flask) -> None:
    app.extensions["thaksa_cube"] = Cube()
    app.cli.add_command(cli)
    learned.connect(noting.note_learning)
    lesson_completed.connect(noting.note_lesson)
    for model, moment, note in ROWS:
        if not event.contains(model, moment, note):
            event.listen(model, moment, note)
