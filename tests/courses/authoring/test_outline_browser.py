"""The outline in a browser: moved by keys and by hand, renamed where it stands, no barrier."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from courses.authoring.operations.courses import begin_course
from courses.authoring.plans import plans
from courses.content.models import Course
from lms.db import db
from lms.i18n import Localised
from lms.institutions.models import Role
from tests import make
from tests.courses.authoring.browsing import DESKTOP, PHONE, Opened, opening, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(app: Flask, database: None, chromium: Browser) -> Iterator[tuple[Course, Opened]]:
    home = make.institution()
    teacher = make.member(Role.INSTRUCTOR, at=home)
    title = Localised("การใช้ข้อมูลเพื่อตัดสินใจในองค์กรปกครองส่วนท้องถิ่น", "Using data for decisions")
    course = begin_course(
        home, code="DIG-12", title=title, by=teacher, plan=plans()["self-paced-3"]
    )
    db.session.commit()
    with serving(app) as url, opening(app, chromium, url) as open_:

        def opened(*options: object, **more: object) -> object:
            return open_(teacher, *options, **more)

        yield course, opened  # type: ignore[misc]


def rows(page: Page, module: int) -> list[str]:
    found = page.locator("[data-module]").nth(module).locator("[data-slug] [data-title]")
    return found.all_text_contents()


def test_rows_move_by_keys_and_are_renamed_in_place(desk: tuple[Course, Opened]) -> None:
    _course, open_ = desk
    page = open_("en").new_page()
    page.goto("/studio/DIG-12")
    expect(page.locator("[data-mark] a").first).to_be_visible()
    first, second = rows(page, 0)
    with page.expect_response("**/outline/order") as one:
        page.get_by_role("link", name=first, exact=True).press("Alt+ArrowDown")
    assert one.value.status == 200
    assert rows(page, 0) == [second, first]
    with page.expect_response("**/outline/order"):
        page.keyboard.press("Alt+ArrowRight")
    assert rows(page, 1)[0] == first
    page.keyboard.press("F2")
    page.keyboard.type("Another name")
    with page.expect_response("**/outline/lessons/*"):
        page.keyboard.press("Enter")
    expect(page.locator("[data-module]").nth(1).locator("[data-title]").nth(1)).to_have_text(
        "Another name"
    )
    page.reload()
    assert (rows(page, 0), rows(page, 1)[0]) == ([second], "Another name")


def test_without_a_script_everything_is_there(desk: tuple[Course, Opened]) -> None:
    _course, open_ = desk
    page = open_("en", javascript=False).new_page()
    page.goto("/studio/DIG-12")
    first, second = rows(page, 0)
    page.get_by_role("button", name=f"Down: {first}").click()
    assert rows(page, 0) == [second, first]
    page.get_by_role("link", name=f"Name, move, copy or delete: {first}").click()
    page.get_by_label("Name in English").fill("Plainly renamed")
    page.get_by_role("button", name="Save", exact=True).click()
    assert rows(page, 0) == [second, "Plainly renamed"]
    page.get_by_role("link", name="Name, move, copy or delete: Plainly renamed").click()
    page.get_by_role("button", name="Delete the lesson").click()
    assert rows(page, 0) == [second]
    page.get_by_role("button", name="Undo").click()
    assert rows(page, 0) == [second, "Plainly renamed"]


@pytest.mark.parametrize(
    ("locale", "size", "scheme"), [("th", PHONE, "dark"), ("en", DESKTOP, "light")]
)
def test_no_barrier(
    desk: tuple[Course, Opened], locale: str, size: dict[str, int], scheme: str
) -> None:
    _course, open_ = desk
    page = open_(locale, size=size, scheme=scheme).new_page()
    for path in ("", "/new", "/DIG-12", "/DIG-12/details", "/DIG-12/people", "/DIG-12/trash"):
        page.goto(f"/studio{path}")
        found = Axe().run(page).response["violations"]
        assert not [(path, v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    page.goto("/studio/DIG-12")
    page.locator("[data-slug] a[data-open]").first.click()
    expect(page.locator("[data-panel]")).to_be_visible()
    assert not Axe().run(page).response["violations"]
