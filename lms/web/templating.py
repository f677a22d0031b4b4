"""Templates: one environment, strings bound once, and the context every page has."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask import render_template as flask_render_template
from flask_login import current_user
from jinja2 import StrictUndefined
from markupsafe import Markup

from lms import clock
from lms.i18n import current_locale, dates, gettext, ngettext

STATIC = Path(__file__).resolve().parents[1] / "static"
_providers: list[tuple[Callable[[], dict[str, Any]], bool]] = []


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(asset=asset, now=clock.now, ngettext=ngettext, _=gettext)
    env.filters.update(
        day=lambda value: dates.day(value, current_locale()) if value else "",
        long_day=lambda value: dates.long_day(value, current_locale()) if value else "",
        moment=lambda value: dates.moment(value, current_locale()) if value else "",
        clock=lambda value: dates.clock(value, current_locale()) if value else "",
        relative=lambda value: dates.relative(value, clock.now(), current_locale()),
        duration=lambda minutes: dates.duration(minutes, current_locale()),
        number=lambda value: dates.number(value, current_locale()),
        plain=str,
        trusted=Markup,
    )
    app.context_processor(_everywhere)


def provide(provider: Callable[[], dict[str, Any]], *, in_mail: bool = False) -> None:
    """Give every page more context; features call it from their wiring.

    `in_mail`: also what a worker writes, where there is no request.
    """
    if (provider, in_mail) not in _providers:
        _providers.append((provider, in_mail))


def render_template(name: str, /, **values: Any) -> str:
    return flask_render_template(name, **values)


def _everywhere() -> dict[str, Any]:
    values: dict[str, Any] = {
        "locale": current_locale(),
        "theme": _theme(),
        "me": current_user if current_user and current_user.is_authenticated else None,
        "nav_active": "",
    }
    for provider, in_mail in _providers:
        if in_mail or has_request_context():
            values |= provider()
    return values


def _theme() -> str:
    theme = request.cookies.get("theme", "") if has_request_context() else ""
    return theme if theme in ("light", "dark") else ""


@cache
def manifest() -> dict[str, str]:
    """Logical names of built files to their hashed names."""
    path = STATIC / "dist" / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


def asset(name: str) -> str:
    """The address of a built file, immutable under its hashed name."""
    return f"/static/dist/{manifest().get(name, name)}"
