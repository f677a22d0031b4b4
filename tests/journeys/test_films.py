"""Films in a real browser: they stream, fall back, and their captions are cut beside them."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests import live

pytestmark = pytest.mark.browser
NOT_BY_ITSELF = (
    "HTMLMediaElement.prototype.canPlayType = (type) => type.includes('mpegurl') ? '' : 'maybe'"
)
STATE = """() => { const v = document.querySelector("video"); return {
  at: v.currentTime, height: v.videoHeight, source: v.currentSrc,
  shown: [...v.textTracks].filter((t) => t.mode === "showing").map((t) => t.language) } }"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A copy whose one course has a film that is ready."""
    data = tmp_path_factory.mktemp("films")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environ = {name: value for name, value in os.environ.items() if not name.startswith("THAKSA_")}
    environ |= {"THAKSA_DATA_DIR": str(data), "THAKSA_PORT": port}
    filled = subprocess.run(
        [sys.executable, "-m", "tests.journeys.filmed_copy"],
        cwd=live.ROOT, env=environ, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    known: dict[str, Any] = json.loads(filled.stdout.splitlines()[-1])
    running = live.start(data, demo=False)
    known["url"] = running.url
    # The cookie's name carries the port it was made for.
    instance = running.url.rsplit(":", 1)[1]
    for name in ("owner", "second", "learner"):
        known[name][0] = f"thaksa_{instance}"
    yield known
    running.stop()


@pytest.fixture
def page_of(chromium: Browser, place: dict[str, Any]) -> Iterator[Open]:
    opened = []

    def make(who: str, path: str, *, script: str = "", width: int = 1280, **more: Any) -> Page:
        context = chromium.new_context(
            base_url=place["url"], viewport={"width": width, "height": 800}, **more
        )
        name, value = place[who]
        context.add_cookies(
            [
                {"name": name, "value": value, "url": place["url"]},
                {"name": "locale", "value": "en", "url": place["url"]},
            ]
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(place[path])
        return page

    yield make
    for context in opened:
        context.close()


def until(page: Page, condition: str) -> None:
    """Asked from outside: the page itself may evaluate nothing."""
    for _ in range(400):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def play(page: Page) -> dict[str, Any]:
    page.evaluate("document.querySelector('video').play().catch(() => {})")
    until(page, "document.querySelector('video').currentTime > 1")
    return dict(page.evaluate(STATE))


def test_nothing_is_fetched_of_the_film_before_somebody_presses_play(
    page_of: Open, place: dict[str, Any]
) -> None:
    asked: list[str] = []
    page = page_of("learner", "room", script=NOT_BY_ITSELF)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_timeout(800)
    assert [url for url in asked if re.search(r"\.(mp4|m3u8|m4a)|chunk-", url)] == []


@pytest.mark.parametrize("script", ["", NOT_BY_ITSELF])
def test_it_streams_with_captions_and_remembers_the_quality(page_of: Open, script: str) -> None:
    page = page_of("learner", "room", script=script)
    state = play(page)
    assert state["shown"] == ["th"]
    assert "video-" not in state["source"]
    page.locator("[data-quality] select").select_option("240p")
    until(page, "document.querySelector('video').videoHeight === 240")
    page.locator("[data-quality] select").select_option("sound")
    until(page, "document.querySelector('video').videoHeight === 0")
    page.reload()
    expect(page.locator("[data-quality] select")).to_have_value("sound")


def test_where_the_script_does_not_come_the_plain_file_plays(page_of: Open) -> None:
    page = page_of("learner", "room", script=NOT_BY_ITSELF)
    page.route("**/chunk-*.js", lambda route: route.abort())
    assert "/video-" in play(page)["source"]


def test_a_line_of_the_transcript_leads_to_its_moment(page_of: Open) -> None:
    page = page_of("learner", "room")
    page.get_by_text("Read the transcript").click()
    page.get_by_role("button", name=re.compile("1441")).click()
    until(page, "document.querySelector('video').currentTime >= 8.5")


def lines(page: Page) -> list[str]:
    return [
        str(text) for text in page.eval_on_selector_all(".cue__text", "e => e.map(x => x.value)")
    ]


def saved(page: Page) -> None:
    expect(page.locator(".cues__status")).to_contain_text(re.compile(r"Saved \d"))


def test_captions_are_cut_by_keys_alone_and_nothing_is_lost(page_of: Open) -> None:
    page = page_of("owner", "cues")
    page.locator(".cue__text").nth(1).focus()
    page.keyboard.press("Home")
    for _ in range(len("คนร้ายอ้างว่าเป็นตำรวจ")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+Enter")
    assert len(lines(page)) == 4
    page.keyboard.press("Control+z")
    assert len(lines(page)) == 3
    page.keyboard.press("Control+Shift+z")
    page.evaluate("document.querySelector('video').currentTime = 7")
    page.keyboard.press("Alt+o")
    page.keyboard.press("Alt+n")
    page.keyboard.type("เพิ่มใหม่")
    saved(page)
    page.reload()
    assert "เพิ่มใหม่" in lines(page)


def test_what_was_typed_without_a_line_comes_back_with_the_page(page_of: Open) -> None:
    page = page_of("owner", "cues")
    expect(page.locator(".cue__text").first).to_be_visible()
    page.context.set_offline(True)
    page.locator(".cue__text").first.fill("พิมพ์ตอนไม่มีสัญญาณ")
    expect(page.locator(".cues__status")).to_contain_text("No connection")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.locator(".cue__text").first).to_have_value("พิมพ์ตอนไม่มีสัญญาณ")
    saved(again)


def test_two_authors_keep_both_changes_or_choose(page_of: Open) -> None:
    one, two = page_of("owner", "cues"), page_of("second", "cues")
    one.locator(".cue__text").first.fill("หนึ่งแก้บรรทัดแรก")
    saved(one)
    two.locator(".cue__text").last.fill("สองแก้บรรทัดท้าย")
    expect(two.locator(".cue__text").first).to_have_value("หนึ่งแก้บรรทัดแรก")
    saved(two)
    one.locator(".cue__text").last.fill("หนึ่งแก้บรรทัดเดียวกัน")
    choice = one.locator(".cues__conflict")
    expect(choice).to_contain_text("สองแก้บรรทัดท้าย")
    choice.get_by_label("Theirs").check()
    choice.get_by_role("button").click()
    expect(one.locator(".cue__text").last).to_have_value("สองแก้บรรทัดท้าย")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("path", ["lesson", "languages", "cues"])
def test_its_pages_are_accessible_and_fit(
    page_of: Open, path: str, width: int, scheme: str
) -> None:
    page = page_of("owner", path, width=width, color_scheme=scheme)
    page.wait_for_timeout(500)
    found = Axe().run(page).response["violations"]
    assert [
        violation["id"] for violation in found if violation["impact"] in ("serious", "critical")
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_without_a_script(page_of: Open, tmp_path: Path) -> None:
    page = page_of("second", "languages", java_script_enabled=False)
    file = tmp_path / "english.srt"
    file.write_text("1\n00:00:01,000 --> 00:00:03,000\nHello\n")
    page.get_by_label("Language of the captions").first.select_option("en")
    page.get_by_label("Caption file").set_input_files(file)
    page.get_by_role("button", name="Take the captions over").click()
    page.get_by_text("All captions as text").first.click()
    box = page.get_by_role("textbox", name="All captions as text")
    box.fill(box.input_value().replace("Hello", "Good morning"))
    page.get_by_role("button", name="Save the text").click()
    page.get_by_text("All captions as text").first.click()
    expect(box).to_have_value(re.compile("Good morning"))
