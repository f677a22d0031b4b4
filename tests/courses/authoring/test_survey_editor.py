"""Authors build surveys by a form; the standard questions keep their keys."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from courses.authoring.operations.drafts import open_draft
from courses.content.models import Course, Lesson, LessonKind
from courses.learning.models import SurveyResponse
from courses.learning.survey import load, of_lesson
from lms.db import db
from lms.institutions.public import today
from tests import make
from tests.conftest import Browser
from tests.courses.authoring.banks import author

SCALE = {"scale_th": "มากที่สุด\nมาก\nปานกลาง\nน้อย\nน้อยที่สุด", "do": "save"}
ITEM = "sections-0-questions-0-"
FILLED = SCALE | {
    "sections-0-title_th": "ตอนที่ 1",
    f"{ITEM}key": "overall",
    f"{ITEM}kind": "likert",
    f"{ITEM}text_th": "พอใจโดยรวม",
    f"{ITEM}required": "y",
    "sections-0-questions-1-kind": "choice",
    "sections-0-questions-1-text_th": "เรียนที่ไหน",
    "sections-0-questions-1-options_th": "บ้าน\nที่ทำงาน",
}


@pytest.fixture
def course(database: None) -> Course:
    return make.course(kinds=[LessonKind.SURVEY, LessonKind.ARTICLE])


def the_lesson(course: Course, *, live: bool = False) -> Lesson:
    version = course.version_id if live else open_draft(course, None).id
    wanted = sa.select(Lesson).where(Lesson.version_id == version, Lesson.kind == LessonKind.SURVEY)
    return db.session.scalars(wanted).one()


def post(client: Browser, course: Course, form: dict[str, Any]) -> Any:
    browser = client.as_(author(course)).speaking("en")
    slug = the_lesson(course).slug
    return browser.post(f"/studio/{course.code}/lessons/{slug}/survey", form)


def test_a_survey_is_built_and_the_live_one_stays(client: Browser, course: Course) -> None:
    assert post(client, course, FILLED).status_code == 302
    built = of_lesson(the_lesson(course).settings)
    first, second = built.questions
    assert (first.key, first.required, len(first.options)) == ("overall", True, 5)
    assert (second.kind, [str(text.th) for _, text in second.options]) == (
        "choice", ["บ้าน", "ที่ทำงาน"],
    )  # fmt: skip
    assert of_lesson(the_lesson(course, live=True).settings) == load()


def test_the_standard_form_comes_back_whole(client: Browser, course: Course) -> None:
    post(client, course, FILLED)
    assert post(client, course, {"do": "standard"}).status_code == 302
    assert the_lesson(course).settings["survey"] == "satisfaction"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({f"{ITEM}text_th": ""}, "A text is missing here"),
        ({f"{ITEM}kind": "text"}, "belongs to the standard form"),
        ({"sections-0-questions-1-options_th": "เดียว"}, "two different options"),
        ({"scale_th": "ดี\nไม่ดี"}, "five points"),
        ({"scale_th": ""}, "This is needed"),
        ({f"{ITEM}key": "<script>"}, "not allowed"),
        ({"sections-0-questions-1-key": "overall"}, "have the same key"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Browser, course: Course, wrong: dict[str, Any], message: str
) -> None:
    page = post(client, course, FILLED | {"introduction_th": "คำนำที่พิมพ์ไว้"} | wrong)
    assert page.status_code == 200
    assert "Not saved yet" in page.text
    assert message in page.text
    assert "คำนำที่พิมพ์ไว้" in page.text
    assert of_lesson(the_lesson(course).settings) == load()


def test_rows_come_and_go_without_a_script(client: Browser, course: Course) -> None:
    for do in ("add-sections", "add-sections-0-questions", "down-sections-0-questions-0",
               "remove-sections-0-questions-1", "remove-sections-0", "up-sections-9"):  # fmt: skip
        page = post(client, course, FILLED | {"do": do})
        assert page.status_code == 200
        assert "Not saved yet" not in page.text


def test_others_may_not_change_it(client: Browser, course: Course) -> None:
    stranger = client.as_(author(make.course())).speaking("en")
    here = f"/studio/{course.code}/lessons/{the_lesson(course).slug}/survey"
    assert stranger.post(here, FILLED).status_code == 404
    assert stranger.get(f"{here}/results").status_code == 404
    assert stranger.get(f"{here}/results.csv").status_code == 404


def test_results_open_in_a_spreadsheet_as_texts(client: Browser, course: Course) -> None:
    lesson, run = the_lesson(course, live=True), make.run(course)
    for number in range(5):
        db.session.add(
            SurveyResponse(
                id=number, run_id=run.id, lesson_key=lesson.key,
                answered_on=today() - timedelta(days=1),
                answers={"overall": "5", "liked": "=HYPERLINK(1)", "improve": "+ดีแล้ว"},
            )
        )  # fmt: skip
    browser = client.as_(author(course)).speaking("en")
    here = f"/studio/{course.code}/lessons/{lesson.slug}/survey/results"
    assert "5.00" in browser.get(here).text
    raw = browser.get(f"{here}.csv").data
    assert raw.startswith(b"\xef\xbb\xbf")
    cells = {cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row}
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    book = zipfile.ZipFile(io.BytesIO(browser.get(f"{here}.xlsx").data))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in book.read("xl/sharedStrings.xml").decode()
    assert browser.get(f"{here}.exe").status_code == 404
