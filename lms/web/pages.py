"""Pages of the platform itself: language, theme, health, style guide."""

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.db import db
from lms.i18n import LOCALES, set_locale
from lms.web import styleguide
from lms.web.access import access, public
from lms.web.security import safe_next
from lms.web.templating import render_template

bp = Blueprint("pages", __name__)


def init_app(app: Flask) -> None:
    app.before_request(choose_locale)
    app.register_blueprint(bp)


def choose_locale() -> None:
    """The reader's choice, else the account's, else the configured one."""
    chosen = request.cookies.get("locale", "")
    if chosen not in LOCALES:
        chosen = current_app.extensions["thaksa_config"].default_locale
        if current_user and current_user.is_authenticated:
            chosen = current_user.locale
    set_locale(chosen)


@bp.post("/locale", endpoint="set_locale")
@access(public)
def choose_language() -> ResponseReturnValue:
    return _remember("locale", request.form.get("locale", ""), LOCALES)


@bp.post("/theme")
@access(public)
def set_theme() -> ResponseReturnValue:
    return _remember("theme", request.form.get("theme", ""), ("light", "dark", ""))


def _remember(name: str, value: str, allowed: tuple[str, ...]) -> ResponseReturnValue:
    answer = redirect(safe_next(request.form.get("next"), "/"))
    if value in allowed:
        answer.set_cookie(name, value, max_age=31536000, samesite="Lax", httponly=True)
    return answer


@bp.get("/healthz")
@access(public)
def healthz() -> ResponseReturnValue:
    """This process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@access(public)
def readyz() -> ResponseReturnValue:
    """This process can read the database."""
    db.session.execute(sa.text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")


@bp.get("/styleguide", endpoint="styleguide")
@access(public)
def show_styleguide() -> ResponseReturnValue:
    return render_template("styleguide.html", **styleguide.samples())


@bp.get("/robots.txt")
@access(public)
def robots() -> ResponseReturnValue:
    return Response("User-agent: *\nDisallow: /v/\nDisallow: /account/\n", mimetype="text/plain")
