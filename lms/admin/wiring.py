"""Puts system administration into the application."""

from flask import Flask

from lms.admin.views import bp


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
