"""Puts the export of people into the application."""

from flask import Flask

from lms.accounts.public import disclosures_from, erase_parts, export_parts, mark_those
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Permission
from lms.workforce import tabs
from lms.workforce.people import jobs, operations, parts, views

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    tabs.register(
        "people.index",
        _l("Person-level export"),
        Permission.PEOPLE_EXPORT,
        order=85,
        group=tabs.Group.DATA,
    )
    erase_parts(operations.forget)
    export_parts(parts.parts)
    mark_those(parts.WAS_EXPORTED, parts.was_exported)
    disclosures_from(parts.disclosures, mark=parts.WAS_EXPORTED)
