"""Puts the definitions into the application."""

from flask import Flask

from lms.i18n import lazy_gettext as _l
from lms.workforce import tabs
from lms.workforce.measures import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    tabs.register("measures.definitions", _l("Definitions"), order=90)
