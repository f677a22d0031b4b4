"""Open tables: what is published, in which form, and that it stays as it was all day."""

import csv
import io
import json
from datetime import date, timedelta

import pytest

from lms.clock import now, travel
from lms.db import db, one_transaction
from lms.workforce.opendata import operations
from lms.workforce.opendata.registry import DATASETS
from lms.workforce.periods import Period, month_of
from tests import make
from tests.conftest import Browser
from tests.workforce.cockpit.crowds import count, crowd
from tests.workforce.cockpit.test_overview import statements

pytestmark = pytest.mark.usefixtures("database")
FIELDS = {
    "title", "notes", "data_type", "data_category", "data_classification", "data_language",
    "data_format", "data_source", "data_support", "data_collect", "objective",
    "update_frequency_unit", "update_frequency_interval", "geo_coverage", "disaggregate",
    "unit_of_measure", "calculation_method", "first_year_of_data", "last_year_of_data",
    "created_date", "last_updated_date", "data_release_calendar", "accessible_condition",
    "allow_harvest", "maintainer", "maintainer_email", "license_id",
}  # fmt: skip


@pytest.fixture
def stranger(client: Browser) -> Browser:
    return client.speaking("en")


LATER = timedelta(days=900)


@pytest.fixture
def published(database: None) -> None:
    crowd(make.institution(), {"3001": 40, "3021": 25, "3002": 2})
    count()
    publish()


def publish(*, again: bool = False, after: timedelta = LATER) -> int:
    """When every period is over in which anybody learned today."""
    with travel(after):
        tables = operations.count(again=again)
        db.session.rollback()
        with one_transaction():
            return operations.publish(tables)


def rows(answer: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer)))


def test_before_anything_is_published_the_page_says_so(stranger: Browser) -> None:
    assert "Nothing is published yet" in stranger.get("/data").text
    assert stranger.get("/data/people-by-district").status_code == 404
    assert stranger.get("/data/catalogue.json").json["result"] == []


@pytest.mark.usefixtures("published")
def test_every_dataset_has_a_page_and_its_files(stranger: Browser) -> None:
    page = stranger.get("/data").text
    for code in DATASETS:
        assert f"/data/{code}" in page
        for path in ("", ".csv", ".json", "/package.json"):
            assert stranger.get(f"/data/{code}{path}").status_code == 200, (code, path)
    assert stranger.get("/data/nothing.csv").status_code == 404


@pytest.mark.usefixtures("published")
def test_the_csv_opens_in_a_spreadsheet_and_hides_the_few(stranger: Browser) -> None:
    answer = stranger.get("/data/people-by-district.csv?lang=en")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Cache-Control"].startswith("public")
    year = str(Period.now(now()))
    found = {
        row["Code: District of residence"]: row["Applicants"]
        for row in rows(answer.data.decode("utf-8-sig"))
        if row["Code: Period"] == year
    }
    assert found["3002"] == "Not shown"
    assert "Not shown" in (found["3001"], found["3021"])
    thai = stranger.get("/data/people-by-district.csv").data.decode("utf-8-sig")
    assert "ไม่แสดง" in thai


@pytest.mark.usefixtures("published")
def test_who_has_the_file_gets_nothing_anew(stranger: Browser) -> None:
    first = stranger.get("/data/people-by-month.json")
    again = stranger.get(
        "/data/people-by-month.json", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in first.headers


@pytest.mark.usefixtures("published")
def test_what_was_published_of_a_period_stays(stranger: Browser) -> None:
    before = stranger.get("/data/people-by-district.json").data
    crowd(make.institution(), {"3021": 30})
    count()
    assert publish(after=LATER + timedelta(days=1)) == 0
    assert stranger.get("/data/people-by-district.json").data == before
    assert publish(again=True) > 0
    assert stranger.get("/data/people-by-district.json").data != before


@pytest.mark.parametrize(
    ("late", "is_told"), [({}, True), ({"3021": 1}, False), ({"3021": 9}, True)]
)
def test_a_year_does_not_tell_who_came_late_to_its_quarter(
    stranger: Browser, late: dict[str, int], is_told: bool
) -> None:
    crowd(make.institution(), {"3001": 40, "3021": 25, "3002": 30})
    count()
    year = Period.now(now())
    quarter = next(part for part in year.children if part.holds(month_of(now())))
    publish(after=timedelta(days=100))
    told = districts(stranger, quarter)
    assert told["3021"] == "25"
    if late:
        crowd(make.institution(), late)
        count()
    publish()
    told = districts(stranger, year)
    assert (told["3021"] != "Not shown") == is_told
    assert "40" in (told["3001"], told["3002"], told["3021"])


def districts(stranger: Browser, period: Period) -> dict[str, str]:
    """Applicants by district."""
    answer = stranger.get("/data/people-by-district.csv?lang=en").data.decode("utf-8-sig")
    return {
        row["Code: District of residence"]: row["Applicants"]
        for row in rows(answer)
        if row["Code: Period"] == str(period)
    }


def test_nothing_is_published_before_its_period_is_over(stranger: Browser) -> None:
    crowd(make.institution(), {"3001": 40, "3021": 25})
    count()
    assert str(Period.of_month(month_of(now()))) not in months_told(stranger, timedelta(0))
    assert str(Period.of_month(month_of(now()))) in months_told(stranger, timedelta(days=33))
    districts = stranger.get("/data/people-by-district.json")
    assert districts.status_code == 404 or str(Period.now(now())) not in districts.text


def months_told(stranger: Browser, after: timedelta) -> list[str]:
    publish(after=after)
    return [
        row["codes"]["period"] for row in stranger.get("/data/people-by-month.json").json["rows"]
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), ["2568", "2569"]),
        (date(2027, 1, 1), ["2568", "2569", "2570-q1"]),
        (date(2027, 9, 30), ["2568", "2569", "2570-q1", "2570-q2", "2570-q3"]),
        (date(2027, 10, 1), ["2568", "2569", "2570"]),
    ],
)
def test_years_that_are_over_and_quarters_of_this_one(day: date, expected: list[str]) -> None:
    years = [Period.of_year(year) for year in (2568, 2569, 2570)]
    periods = DATASETS["people-by-district"].periods(years, day)
    assert [str(period) for period in periods] == expected


@pytest.mark.usefixtures("published")
def test_the_catalogues_have_every_field(stranger: Browser) -> None:
    package = stranger.get("/data/people-by-district/package.json").json
    assert set(package) >= FIELDS
    assert [r["format"] for r in package["resources"]] == ["CSV", "JSON"]
    assert package["last_year_of_data"] == Period.now(now()).year
    listed = stranger.get("/data/catalogue.json").json
    assert listed["result"] == list(DATASETS)
    linked = json.loads(stranger.get("/data/catalog.jsonld").data)
    assert linked["@type"] == "dcat:Catalog"
    assert len(linked["dcat:dataset"]) == len(DATASETS)


@pytest.mark.usefixtures("published")
def test_too_many_files_at_once_wait(stranger: Browser) -> None:
    answers = {stranger.get("/data/people-by-month.csv").status_code for _n in range(122)}
    assert answers == {200, 429}


@pytest.mark.usefixtures("published")
def test_the_list_asks_the_database_a_handful_of_times(stranger: Browser) -> None:
    assert statements(stranger, "/data") <= 8
