"""Line 5: no script and no foreign request comes out of what authors write, import or paste."""

import re
import time
from html.parser import HTMLParser
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect

from courses.content.html import clean
from courses.content.models import Lesson
from courses.enrolment.operations import enrol
from courses.learning.blocks import Where, shown_body
from lms.db import db
from tests import make
from tests.courses.authoring import studio
from tests.courses.authoring.browsing import opening, serving
from tests.security.hostile import CASES

TAGS = {
    "h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    "caption", "figure", "img", "figcaption", "aside", "code", "pre", "dl", "dt", "dd", "br", "span", "sub", "sup", "hr", "div",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "rel", "class"}, "img": {"src", "alt", "width", "height", "data-decorative"},
    "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}, "ol": {"start"}, "aside": {"class"}, "code": {"class"},
    "span": {"class", "data-latex"}, "div": {"class", "data-latex", "data-media", "data-question"},
}  # fmt: skip
CLASSES = {"callout", "callout-try", "callout-warn", "formula", "video", "question", "file"}


class Strict(HTMLParser):
    """Refuses whatever is not on the list, and what is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name == "lang" or name in ATTRIBUTES.get(tag, set()), (tag, name)
            if name == "href":
                assert re.match(
                    r"(https?://|mailto:|tel:|/(?![/\\])|#)", value or "", re.IGNORECASE
                ), value
            if name == "src":
                assert (value or "").startswith("/media/"), value
            if name == "class":
                assert value in CLASSES or (value or "").startswith("language-"), value
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment  # type: ignore[assignment]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150
    assert len(set(CASES)) == len(CASES)


@pytest.mark.parametrize("place", range(len(CASES)))
def test_only_what_is_allowed_comes_out(place: int) -> None:
    once = clean(CASES[place])
    strict = Strict()
    strict.feed(once)
    strict.close()
    assert not strict.open
    assert clean(once) == once


@pytest.mark.parametrize(
    "wrapping",
    [
        "<p>{}</p>",
        "<table><tr><td>{}</td></tr></table>",
        "<ul><li>{}",
        "<pre><code>{}",
        '<figure><img src="/media/ABCDEFGHJKLM/a.png" alt=""><figcaption>{}',
    ],
)
def test_wherever_it_stands(wrapping: str) -> None:
    for case in CASES:
        once = clean(wrapping.replace("{}", case))
        strict = Strict()
        strict.feed(once)
        assert clean(once) == once


def test_five_megabytes_do_not_stop_the_server() -> None:
    started = time.perf_counter()
    clean("<p>ทักษะ <b>ดิจิทัล</b></p><script>alert(1)</script>" * 90_000)
    assert time.perf_counter() - started < 60


@pytest.mark.browser
def test_nothing_runs_in_a_browser(app: Flask, database: None, chromium: Browser) -> None:
    """All cases in one lesson: for a learner, in the editor, and pasted raw into it."""
    course = make.course(published=False)
    author = studio.owner(course)
    lesson = db.session.scalars(sa.select(Lesson).order_by(Lesson.id)).first()
    assert lesson is not None
    lesson.body = clean("\n".join(clean(case) for case in CASES))
    draft = f"/studio/{course.code}/lessons/{lesson.slug}"
    live = make.course()
    read = db.session.scalars(sa.select(Lesson).filter_by(version_id=live.version_id)).first()
    assert read is not None
    read.body = lesson.body
    learner, run = make.user(), make.run(live)
    enrol(learner, run)
    room = f"/learn/{run.public_id}/{read.slug}"
    shown = shown_body(lesson.body, Where(course.id, lesson.key))
    assert not re.search(r"<script|javascript:|\son\w+=\"", re.sub(r">[^<]*<", "><", shown))
    db.session.commit()
    with serving(app) as url, opening(app, chromium, url) as open_:
        seen: list[str] = []
        for person, path in ((learner, room), (author, draft)):
            page = open_(person, "en").new_page()
            _watch(page, url, seen)
            page.goto(path)
            expect(page.locator("main .prose").first).to_be_visible()
            page.wait_for_timeout(800)
            assert page.evaluate("window.hit") is None
        expect(page.locator(".editor[data-ready]")).to_be_visible()
        page.evaluate(
            """(cases) => {
              const text = document.querySelector(".editor__text");
              text.focus();
              for (const html of cases) {
                const data = new DataTransfer();
                data.setData("text/html", html);
                text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
                const own = new DataTransfer();
                own.setData("text/html", `<p data-pm-slice="0 0 []">${html}</p>`);
                text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: own, bubbles: true, cancelable: true}));
              }
            }""",
            [case.encode("utf-8", "ignore").decode() for case in CASES if len(case) < 2_000],
        )
        page.wait_for_timeout(1_500)
        assert page.evaluate("window.hit") is None
        assert not seen


def _watch(page: Any, url: str, seen: list[str]) -> None:
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on(
        "request", lambda request: None if _ours(request.url, url) else seen.append(request.url)
    )


def _ours(address: str, url: str) -> bool:
    return address.startswith((url, "data:", "blob:"))
