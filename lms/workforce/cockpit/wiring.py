"""Puts the screens of the numbers into the application."""

from flask import Flask

from lms.i18n import lazy_gettext as _l
from lms.web import templating
from lms.workforce import tabs
from lms.workforce.cockpit import exports, views
from lms.workforce.cockpit.warming import keep_warm
from lms.workforce.values import group_title, grouped

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    tabs.register("cockpit.overview", _l("Overview"), order=10)
    templating.provide(_context)
    app.extensions.setdefault("thaksa_warm", []).append(keep_warm)


def _context() -> dict[str, object]:
    return {
        "number_tabs": tabs.number_tabs,
        "file_kinds": exports.ENDINGS,
        "files_of": exports.files_of,
        "builder_of": exports.builder_of,
        "ways": exports.ways,
        "grouped": grouped,
        "group_title": group_title,
    }
