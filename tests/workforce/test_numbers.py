"""The page of the numbers, and the file."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from courses.enrolment.operations import enrol
from lms.clock import now
from lms.db import db, one_transaction
from lms.i18n.dates import fiscal_year
from lms.institutions.models import Institution, Role
from lms.workforce import operations
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder
from tests.workforce.test_counting import catch_up

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def analyst(client: Browser) -> Browser:
    person = make.member(Role.ANALYST)
    db.session.commit()
    return client.as_(person).speaking("en")


def class_of(people: int, **given: Any) -> Institution:
    course = make.course(**given)
    run = make.run(course)
    for _ in range(people):
        enrol(make.user(), run)
    return course.institution


def rows(page: TestResponse) -> list[dict[str, str]]:
    text = page.data.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.ADMIN, Role.INSTRUCTOR, None])
@pytest.mark.parametrize("path", ["/numbers", "/numbers.csv"])
def test_only_who_may_see_the_numbers_sees_them(
    client: Browser, path: str, role: Role | None
) -> None:
    person = make.member(role) if role else make.user()
    assert client.as_(person).get(path).status_code == 403


def test_who_is_not_logged_in_is_asked_to(client: Browser) -> None:
    assert client.get("/numbers").status_code == 302


def test_before_anything_is_counted_the_page_says_so(analyst: Browser) -> None:
    assert "Nothing has been counted yet" in analyst.get("/numbers").text


def test_the_page_shows_people_by_institution_and_month_with_definitions(analyst: Browser) -> None:
    institution = class_of(12)
    catch_up()
    page = analyst.get("/numbers").text
    assert str(institution.name.en) in page
    assert "As of" in page
    assert "People with a seat in a run" in page
    assert page.count(">12<") >= 4  # the figure, the institution, the month, the totals


def test_a_small_number_is_not_on_the_page_nor_in_the_file(analyst: Browser) -> None:
    class_of(3)
    class_of(30)
    catch_up()
    page = analyst.get("/numbers")
    assert "fewer than 5" in page.text
    assert not any(n in page.text for n in (">3<", ">30<"))  # 33 in all are shown
    assert not {"3", "30"} & {row["People enrolled"] for row in rows(analyst.get("/numbers.csv"))}


def test_the_threshold_is_a_setting(app: Flask, analyst: Browser) -> None:
    from dataclasses import replace

    class_of(12)
    catch_up()
    before = app.extensions["thaksa_config"]
    app.extensions["thaksa_config"] = replace(before, smallest_count=20)
    try:
        assert "fewer than 20" in analyst.get("/numbers").text
    finally:
        app.extensions["thaksa_config"] = before


def test_the_address_chooses_institution_and_year(analyst: Browser) -> None:
    first, second = class_of(11), class_of(14)
    catch_up()
    year = fiscal_year(now())
    page = analyst.get(f"/numbers?institution={first.code}&year={year}").text
    assert ">11<" in page
    assert ">14<" not in page
    assert ">25<" in analyst.get("/numbers?year=all").text
    assert second.code in {row["Code"] for row in rows(analyst.get("/numbers.csv?year=all"))}


@pytest.mark.parametrize(
    "query",
    ["institution=NOWHERE", "year=1999", "year=abc", "institution=" + "x" * 9000],
)
def test_a_choice_that_is_none_is_told_and_everything_is_shown(
    analyst: Browser, query: str
) -> None:
    class_of(12)
    catch_up()
    page = analyst.get(f"/numbers?{query}")
    assert page.status_code == 200
    assert "Choose one of the list." in page.text
    assert ">12<" in page.text


def test_a_name_that_a_spreadsheet_would_calculate_is_text(analyst: Browser) -> None:
    from lms.i18n import Localised

    institution = make.institution(name=Localised("=1+1", "=1+1"))
    class_of(12, institution=institution)
    catch_up()
    assert "'=1+1" in {row["Institution"] for row in rows(analyst.get("/numbers.csv"))}


def test_thai_months_and_years_are_thai(analyst: Browser) -> None:
    class_of(12)
    catch_up()
    page = analyst.speaking("th").get("/numbers").text
    assert f"ปีงบประมาณ {fiscal_year(now())}" in page


def test_the_page_needs_as_many_statements_for_many_as_for_one(analyst: Browser) -> None:
    def statements() -> int:
        with Recorder() as recorder:
            analyst.get("/numbers")
        return len(recorder.statements)

    class_of(6)
    catch_up()
    one = statements()
    for _ in range(6):
        class_of(7)
    catch_up()
    assert statements() == one


def test_a_run_of_the_worker_is_what_the_page_shows(analyst: Browser) -> None:
    class_of(12)
    db.session.commit()
    assert ">12<" not in analyst.get("/numbers").text
    with one_transaction():
        operations.rebuild()
        operations.roll_up()
    assert ">12<" in analyst.get("/numbers").text
