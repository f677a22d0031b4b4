"""A line that drops loses nothing, and another device goes on at the same place."""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Open
from tests.journeys.screens import DESKTOP, UNDERWAY
from tests.journeys.study import enter, log_in, sign_up
from tests.journeys.walk import Walk

pytestmark = pytest.mark.browser
PASSWORD = "น้ำตกเหวสุวัตหน้าฝน2569"
WAITING = "No connection. Kept on this device, will be sent later."
GATHERED = 1_000  # the server writes positions some times a second
LOOKED = 7_000  # the page looks every five seconds


@pytest.fixture
def address() -> str:
    return f"{secrets.token_hex(4)}@offline.example"


@pytest.fixture
def walk(open_context: Open, address: str) -> Walk:
    """A new learner on a phone."""
    walk = Walk(open_context("th").new_page(), "th")
    sign_up(walk, address, password=PASSWORD)
    return walk


@pytest.fixture
def elsewhere(walk: Walk, open_context: Open, address: str) -> Walk:
    """The same learner at another device."""
    other = Walk(open_context("th", size=DESKTOP).new_page(), "th")
    log_in(other, address, PASSWORD)
    return other


def saved(page: Page) -> Locator:
    return page.locator("[data-saved]").first


def waiting(page: Page) -> list[str]:
    kept: list[str] = page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('thaksa.outbox/'))"
    )
    return kept


def is_sent(page: Page) -> None:
    page.wait_for_function(
        "() => !Object.keys(localStorage).some(key => key.startsWith('thaksa.outbox/'))"
    )


def choose(walk: Walk, nth: int) -> str:
    """Answer the nth question that has options, and say how to find the answer."""
    question = walk.page.locator("section.question:has(input[type=radio])").nth(nth)
    while not question.is_visible():
        walk.press("Next")
    option = question.locator("input[type=radio]").nth(1)
    option.check()
    return f"input[name='{option.get_attribute('name')}'][value='{option.get_attribute('value')}']"


def test_answers_without_signal_arrive_with_it(walk: Walk, elsewhere: Walk) -> None:
    page = walk.page
    room = enter(walk, UNDERWAY)
    walk.go(f"{room}/pre-test")
    walk.press("Start the quiz")
    page.wait_for_url(re.compile("/attempts/"))
    page.context.set_offline(True)
    first = choose(walk, 0)
    expect(saved(page)).to_have_text(walk.say(WAITING))
    assert len(waiting(page)) == 1
    page.context.set_offline(False)
    expect(saved(page)).to_contain_text(walk.say("Saved %(at)s", at="").strip())
    is_sent(page)
    elsewhere.go(room)
    assert elsewhere.page.url.endswith("/pre-test")
    elsewhere.page.locator("main a[href^='/attempts/']").last.click()
    assert elsewhere.page.url == page.url
    expect(elsewhere.page.locator(first)).to_be_checked()
    page.context.set_offline(True)
    second = choose(walk, 1)
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(elsewhere.page.url)
    expect(again.locator(second)).to_be_checked()
    is_sent(again)
    elsewhere.page.reload()
    expect(elsewhere.page.locator(second)).to_be_checked()


def test_what_was_watched_without_signal_is_sent_later(walk: Walk, elsewhere: Walk) -> None:
    page = walk.page
    room = enter(walk, UNDERWAY)
    walk.go(f"{room}/intro-video")
    page.evaluate("video => { video.muted = true; return video.play(); }", _video(page))
    _plays_until(page, 3)
    page.context.set_offline(True)
    _plays_until(page, 5)
    page.evaluate("document.querySelector('video').pause()")
    expect(saved(page)).to_have_text(walk.say(WAITING))
    assert len(waiting(page)) == 1
    page.context.set_offline(False)
    is_sent(page)
    page.wait_for_timeout(GATHERED)
    elsewhere.go(room)
    assert elsewhere.page.url.endswith("/intro-video")
    _plays_until(elsewhere.page, 5)


def test_what_was_read_without_signal_is_sent_later(walk: Walk, elsewhere: Walk) -> None:
    page = walk.page
    room = enter(walk, UNDERWAY)
    walk.go(f"{room}/laws-rules")
    page.context.set_offline(True)
    page.mouse.move(100, 300)
    page.mouse.wheel(0, page.evaluate("document.querySelector('.prose').offsetHeight / 2"))
    page.wait_for_timeout(LOOKED)
    page.goto("about:blank")
    page.context.set_offline(False)
    walk.go(f"{room}/handout")
    is_sent(page)
    page.wait_for_timeout(GATHERED)
    elsewhere.go(f"{room}/laws-rules")
    position = elsewhere.page.locator(".prose").get_attribute("data-position")
    assert 0.3 < float(position or 0) < 0.95
    elsewhere.page.wait_for_function("() => scrollY > 0")


def _video(page: Page) -> object:
    return page.locator("video").element_handle()


def _plays_until(page: Page, second: int) -> None:
    page.wait_for_function(
        "second => document.querySelector('video').currentTime >= second", arg=second
    )
