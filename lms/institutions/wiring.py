"""Puts institutions into the application."""

from flask import Flask

from lms.accounts import identity
from lms.institutions import queries
from lms.institutions.policy import allowed
from lms.web import templating


def init_app(app: Flask) -> None:
    identity.claims_from(queries.claims)
    templating.provide(lambda: {"allowed": allowed})
