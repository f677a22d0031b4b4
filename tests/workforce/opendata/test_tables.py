"""Open tables: what is published, in which form, and that it stays as it was all day."""

import csv
import io
import json
from datetime import date

import pytest
import sqlalchemy as sa

from lms.clock import now
from lms.db import db, one_transaction
from lms.workforce.opendata import operations
from lms.workforce.opendata.models import OpenTable
from lms.workforce.opendata.registry import DATASETS
from lms.workforce.periods import Period
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


@pytest.fixture
def published(database: None) -> None:
    crowd(make.institution(), {"3001": 40, "3021": 25, "3002": 2})
    count()
    publish()


def publish(*, again: bool = False) -> int:
    tables = operations.count()
    db.session.rollback()
    with one_transaction():
        return operations.publish(tables, again=again)


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
def test_a_table_stays_as_it_was_all_day(stranger: Browser) -> None:
    before = stranger.get("/data/people-by-district.json").data
    crowd(make.institution(), {"3021": 30})
    count()
    assert publish() == 0
    assert stranger.get("/data/people-by-district.json").data == before
    assert publish(again=True) == len(DATASETS)
    assert stranger.get("/data/people-by-district.json").data != before


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
def test_old_days_go_but_the_first_of_a_month_stays() -> None:
    for day in (date(2020, 1, 1), date(2020, 1, 2)):
        row = OpenTable(code="courses", day=day, as_of=now(), digest="0" * 64, content={})
        db.session.add(row)
    db.session.commit()
    publish(again=True)
    days = set(db.session.scalars(sa.select(OpenTable.day)))
    assert date(2020, 1, 1) in days
    assert date(2020, 1, 2) not in days


@pytest.mark.usefixtures("published")
def test_the_list_asks_the_database_a_handful_of_times(stranger: Browser) -> None:
    assert statements(stranger, "/data") <= 8
