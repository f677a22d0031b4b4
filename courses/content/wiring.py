"""Puts content into the application."""

from flask import Flask

from courses.content.views import bp


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
