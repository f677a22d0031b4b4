"""Every test has a database of its own, copied from one that the migrations built.

What a test commits is committed for real: the read engine, races and other processes see it.
"""

import contextvars
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms import caching, config
from lms.accounts.models import User
from lms.app import create_app
from lms.db import db, one_transaction
from lms.i18n import speaking
from lms.web import throttle

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KIND = os.environ.get("THAKSA_TEST_DATABASE", "sqlite")
SERVER = os.environ.get("THAKSA_TEST_POSTGRES", "postgresql://thaksa@127.0.0.1:5599")

# A change is judged by the same examples every time; `make soak` looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("new")
hypothesis.settings.load_profile("same")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second database only runs what touches a database."""
    if KIND == "postgresql":
        pure = [item for item in items if "app" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if item not in pure]


class Sqlite:
    """Copies one file over another."""

    def __init__(self, folder: Path) -> None:
        self.template, self.file = folder / "template.sqlite3", folder / "thaksa.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def keep(self) -> None:
        db.engine.dispose()
        db.engines["read"].dispose()
        shutil.copy(self.file, self.template)

    def reset(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.template, self.file)

    def drop(self) -> None:
        """The folder goes with pytest."""


class Postgres:
    """Clones a database with CREATE DATABASE … TEMPLATE."""

    def __init__(self, folder: Path) -> None:
        self.name = f"thaksa_{secrets.token_hex(4)}"
        self.url = f"{SERVER.replace('postgresql://', 'postgresql+psycopg://')}/{self.name}"
        self._run(f"CREATE DATABASE {self.name}")

    def _run(self, *statements: str) -> None:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]

    def keep(self) -> None:
        db.engine.dispose()
        db.engines["read"].dispose()
        self._run(f"ALTER DATABASE {self.name} RENAME TO {self.name}_template")

    def reset(self) -> None:
        self._run(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template",
        )

    def drop(self) -> None:
        for name in (self.name, f"{self.name}_template"):
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages that a test compares are in English, whatever language is the default."""
    with speaking("en"):
        yield


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[config.Config, Any]]:
    folder = tmp_path_factory.mktemp("data")
    database = (Postgres if KIND == "postgresql" else Sqlite)(folder)
    yield (
        replace(
            config.read({"THAKSA_DATA_DIR": str(folder), "THAKSA_SECRET_KEY": "t" * 40}),
            database_url=database.url,
            testing=True,
        ),
        database,
    )
    database.drop()


@pytest.fixture(scope="session")
def app(settings: tuple[config.Config, Any]) -> Iterator[Flask]:
    from flask_migrate import upgrade

    from lms.reference.operations import load_shipped

    application = create_app(settings[0])
    with application.app_context():
        upgrade()
        with one_transaction():
            load_shipped()
        db.session.remove()
        settings[1].keep()
    yield application
    with application.app_context():
        db.engine.dispose()
        db.engines["read"].dispose()


@pytest.fixture
def database(app: Flask, settings: tuple[config.Config, Any]) -> Iterator[None]:
    """An application context over a fresh database; tests that need none do not pay for it."""
    with app.app_context():
        _let_go()
        settings[1].reset()
        _let_go()  # of the database before, too, if somebody just took hold of it
        caching.clear_all()
        throttle.clear_all()
        yield
        db.session.rollback()
        db.session.remove()


def _let_go() -> None:
    for engine in db.engines.values():
        engine.dispose()


class Browser:
    """A separate browser: it sees what was committed, keeps cookies, sends the CSRF token."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def as_(self, user: User) -> "Browser":
        """Logged in as `user`, in a new browser."""
        from lms.accounts.operations import open_session

        other = Browser(self.client.application.test_client())
        with one_transaction():
            session_token = open_session(user).token
        with other.client.session_transaction() as cookie:
            cookie["_user_id"] = session_token
            cookie["_fresh"] = True
        return other

    def speaking(self, locale: str) -> "Browser":
        self.client.set_cookie("locale", locale)
        return self

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._open(self.client.get, path, **options)

    def post(self, path: str, data: Any = None, **options: Any) -> TestResponse:
        """Send a form as a page of ours would: with the token of the session."""
        if not self.token:
            self.refresh_token()
        headers = dict(options.pop("headers", {})) | {"X-CSRFToken": self.token}
        return self._open(self.client.post, path, data=data, headers=headers, **options)

    def refresh_token(self) -> None:
        page = self.get("/log-in", follow_redirects=True)
        found = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
        self.token = found.group(1) if found else ""

    def _open(self, method: Callable[..., TestResponse], path: str, **options: Any) -> TestResponse:
        db.session.commit()
        caching.clear_all()
        try:
            return contextvars.Context().run(method, path, **options)
        finally:
            db.session.expire_all()


@pytest.fixture
def client(app: Flask, database: None) -> Browser:
    return Browser(app.test_client()).speaking("en")


@pytest.fixture
def runner(app: Flask, database: None) -> Any:
    return app.test_cli_runner()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all tests that look at pages in a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files in parameters are numbered, not printed: what they hold may carry the time of day."""
    return argname if isinstance(val, bytes) and len(val) > 20 else None
