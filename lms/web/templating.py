"""Templates: one environment, strings bound once, and the context every page has."""

import json
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, has_request_context, request
from flask_login import current_user
from jinja2 import StrictUndefined
from markupsafe import Markup

from lms import clock
from lms.caching import Cache
from lms.i18n import current_locale, dates, gettext, ngettext
from lms.web.environment import Templates

STATIC = Path(__file__).resolve().parents[1] / "static"
_providers: list[tuple[Callable[[], dict[str, Any]], bool]] = []
_kept: Cache[tuple[Hashable, ...], str] = Cache(3000)


def init_app(app: Flask) -> None:
    app.jinja_environment = Templates
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(asset=asset, now=clock.now, ngettext=ngettext, _=gettext, kept=kept)
    env.filters.update(
        day=lambda value: dates.day(value, current_locale()) if value else "",
        long_day=lambda value: dates.long_day(value, current_locale()) if value else "",
        moment=lambda value: dates.moment(value, current_locale()) if value else "",
        clock=lambda value: dates.clock(value, current_locale()) if value else "",
        relative=lambda value: dates.relative(value, clock.now(), current_locale()),
        duration=lambda minutes: dates.duration(minutes, current_locale()),
        number=lambda value: dates.number(value, current_locale()),
        year=lambda value: dates.year(value, current_locale()),
        plain=str,
        trusted=Markup,
    )
    app.context_processor(_everywhere)
    app.extensions["thaksa_templates"] = env.locales()  # type: ignore[attr-defined]


def preload(app: Flask) -> None:
    """Compile every template: some seconds the first time, shared by what is forked then."""
    folder = app.extensions["thaksa_config"].data_dir / "templates"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for templates in app.extensions["thaksa_templates"].values():
        templates.load_all(folder)


def provide(provider: Callable[[], dict[str, Any]], *, in_mail: bool = False) -> None:
    """Give every page more context; features call it from their wiring.

    `in_mail`: also what a worker writes, where there is no request.
    """
    if (provider, in_mail) not in _providers:
        _providers.append((provider, in_mail))


def render_template(name: str, /, **values: Any) -> str:
    templates: dict[str, Templates] = current_app.extensions["thaksa_templates"]
    template = templates[current_locale()].get_template(name)
    current_app.update_template_context(values)
    return template.render(values)


def kept(*key: Hashable, caller: Callable[[], str]) -> str:
    """`{% call kept(…) %}`: drawn once a language for equal keys; a key names all that is shown.

    Never around anything that depends on the reader.
    """
    return _kept.get((current_locale(), *key), caller)


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
