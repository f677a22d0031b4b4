"""The lesson editor in a browser: typing, saving, pasting, two authors, a dropped line, the keyboard."""

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from courses.content.html import clean
from courses.content.models import Course, CourseRole, Lesson
from lms.db import db
from tests import make
from tests.courses.authoring import clipboards, studio
from tests.courses.authoring.browsing import DESKTOP, PHONE, Opened, opening, serving

pytestmark = pytest.mark.browser
TEXT = clean(
    "<h2>รหัสผ่าน</h2><p>รหัสผ่านที่ดีต้องยาวและเดายาก</p><ul><li>ยาว 12 ตัว</li><li>ไม่ซ้ำ</li></ul>"
    '<p>พื้นที่ <span class="formula" data-latex="\\pi r^2"></span> ตารางเมตร</p><p>ย่อหน้าสุดท้าย</p>'
)


def _png() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


@dataclass
class Desk:
    """One lesson, its two authors, and browsers for them."""

    app: Flask
    open: Opened
    course: Course
    path: str
    authors: list[Any]

    def page(self, author: int = 0, locale: str = "en", **options: Any) -> Page:
        context: BrowserContext = self.open(self.authors[author], locale, **options)
        page = context.new_page()
        page.goto(self.path)
        expect(page.locator(".editor[data-ready]")).to_be_visible()
        return page

    @property
    def lesson(self) -> Lesson:
        """As it is stored; read and let go, so that nobody waits for the test."""
        db.session.rollback()
        lesson = db.session.scalars(sa.select(Lesson).order_by(Lesson.id)).first()
        assert lesson is not None
        db.session.refresh(lesson)
        db.session.expunge(lesson)
        db.session.rollback()
        return lesson


@pytest.fixture
def desk(app: Flask, database: None, chromium: Browser) -> Iterator[Desk]:
    course = make.course(published=False)
    lesson = db.session.scalars(sa.select(Lesson).order_by(Lesson.id)).first()
    assert lesson is not None
    lesson.body = TEXT
    authors = [
        studio.owner(course),
        studio.grant(make.user(first_en="Somying"), course, CourseRole.AUTHOR),
    ]
    path = f"/studio/{course.code}/lessons/{lesson.slug}"
    db.session.commit()
    with serving(app) as url, opening(app, chromium, url) as open_:
        yield Desk(app, open_, course, path, authors)


def text(page: Page) -> Any:
    return page.locator(".editor__text")


