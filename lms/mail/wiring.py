"""Puts the mailbox page and the jobs of mail into the application."""

from flask import Flask

from lms.mail import jobs
from lms.mail.views import bp

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
