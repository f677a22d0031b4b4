"""Puts maps and inhabitants into the application."""

from flask import Flask

from lms.i18n import lazy_gettext as _l
from lms.workforce import tabs
from lms.workforce.geography import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    tabs.register("geography.maps", _l("Maps"), order=60, group=tabs.Group.DATA)
    tabs.register("geography.population", _l("Inhabitants"), order=65, group=tabs.Group.DATA)
