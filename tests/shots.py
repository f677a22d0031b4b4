"""`python -m tests.shots`: pictures of every screen into shots/, at two widths, in two languages."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import live
from tests.journeys.conftest import FLAGS
from tests.journeys.screens import SCREENS, Readers

SHOTS = live.ROOT / "shots"
WAYS = list(product(("th", "en"), (360, 1280)))
DRAWN = 60_000


def take(readers: Readers, names: list[str]) -> int:
    """Draw the screens that `names` begin, or all; the files are NAME-LANGUAGE-WIDTH.png."""
    SHOTS.mkdir(exist_ok=True)
    wanted = [s for s in SCREENS if not names or s.name.startswith(tuple(names))]
    for screen in wanted:
        for locale, width in WAYS:
            page = readers.show(screen, locale, "light", width)
            if screen.name == "my-certificates":
                page.locator("main a[href$='.pdf']").first.wait_for(timeout=DRAWN)
            page.screenshot(path=SHOTS / f"{screen.name}-{locale}-{width}.png", full_page=True)
    return len(wanted) * len(WAYS)


@contextmanager
def served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = live.start(Path(folder))
        try:
            yield copy.url
        finally:
            copy.stop()


def main(names: list[str]) -> None:
    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        print(f"{take(Readers(browser, url), names)} pictures in {SHOTS.name}/")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
