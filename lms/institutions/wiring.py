"""Puts institutions into the application."""

from collections.abc import Iterable

from flask import Flask, has_request_context

from lms.accounts import identity
from lms.accounts.public import Part, erase_parts, export_parts
from lms.institutions import belonging, operations, queries
from lms.institutions.policy import allowed
from lms.institutions.views import bp
from lms.web import templating


def init_app(app: Flask) -> None:
    identity.claims_from(queries.claims)
    export_parts(_roles)
    erase_parts(operations.forget_person)
    templating.provide(lambda: {"allowed": allowed, "colours_url": _colours_url()})
    app.register_blueprint(bp)


def _colours_url() -> str:
    """Pages link the stylesheet; a mail has none."""
    return f"/colours.css?v={queries.colours()[0]}" if has_request_context() else ""


def _roles(user_id: int) -> Iterable[Part]:
    yield Part("roles", belonging.export(user_id))
