"""The application of a test behind a real port, and Chromium with the log-in of somebody."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import WSGIRequestHandler, make_server

from lms.accounts.models import User
from lms.accounts.operations import open_session
from lms.db import one_transaction

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Nobody reads it."""


class _Counting:
    """The application, and how many of its answers are under way."""

    def __init__(self, app: Flask) -> None:
        self.app, self.running, self.changed = app, 0, threading.Condition()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self._count(+1)
        try:
            return self.app(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self.changed:
            self.running += more
            self.changed.notify_all()

    def wait(self) -> None:
        """Until the last one is done: it must not meet the database of the next test."""
        with self.changed:
            assert self.changed.wait_for(lambda: not self.running, timeout=20)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    counting = _Counting(app)
    server = make_server("127.0.0.1", 0, counting, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        counting.wait()


Opened = Callable[..., BrowserContext]


@contextmanager
def opening(app: Flask, browser: Browser, url: str) -> Iterator[Opened]:
    """`open_(user, locale="th", size=DESKTOP)`: a browser of its own, logged in."""
    opened: list[BrowserContext] = []

    def open_(
        user: User, locale: str = "th", *, size: dict[str, int] = DESKTOP, javascript: bool = True,
        scheme: str = "light",
    ) -> BrowserContext:  # fmt: skip
        context = browser.new_context(
            base_url=url, viewport=size, java_script_enabled=javascript, color_scheme=scheme,  # type: ignore[arg-type]
            locale="th-TH" if locale == "th" else "en-GB", timezone_id="Asia/Bangkok",
        )  # fmt: skip
        context.add_cookies(
            [
                {"name": "locale", "value": locale, "url": url},
                {
                    "name": app.config["SESSION_COOKIE_NAME"],
                    "value": cookie_of(app, user),
                    "url": url,
                },
            ]
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_
    for context in opened:
        context.close()


def cookie_of(app: Flask, user: User) -> str:
    client = app.test_client()
    with one_transaction():
        token = open_session(user).token
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return cookie.value
