"""The first screen: figures, filters in the address, panels; nothing that a small number betrays."""

import contextvars
import csv
import html
import io
import re
from decimal import Decimal

import pytest

from lms.clock import now
from lms.i18n import speaking
from lms.institutions.models import Role
from lms.workforce.asking import Cell
from lms.workforce.cockpit.wording import shown, written
from lms.workforce.measures import get_measure
from lms.workforce.periods import Period
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder
from tests.workforce.cockpit.crowds import count, crowd

MOST_STATEMENTS = 12


@pytest.fixture
def reader(database: None, client: Browser) -> Browser:
    crowd(make.institution(code="ONE"), {"3001": 30, "3021": 20})
    crowd(make.institution(code="TWO"), {"3001": 12, "3002": 3, "3003": 6})
    count()
    return client.as_(make.member(Role.ANALYST))


def test_it_shows_five_figures_and_when_they_were_counted(reader: Browser) -> None:
    page = reader.get("/numbers").text
    assert "Digital workforce" in page
    assert "as of" in page
    for title in ("Applicants", "Participants", "Completers", "People certified", "Person-hours"):
        assert title in page
    assert ">71<" in page


def test_nobody_else_may_look(database: None, client: Browser) -> None:
    assert client.get("/numbers").status_code == 302
    assert client.as_(make.user()).get("/numbers").status_code == 403
    assert client.as_(make.member(Role.INSTRUCTOR)).get("/numbers").status_code == 403
    assert client.as_(make.user()).get("/numbers/trend").status_code == 404


def test_a_filter_stands_in_the_address_and_can_be_taken_away(reader: Browser) -> None:
    page = reader.get("/numbers?district=3021").text
    assert "Take away the filter: Pak Chong" in page
    assert ">20<" in page
    assert ">71<" not in page


def test_a_district_that_does_not_exist_is_told(reader: Browser) -> None:
    answer = reader.get("/numbers?district=9999")
    assert answer.status_code == 400
    assert "9999" in answer.text


def test_a_period_that_is_none_is_told(reader: Browser) -> None:
    answer = reader.get("/numbers?period=soon")
    assert answer.status_code == 400
    assert "Write a period" in answer.text


def test_what_cannot_be_combined_is_not_offered_and_says_why(reader: Browser) -> None:
    page = reader.get("/numbers?sex=male").text
    assert "/numbers/filter/disability" not in page
    assert "Disability is never divided by district, age or sex, nor by course" in page
    full = reader.get("/numbers?sex=male&district=3001&institution=ONE").text
    assert "/numbers/filter/education" not in full
    assert "Choose at most three dimensions" in full


def test_a_new_copy_says_that_nothing_was_counted(database: None, client: Browser) -> None:
    count()
    page = client.as_(make.member(Role.ANALYST)).get("/numbers")
    assert page.status_code == 200
    assert "Nothing has been counted yet" in page.text


@pytest.mark.parametrize(
    "name", ["map", "funnel", "compare", "trend", "skills", "courses", "cohorts", "gain", "satisfaction"]
)  # fmt: skip
def test_every_panel_is_a_page_and_a_part(reader: Browser, name: str) -> None:
    for query in ("", "?district=3001", "?period=all", "?sex=male&institution=ONE&period=2569-11"):
        assert reader.get(f"/numbers/{name}{query}").status_code == 200
    part = reader.get(f"/numbers/{name}/part").text
    assert "<html" not in part
    assert "<h2>" in part


def test_a_panel_that_is_none_is_not_there(reader: Browser) -> None:
    assert reader.get("/numbers/nothing").status_code == 404
    assert reader.get("/numbers/nothing/part").status_code == 404


def test_small_numbers_read_not_shown(reader: Browser) -> None:
    page = reader.get("/numbers/map?show=M02").text
    assert "Not shown" in page
    assert "are not shown, nor those from which they could be worked out" in page


def test_a_row_leads_deeper(reader: Browser) -> None:
    page = reader.get("/numbers/map?show=M02").text
    assert "district=3021" in page


def test_a_long_list_of_values_is_searched(reader: Browser) -> None:
    page = reader.get("/numbers/filter/district?q=pak+chong").text
    assert "district=3021" in page
    assert "district=3001" not in page
    assert "Nothing is called so" in reader.get("/numbers/filter/district?q=zzz").text


def test_paper_has_every_panel(reader: Browser) -> None:
    page = reader.get("/numbers/print").text
    for title in ("From applying to work", "Institutions compared", "Courses compared"):
        assert title in page
    assert "hx-get" not in page


def test_the_header_leads_here_for_who_may_look(reader: Browser, client: Browser) -> None:
    assert 'href="/numbers"' in reader.get("/courses").text
    assert 'href="/numbers"' not in client.as_(make.user()).get("/courses").text


@pytest.mark.parametrize("path", ["/numbers", "/numbers/print", "/numbers/map", "/numbers/courses"])
def test_a_page_asks_the_database_a_handful_of_times(reader: Browser, path: str) -> None:
    """However many courses and institutions there are; what is counted is kept by the cube."""
    few = statements(reader, path)
    for _n in range(3):
        crowd(make.institution(), {"3001": 6})
    count()
    reader.get(path)
    assert (
        min(statements(reader, path) for _n in range(4)) <= few
    )  # some is looked at by the minute
    assert few <= MOST_STATEMENTS


def statements(reader: Browser, path: str) -> int:
    """Of a process that has answered before; the watermark is looked at twice a second outside tests."""
    reader.get(path)
    with Recorder() as recorder:
        again = contextvars.Context().run(reader.client.get, path)
    assert again.status_code == 200
    return sum("watermark" not in text for text, _values in recorder.statements)


@pytest.mark.parametrize(
    "path",
    [
        "/trend?show=M99",
        "/map?show=nothing",
        "/gain?by=shoe_size",
        "/satisfaction?by=sex",
        "/courses?sort=colour",
        "/courses?rows=many",
        "?measure=M99",
        "/funnel?measure=M99",
        "/trend/part?show=M99",
        "/compare?by=shoe_size",
    ],
)
def test_a_choice_that_is_none_is_told(reader: Browser, path: str) -> None:
    answer = reader.get(f"/numbers{path}")
    assert answer.status_code == 400
    assert f"“{path.partition('=')[2]}”" in answer.text


def test_the_file_of_the_trend_holds_the_year_before_too(reader: Browser) -> None:
    page = reader.get("/numbers/trend?show=M01").text
    address = html.unescape(re.findall(r'href="([^"]+/export\.csv[^"]+)"', page)[0])
    rows = list(csv.reader(io.StringIO(reader.get(address).text)))
    year = Period.now(now())
    assert rows[0][2:4] == [f"Applicants · {year.title}", f"Applicants · {year.before.title}"]
    assert [row[0] for row in rows[1:13]] == [str(Period.of_month(m)) for m in year.months]
    assert [row[2:4] for row in rows[1:] if row[2] not in ("", "0")] == [["71", "0"]] * 2


def test_the_funnel_names_only_the_definitions_of_what_it_shows(reader: Browser) -> None:
    page = reader.get("/numbers/funnel").text
    assert "#M05" in page
    assert "#M13b" not in page


def test_a_result_has_no_sign_and_a_gain_has_one() -> None:
    assert written(Decimal("52.4"), get_measure("M08c")) == "52.4"
    assert written(Decimal("21.2"), get_measure("M08a")) == "+21.2"
    with speaking("en"):
        cell = Cell(Decimal("21.2"), low=Decimal("20.0"), high=Decimal("22.5"))
        assert shown(cell, get_measure("M08a")).interval == "+20.0 to +22.5"
