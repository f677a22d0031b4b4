"""Puts the mailbox page into the application."""

from flask import Flask

from lms.mail.views import bp


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
