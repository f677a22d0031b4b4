"""What a phone on a slow line pays for a page. Sizes may fail; times are only printed."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.screens import PHONE, SCREENS, Readers, Screen

pytestmark = pytest.mark.browser
KB = 1024
NAMES = ("home", "catalogue", "course", "lesson-article", "quiz-attempt", "verify")
PAGES = [screen for name in NAMES for screen in SCREENS if screen.name == name]
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_474_560 / 8,
    "uploadThroughput": 691_200 / 8,
}
WATCH = """
window.seen = {shift: 0, paint: 0};
new PerformanceObserver(list => { for (const e of list.getEntries())
  if (!e.hadRecentInput) seen.shift += e.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries())
  seen.paint = e.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
"""
SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary")].filter(e => {
  const box = (e.closest("label") ?? e).getBoundingClientRect();
  return box.width && e.type !== "hidden" && (box.height < 44 || box.width < 44);
}).length"""


@dataclass
class Visit:
    """What went over the line for one page, and what the page said about itself."""

    sizes: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @property
    def html(self) -> int:
        return sum(self.sizes.get(n, 0) for n, kind in self.kinds.items() if kind == "Document")

    @property
    def everything(self) -> int:
        return sum(self.sizes.get(n, 0) for n, kind in self.kinds.items() if kind != "Media")

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(a).netloc for a in self.addresses.values() if not a.startswith("data:")}


def visit(context: BrowserContext, path: str, *, slow: bool = False) -> tuple[Visit, Page]:
    page, seen = context.new_page(), Visit()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    if slow:
        line.send("Network.emulateNetworkConditions", SLOW_4G)
        line.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def answered(event: Any) -> None:
        name, answer = event["requestId"], event["response"]
        if not (answer.get("fromDiskCache") or answer["url"].startswith("data:")):
            seen.kinds[name], seen.addresses[name] = event["type"], answer["url"]

    def finished(event: Any) -> None:
        seen.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def said(message: Any) -> None:
        if message.type == "error":
            seen.complaints.append(message.text)

    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", finished)
    page.on("console", said)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.add_init_script(WATCH)
    page.goto(path, wait_until="networkidle", timeout=60_000)
    return seen, page


@pytest.mark.parametrize("screen", PAGES, ids=NAMES)
def test_a_learner_page_keeps_its_budget(
    readers: Readers, screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    first, page = visit(_stranger(readers, screen), readers.path(screen), slow=True)
    seen = page.evaluate("seen")
    page.context.close()
    known = _stranger(readers, screen)
    visit(known, "/courses" if screen.path == "/" else "/")[1].close()
    later, page = visit(known, readers.path(screen))
    small = page.evaluate(SMALL)
    page.set_viewport_size({"width": 320, "height": 640})
    widest = page.evaluate("document.scrollingElement.scrollWidth")
    known.close()
    with capsys.disabled():
        print(
            f"\n{screen.name}: HTML {first.html / KB:.1f} KB, first visit "
            f"{first.everything / KB:.1f} KB in {len(first.kinds)} requests, later "
            f"{later.everything / KB:.1f} KB, shift {seen['shift']:.3f}, "
            f"LCP on Slow 4G {seen['paint'] / 1000:.1f} s, {small} targets under 44 px"
        )
    assert first.html <= 30 * KB
    assert first.everything <= 170 * KB, first.addresses
    assert later.everything <= 35 * KB, later.addresses
    assert len(first.kinds) <= 10, first.addresses
    assert seen["shift"] < 0.1
    assert widest <= 320
    assert first.hosts | later.hosts == {urlsplit(readers.url).netloc}
    assert first.complaints == later.complaints == []


def _stranger(readers: Readers, screen: Screen) -> BrowserContext:
    """A phone with an empty cache, and the session of the page's reader."""
    context = readers.open(size=PHONE)
    context.add_cookies(readers.page(screen.who).context.cookies())  # type: ignore[arg-type]
    return context