def write_at_end(page: Page, words: str) -> None:
    text(page).locator("p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def is_saved(page: Page) -> None:
    expect(page.locator(".editor [data-saved]")).to_contain_text(
        re.compile("Saved|บันทึกแล้ว"), timeout=8000
    )


def paste(page: Page, html: str, plain: str = "") -> None:
    text(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.evaluate(
        """([html, plain]) => {
          const data = new DataTransfer();
          if (html) data.setData("text/html", html);
          data.setData("text/plain", plain);
          document.querySelector(".editor__text").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [html, plain],
    )


def pasted(desk: Desk, html: str, plain: str = "") -> str:
    page = desk.page()
    paste(page, html, plain)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(300)
    is_saved(page)
    return desk.lesson.body


def test_what_is_typed_is_saved_by_itself(desk: Desk) -> None:
    page = desk.page()
    before = text(page).inner_html()
    write_at_end(page, " เพิ่มเติม")
    is_saved(page)
    assert desk.lesson.body == TEXT.replace("ย่อหน้าสุดท้าย", "ย่อหน้าสุดท้าย เพิ่มเติม")
    assert desk.lesson.revision == 1
    assert before != text(page).inner_html()


def test_opening_a_lesson_changes_nothing(desk: Desk) -> None:
    page = desk.page()
    text(page).click()
    page.locator("#title_th").click()
    page.wait_for_timeout(600)
    assert desk.lesson.revision == 0


def test_the_name_and_the_minutes_are_saved_too(desk: Desk) -> None:
    page = desk.page()
    page.locator("#title_th").fill("ชื่อใหม่")
    page.locator("#minutes").fill("42")
    page.locator("#minutes").press("Tab")
    is_saved(page)
    page.wait_for_timeout(500)
    assert (desk.lesson.title.th, desk.lesson.minutes) == ("ชื่อใหม่", 42)


def test_two_authors_at_once(desk: Desk) -> None:
    one, two = desk.page(0), desk.page(1)
    write_at_end(one, " ของหนึ่ง")
    is_saved(one)
    text(two).locator("h2").click()
    two.keyboard.press("End")
    two.keyboard.type("ของสอง")
    is_saved(two)
    expect(text(two)).to_contain_text("ของหนึ่ง")
    expect(text(two)).to_contain_text("รหัสผ่านของสอง")
    assert "ของหนึ่ง" in desk.lesson.body
    assert "ของสอง" in desk.lesson.body


def test_two_authors_in_the_same_place_choose(desk: Desk) -> None:
    one, two = desk.page(0), desk.page(1)
    two.route("**/state*", lambda route: route.abort())  # it does not hear of the other in time
    for page, words in ((one, "แบบหนึ่ง"), (two, "แบบสอง")):
        text(page).locator("p").last.click(click_count=3)
        page.keyboard.type(words)
        if page is one:
            is_saved(one)
    screen = two.locator("dialog[data-clash]")
    expect(screen).to_be_visible(timeout=25_000)  # the first words need the dictionary
    expect(screen).to_contain_text("แบบหนึ่ง")
    expect(screen).to_contain_text("แบบสอง")
    assert not Axe().run(two).response["violations"]
    screen.get_by_label("Keep both, one after the other").check()
    screen.get_by_role("button", name="Save what I chose").click()
    is_saved(two)
    two.wait_for_timeout(300)
    assert "<p>แบบหนึ่ง</p>\n<p>แบบสอง</p>" in desk.lesson.body


def test_a_dropped_line_loses_nothing(desk: Desk) -> None:
    page = desk.page()
    page.context.set_offline(True)
    write_at_end(page, " ตอนไม่มีสัญญาณ")
    expect(page.locator("[data-saved]")).to_contain_text("No connection", timeout=8000)
    assert desk.lesson.revision == 0
    page.context.set_offline(False)
    is_saved(page)
    assert "ตอนไม่มีสัญญาณ" in desk.lesson.body


def test_a_closed_tab_is_offered_again(desk: Desk) -> None:
    page = desk.page()
    context = page.context
    context.route("**/save", lambda route: route.abort())
    write_at_end(page, " ก่อนปิด")
    page.wait_for_timeout(500)
    page.close()
    context.unroute("**/save")
    again = context.new_page()
    again.goto(desk.path)
    offer = again.locator("[data-left]")
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="Bring it back").click()
    expect(text(again)).to_contain_text("ก่อนปิด")
    expect(offer).to_be_hidden()
    again.wait_for_timeout(300)
    assert "ก่อนปิด" in desk.lesson.body


def test_an_ended_session_keeps_the_text(desk: Desk) -> None:
    page = desk.page()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    write_at_end(page, " หลังหมดเวลา")
    expect(page.locator("[data-saved]")).to_contain_text("logged out", timeout=8000)
    expect(page.locator("[data-login]")).to_be_visible()
    page.context.add_cookies(cookies)
    text(page).press("Control+s")
    is_saved(page)
    assert "หลังหมดเวลา" in desk.lesson.body


def test_word_365(desk: Desk) -> None:
    assert pasted(desk, clipboards.WORD_365) == "\n".join(
        [
            "<h2>ภัยไซเบอร์</h2>",
            "<h3>รหัสผ่าน</h3>",
            "<p>อย่าใช้ <strong>วันเกิด</strong> ทำ เป็น<em>รหัส</em></p>",
            "<ul><li>ยาว 12 ตัว<ul><li>มีตัวเลข</li></ul></li><li>ไม่ซ้ำ</li></ul>",
            '<ol start="3"><li>ขั้นที่สาม</li><li>ขั้นที่สี่</li></ol>',
            '<table><thead><tr><th scope="col">ชื่อ</th><th scope="col">คะแนน</th></tr></thead>'
            "<tbody><tr><td>สมชาย</td><td>10</td></tr></tbody></table>",
            '<p><a href="https://www.thaicert.or.th/" rel="noopener noreferrer">ไทยเซิร์ต</a> สารบัญ</p>',
        ]
    )


def test_word_for_mac(desk: Desk) -> None:
    assert pasted(desk, clipboards.WORD_MAC) == "\n".join(
        [
            "<h2>คู่มือ</h2>",
            "<ol><li>เปิดเครื่อง</li><li>ล็อกอิน</li></ol>",
            "<p>สูตร H<sub>2</sub>O และ m<sup>2</sup></p>",
        ]
    )


def test_word_on_the_web(desk: Desk) -> None:
    assert (
        pasted(desk, clipboards.WORD_ONLINE)
        == "<h2>เรื่อง</h2>\n<ul><li>ข้อหนึ่ง</li><li>ข้อสอง</li></ul>"
    )


def test_google_docs(desk: Desk) -> None:
    assert pasted(desk, clipboards.GOOGLE_DOCS) == "\n".join(
        [
            "<h2>การป้องกัน</h2>",
            "<p><strong>สำคัญ</strong><em>มาก</em> "
            '<a href="https://www.etda.or.th/" rel="noopener noreferrer">เอ็ตด้า</a></p>',
            "<ul><li>หนึ่ง<ul><li>หนึ่งจุดหนึ่ง</li></ul></li><li>สอง</li></ul>",
            '<table><thead><tr><th scope="col">หัว</th><th scope="col">ค่า</th></tr></thead>'
            "<tbody><tr><td>ก</td><td>1</td></tr></tbody></table>",
        ]
    )


def test_facebook(desk: Desk) -> None:
    assert pasted(desk, clipboards.FACEBOOK) == (
        '<p>เตือนภัย! 🚨 อย่ากดลิงก์</p>\n<p><a href="https://www.1441.go.th/" rel="noopener noreferrer">1441.go.th</a></p>'
    )


def test_line_is_plain_text(desk: Desk) -> None:
    body = pasted(desk, "", "สวัสดีค่ะ\n1. เปิดแอป\n2. กดยืนยัน 😊")
    assert body == "<p>สวัสดีค่ะ</p>\n<p>1. เปิดแอป</p>\n<p>2. กดยืนยัน 😊</p>"


def test_libreoffice_and_its_picture(desk: Desk) -> None:
    page = desk.page()
    paste(page, clipboards.LIBREOFFICE.replace("{png}", _png()))
    expect(text(page).locator('img[src^="/media/"]')).to_have_count(1, timeout=15_000)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    is_saved(page)
    body = desk.lesson.body
    assert body.startswith(
        "<h2>หัวเรื่อง</h2>\n<p><strong>ตัวหนา</strong> <em>ตัวเอน</em> ขีด</p>\n<ol><li>แรก</li><li>สอง</li></ol>"
    )
    assert re.search(r'<figure><img src="/media/[0-9A-Z]{12}/', body)


def test_pasted_script_does_nothing(desk: Desk) -> None:
    page = desk.page()
    asked, dialogs = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    paste(page, clipboards.HOSTILE)
    page.wait_for_timeout(1500)
    assert not dialogs
    assert not [url for url in asked if "canary" in url]
    assert page.locator("[data-note]").is_visible()
    assert "canary" not in desk.lesson.body


def test_own_text_is_copied_whole(desk: Desk) -> None:
    page = desk.page()
    paragraph = page.locator('.editor [data-act="paragraph"]')
    text(page).click()
    page.keyboard.press("Control+a")
    expect(paragraph).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+End")
    expect(paragraph).to_have_attribute(
        "aria-pressed", "true"
    )  # the cursor moved: nobody types faster
    page.keyboard.press("Enter")
    page.keyboard.press("Control+v")
    is_saved(page)
    page.wait_for_timeout(1500)
    assert desk.lesson.body.count('data-latex="\\pi r^2"') == 2


def test_formula_link_table_and_box_by_keyboard(desk: Desk) -> None:
    page = desk.page()
    write_at_end(page, " ")
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type(r"\frac{1}{2}")
    expect(page.locator("[data-preview] mfrac")).to_be_visible()
    page.locator('dialog[data-dialog="formula"] [name="display"]').press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('dialog[data-dialog="formula"]')).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+k")
    page.keyboard.type("thaicert.or.th")
    page.keyboard.press("Tab")
    page.keyboard.type("ไทยเซิร์ต")
    page.keyboard.press("Enter")
    expect(text(page).locator("a")).to_have_text("ไทยเซิร์ต")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+F10")
    for _ in range(60):
        if page.evaluate("document.activeElement.dataset.act") == "table":
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator('dialog[data-dialog="table"] [name="caption"]').fill("ตาราง 1")
    page.keyboard.press("Enter")
    page.keyboard.type("หัว")
    page.keyboard.press("Tab")
    page.keyboard.type("ค่า")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    is_saved(page)
    body = desk.lesson.body
    assert '<span class="formula" data-latex="\\frac{1}{2}"></span>' in body
    assert '<a href="https://thaicert.or.th" rel="noopener noreferrer">ไทยเซิร์ต</a>' in body
    assert (
        '<table><caption>ตาราง 1</caption><thead><tr><th scope="col">หัว</th><th scope="col">ค่า</th>'
        in body
    )


def test_the_keyboard_leaves_the_text(desk: Desk) -> None:
    page = desk.page()
    text(page).locator("li").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.editor__text')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.editor__text, [data-toolbar]'))")


def test_a_bad_formula_says_where(desk: Desk) -> None:
    page = desk.page()
    text(page).click()
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type(r"\frac{1}{")
    expect(page.locator('dialog[data-dialog="formula"] [data-wrong]')).to_contain_text("character")


@pytest.mark.parametrize(
    ("locale", "size", "scheme"),
    [
        ("th", DESKTOP, "light"),
        ("en", DESKTOP, "dark"),
        ("th", PHONE, "dark"),
        ("en", PHONE, "light"),
    ],
)
def test_no_barrier(desk: Desk, locale: str, size: dict[str, int], scheme: str) -> None:
    page = desk.page(locale=locale, size=size, scheme=scheme)
    text(page).locator("li").first.click()
    found = Axe().run(page).response["violations"]
    assert not [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.locator('[data-act="help"]').click()
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("Escape")
    page.goto(f"{desk.path}/revisions")
    assert not Axe().run(page).response["violations"]


def test_the_page_is_light(desk: Desk) -> None:
    page = desk.open(desk.authors[0], "th").new_page()
    answers: list[Any] = []
    errors: list[str] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright marks its handlers
    page.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(desk.path)
    expect(page.locator(".editor[data-ready] .formula math")).to_be_visible()
    page.wait_for_timeout(300)
    sizes = {answer.url: answer.request.sizes()["responseBodySize"] for answer in answers}
    print("bytes", sum(sizes.values()))
    assert sum(sizes.values()) <= 350 * 1024
    assert not errors


def test_without_a_script_the_settings_and_the_text_are_there(desk: Desk) -> None:
    page = desk.open(desk.authors[0], "en", javascript=False).new_page()
    page.goto(desk.path)
    assert page.locator("article.prose math").is_visible()
    assert page.locator(".editor").is_hidden()
    page.locator("#minutes").fill("33")
    page.get_by_role("button", name="Save settings").click()
    assert desk.lesson.minutes == 33
