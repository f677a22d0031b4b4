"""Everybody can use every page: axe with the rules of WCAG 2.2 A and AA finds nothing."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.screens import SCREENS, Readers, Screen

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
WAYS = list(product(("light", "dark"), (360, 1280)))
CUT = [(screen, "th" if n % 2 else "en", *WAYS[n // 2 % 4]) for n, screen in enumerate(SCREENS)]
BY_NAME = [screen.name for screen in SCREENS]


def problems(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("screen", "locale", "scheme", "width"), CUT, ids=BY_NAME)
def test_nothing_is_in_the_way(
    readers: Readers, screen: Screen, locale: str, scheme: str, width: int
) -> None:
    page = readers.show(screen, locale, scheme, width)
    assert page.locator("html").get_attribute("lang") == locale
    found = problems(page)
    assert not found, "\n".join(found)


def test_paper_is_light_for_who_reads_in_the_dark(readers: Readers) -> None:
    paper = next(screen for screen in SCREENS if screen.name == "numbers-print")
    assert problems(readers.show(paper, "en", "dark")) == []


@pytest.mark.soak
@pytest.mark.parametrize("locale", ["th", "en"])
@pytest.mark.parametrize("screen", SCREENS, ids=BY_NAME)
def test_nothing_is_in_the_way_whatever_the_reader_chose(
    readers: Readers, screen: Screen, locale: str
) -> None:
    page = readers.show(screen, locale, width=360)
    found = {}
    for scheme, width in WAYS:
        readers.turn(page, scheme, width)
        if here := problems(page):
            found[scheme, width] = here
    assert not found, found
