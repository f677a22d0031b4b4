"""Questions, quizzes and surveys in a browser: with the mouse, with the keyboard, and for everybody."""

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
from playwright.sync_api import Browser, Page, expect

from courses.authoring.operations.drafts import open_draft
from courses.content.models import Course, Lesson, LessonKind, Media, MediaKind
from courses.quizzes import drafting, operations
from courses.quizzes.models import QuestionVersion
from lms import storage
from lms.db import db
from tests import make
from tests.courses.authoring.banks import author, question
from tests.courses.authoring.browsing import DESKTOP, PHONE, Opened, opening, serving

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@dataclass
class Desk:
    app: Flask
    open: Opened
    course: Course
    person: Any
    quiz: Lesson
    survey: Lesson

    def page(self, path: str, locale: str = "en", **options: Any) -> Page:
        page = self.open(self.person, locale, **options).new_page()
        page.on("pageerror", lambda failure: pytest.fail(str(failure)))
        page.goto(f"/studio/{self.course.code}{path}")
        return page

    def asked(self) -> list[str]:
        db.session.rollback()
        sheet = drafting.sheet(self.quiz.version_id, self.quiz.key)
        return [one.text for one in sheet.asked] if sheet else []


@pytest.fixture
def desk(app: Flask, database: None, chromium: Browser) -> Iterator[Desk]:
    course = make.course(kinds=[LessonKind.QUIZ, LessonKind.SURVEY, LessonKind.ARTICLE])
    person = author(course)
    draft = open_draft(course, person)
    quiz, survey = db.session.scalars(
        sa.select(Lesson).where(Lesson.version_id == draft.id, Lesson.kind != LessonKind.ARTICLE)
        .order_by(Lesson.position)
    ).all()  # fmt: skip
    made = operations.set_terms(
        draft, quiz.key, title=quiz.title, role="post_test", pass_percent=60
    )
    questions = [
        question(course, described=make.QUESTIONS[0] | {"text": f"ข้อ {n}"}, tags=["ลิงก์"])
        for n in range(3)
    ]
    operations.ask(made, questions)
    stream = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(stream, "PNG")
    db.session.add(
        Media(
            course=course, name="inbox.png", content_type="image/png", size=1, width=600,
            height=400, kind=MediaKind.IMAGE, digest=storage.put(stream.getvalue()),
        )
    )  # fmt: skip
    db.session.commit()
    with serving(app) as url, opening(app, chromium, url) as open_:
        yield Desk(app, open_, course, person, quiz, survey)


def test_a_question_moves_by_button_and_by_keyboard(desk: Desk) -> None:
    page = desk.page(f"/lessons/{desk.quiz.slug}")
    page.get_by_role("button", name="Move question 1 down").click()
    expect(page.locator("[data-voice]")).to_have_text("Now in place 2 of 3")
    assert desk.asked() == ["ข้อ 1", "ข้อ 0", "ข้อ 2"]
    page.get_by_role("link", name="ข้อ 2").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-voice]")).to_have_text("Now in place 2 of 3")
    for _n in range(50):
        if desk.asked() == ["ข้อ 1", "ข้อ 2", "ข้อ 0"]:
            break
        page.wait_for_timeout(100)
    assert desk.asked() == ["ข้อ 1", "ข้อ 2", "ข้อ 0"]


def test_a_row_comes_without_a_new_page_and_keeps_what_was_typed(desk: Desk) -> None:
    page = desk.page("/questions/new/single")
    page.get_by_label("What is asked").fill("ข้อใดถูก")
    page.get_by_label("Option 1").fill("ก")
    page.evaluate("window.still = true")
    page.get_by_role("button", name="Add an option").click()
    expect(page.get_by_label("Option 5")).to_be_focused()
    assert page.evaluate("window.still")
    expect(page.get_by_label("What is asked")).to_have_value("ข้อใดถูก")
    page.get_by_label("Option 5").fill("ข")
    page.locator("[name=options-4-correct]").check()
    page.get_by_role("button", name="Save question").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ข้อใดถูก")


def test_places_are_drawn_with_the_mouse_and_moved_with_the_keyboard(desk: Desk) -> None:
    page = desk.page("/questions/new/hotspot")
    page.get_by_label("What is asked").fill("ชี้ลิงก์ปลอม")
    page.locator("[name=image_media]").select_option(label="inbox.png")
    page.locator("[name=image_alt]").fill("ภาพหน้าจอ")
    stage = page.locator("[data-stage]")
    stage.scroll_into_view_if_needed()
    page.get_by_role("button", name="Rectangle", exact=True).click()
    box = stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5, steps=4)
    page.mouse.up()
    place = page.locator("[name=regions-0-at]")
    numbers = [int(n) for n in re.findall(r"\d+", place.input_value())]
    for got, wanted in zip(numbers, (100, 200, 300, 300), strict=True):
        assert abs(got - wanted) <= 12
    page.locator("[name=regions-0-correct]").check()
    page.get_by_role("button", name="Circle", exact=True).focus()
    page.keyboard.press("Enter")
    second = page.locator("[name=regions-1-at]")
    expect(second).to_have_value("500, 500, 100")
    page.locator("[data-stage]").focus()
    page.keyboard.press("ArrowLeft")
    expect(second).to_have_value("490, 500, 100")
    page.get_by_role("button", name="Save question").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ชี้ลิงก์ปลอม")
    db.session.rollback()
    kept = db.session.scalars(sa.select(QuestionVersion).filter_by(kind="hotspot")).one()
    assert [region["shape"] for region in kept.key["regions"]] == ["rect", "circle"]


def test_a_list_of_answers_shows_only_where_it_is_asked_for(desk: Desk) -> None:
    page = desk.page(f"/lessons/{desk.survey.slug}")
    options = page.locator("[data-item]").first.locator("[data-options]")
    expect(options).to_be_hidden()
    page.locator("[data-item] select").first.select_option("choice")
    expect(options).to_be_visible()


@pytest.mark.parametrize(("locale", "size"), [("th", PHONE), ("en", DESKTOP)])
def test_everybody_can_use_the_pages(desk: Desk, locale: str, size: dict[str, int]) -> None:
    made = db.session.scalars(sa.select(QuestionVersion)).first()
    assert made is not None
    paths = [
        "/questions", "/questions/new", "/questions/new/single", "/questions/new/cloze",
        "/questions/new/hotspot", "/questions/new/upload", f"/lessons/{desk.quiz.slug}",
        f"/lessons/{desk.quiz.slug}/quiz/pick", f"/lessons/{desk.quiz.slug}/quiz/try",
        f"/lessons/{desk.survey.slug}", f"/lessons/{desk.survey.slug}/survey/results",
        "/statistics",
    ]  # fmt: skip
    page = desk.page("/questions", locale, size=size)
    for path in paths:
        page.goto(f"/studio/{desk.course.code}{path}")
        found = Axe().run(page, options=RULES).response["violations"]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
