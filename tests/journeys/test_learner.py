"""From a search word to a certificate that somebody else verifies, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.study import learn, sign_up, take
from tests.journeys.walk import Walk

pytestmark = pytest.mark.browser
COURSE = "NRRU-CYB-01"
SAMPLES = {"th": "ไซเบอร์", "en": "cyber safety"}


def enrol(walk: Walk) -> None:
    walk.go(f"/courses?q={SAMPLES[walk.locale]}")
    walk.page.locator(f'a[href$="/courses/{COURSE}"]').first.click()
    walk.press("Enrol")


@pytest.mark.parametrize("locale", ["th", "en"])
def test_a_learner_earns_a_certificate_that_somebody_else_verifies(
    open_context: Open, locale: str, tmp_path: Path
) -> None:
    page = open_context(locale).new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    walk = Walk(page, locale)
    sign_up(walk, f"walk-{locale}@journey.example")
    enrol(walk)
    learn(walk, COURSE)
    walk.go("/my/certificates")
    paper = page.locator("a[href$='.pdf']").first
    expect(paper).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        paper.click()
    file = tmp_path / "paper.pdf"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
    code = re.search(r"/v/(\w{12})", page.content())
    assert code is not None
    stranger = Walk(open_context(locale).new_page(), locale)
    stranger.go(f"/v/{code.group(1).lower()}")
    assert "ถูกต้อง" in stranger.page.locator("main").inner_text()
    assert "น้ำทิพย์ ปิ่นเพชรกล้า" in stranger.page.locator("main").inner_text()
    stranger.go("/v")
    stranger.page.set_input_files("input[type=file]", file)
    stranger.press("Check the file")
    assert "ถูกต้อง" in stranger.page.locator("main").inner_text()
    broken = bytearray(file.read_bytes())
    broken[len(broken) // 2] ^= 1
    file.write_bytes(broken)
    stranger.go("/v")
    stranger.page.set_input_files("input[type=file]", file)
    stranger.press("Check the file")
    assert "ถูกต้อง" not in stranger.page.locator("main h1, main h2").first.inner_text()
    assert problems == []


@pytest.mark.parametrize("locale", ["th", "en"])
def test_it_works_without_javascript_up_to_the_quiz(open_context: Open, locale: str) -> None:
    walk = Walk(open_context(locale, javascript=False).new_page(), locale)
    sign_up(walk, f"plain-{locale}@journey.example")
    enrol(walk)
    learn(walk, COURSE, until="call-center")
    room = re.sub(r"(/learn/\w+).*", r"\1", walk.page.url)
    walk.go(f"{room}/post-test")
    take(walk, COURSE, "post-test")
    assert "100" in walk.page.locator("main").inner_text()
