"""How large a request may be: small everywhere, larger where a view says that it takes files."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., object])


def init_app(app: Flask) -> None:
    """Before anybody reads the form, so before the check of its token."""
    app.before_request(_allow)


def takes(megabytes: int) -> Callable[[View], View]:
    """The view under it takes requests of so many megabytes; write it below `@access`."""

    def mark(view: View) -> View:
        view.__most_bytes__ = megabytes << 20  # type: ignore[attr-defined]
        return view

    return mark


def _allow() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "__most_bytes__", None)
    if most is not None:
        request.max_content_length = most
