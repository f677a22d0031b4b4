"""Browsers for the journeys: Debian's Chromium, phone-sized unless a test asks otherwise."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests import live
from tests.journeys.screens import PHONE, Readers

Open = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Live]:
    """A copy of its own; or the one whose address `THAKSA_TEST_LIVE` names, while writing tests."""
    if os.environ.get("THAKSA_TEST_LIVE"):
        yield live.Live(os.environ["THAKSA_TEST_LIVE"], Path(), None)
        return
    running = live.start(tmp_path_factory.mktemp("live"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def readers(chromium: Browser, copy: live.Live) -> Iterator[Readers]:
    readers = Readers(chromium, copy.url)
    yield readers
    readers.close()


@pytest.fixture
def open_context(chromium: Browser, copy: live.Live) -> Iterator[Open]:
    """Open a browser of one's own: `open_context(locale="th", javascript=True, size=PHONE)`."""
    opened: list[BrowserContext] = []

    def make(
        locale: str = "th",
        *,
        javascript: bool = True,
        size: dict[str, int] = PHONE,
        scheme: str = "light",
    ) -> BrowserContext:
        context = chromium.new_context(
            base_url=copy.url,
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="th-TH" if locale == "th" else "en-GB",
            timezone_id="Asia/Bangkok",
        )
        context.add_cookies([{"name": "locale", "value": locale, "url": copy.url}])
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
