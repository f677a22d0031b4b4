"""What a person reads when something is refused or breaks."""

import logging
import secrets
from collections.abc import Callable

from flask import Flask, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from lms import log as logs
from lms.db import db
from lms.errors import DomainError, Forbidden, NotFound
from lms.i18n import gettext as _
from lms.web.forms import is_fetch
from lms.web.templating import render_template

log = logging.getLogger(__name__)
PAGES = {400, 401, 403, 404, 405, 413, 429, 500, 503}


def init_app(app: Flask) -> None:
    app.before_request(_name_the_request)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _broken)


def _name_the_request() -> None:
    g.request_id = secrets.token_hex(8)
    logs.request_id.set(g.request_id)


Say = Callable[[int, str], Response]


def speaks_otherwise(app: Flask, prefix: str, say: Say) -> None:
    """What lies under `prefix` is for programs, not for people: `say` takes the place of the page."""
    app.extensions.setdefault("thaksa_problems", {})[prefix] = say


def page(status: int, message: str = "") -> Response:
    """One page per language; that of a 404 holds no path, id or token."""
    others: dict[str, Say] = current_app.extensions.get("thaksa_problems", {})
    say = next((say for prefix, say in others.items() if request.path.startswith(prefix)), None)
    if say is not None:
        return say(status, message)
    if is_fetch():
        response = jsonify(error=message or status)
    else:
        template = f"errors/{status if status in PAGES else 500 if status > 499 else 400}.html"
        response = Response(render_template(template, message=message), mimetype="text/html")
    response.status_code = status
    return response


def _refused(refusal: DomainError) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotFound):
        return page(404)
    if isinstance(refusal, Forbidden):
        return page(403)
    return page(400, str(refusal))


def _expired(error: CSRFError) -> ResponseReturnValue:
    return page(400, _("This page was open for too long. Go back, reload it and send again."))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, OperationalError):  # the commit after the view
        return _database(cause)
    response = page(error.code or 500)
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            response.headers[name] = value
    return response


def _database(error: OperationalError) -> ResponseReturnValue:
    """A full disk or a database that is away: say so, and recover by itself."""
    db.session.rollback()
    log.exception("database refused")
    response = page(503)
    response.headers["Retry-After"] = "10"
    return response


def _broken(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.exception("unexpected error", extra={"endpoint": request.endpoint})
    return page(500)
