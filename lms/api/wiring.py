"""Puts the interface for programs into the application."""

from collections.abc import Iterable

from flask import Flask

from lms.accounts.public import Part, erase_parts, export_parts
from lms.api import operations, queries, views
from lms.i18n import lazy_gettext as _l
from lms.web import errors
from lms.workforce import tabs


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(views.pages)
    errors.speaks_otherwise(app, f"{views.bp.url_prefix}/", views.broken)
    tabs.register("tokens.index", _l("Keys for programs"), order=80, group=tabs.Group.DATA)
    erase_parts(operations.forget)
    export_parts(parts)


def parts(user_id: int) -> Iterable[Part]:
    """Keys as their owner's download shows them: never what opens anything."""
    yield Part(
        "api_tokens",
        rows=[
            {
                "name": token.name,
                "created_at": token.created_at,
                "expires_at": token.expires_at,
                "last_used_on": token.last_used_on,
                "revoked_at": token.revoked_at,
            }
            for token in queries.tokens(user_id)
        ],
    )
