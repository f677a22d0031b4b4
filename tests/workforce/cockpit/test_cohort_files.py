"""The cohorts as files: the same numbers as on their page, and no more."""

import csv
import html
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from lms.institutions.models import Role
from tests import make
from tests.conftest import Browser
from tests.workforce.cockpit.crowds import count, crowd


@pytest.fixture
def reader(database: None, client: Browser) -> Browser:
    crowd(make.institution(code="ONE"), {"3001": 30})
    crowd(make.institution(code="TWO"), {"3001": 3})
    count()
    return client.as_(make.member(Role.ANALYST)).speaking("en")


def test_the_page_leads_to_files_of_the_same_numbers(reader: Browser) -> None:
    page = reader.get("/numbers/cohorts").text
    files = re.findall(r'href="(/numbers/cohorts\.[^"]+)" download', page)
    assert [one.split("?")[0] for one in files] == ["/numbers/cohorts.csv", "/numbers/cohorts.xlsx"]
    in_csv, in_xlsx = (reader.get(html.unescape(one)) for one in files)
    rows = list(csv.reader(io.StringIO(in_csv.data.decode("utf-8-sig"))))
    assert rows[0][1:3] == ["Began in", "Number of people"]
    assert rows[1][2] == "33"
    assert ">33<" in page
    book = CalamineWorkbook.from_filelike(io.BytesIO(in_xlsx.data))
    assert book.get_sheet_by_index(0).to_python()[1][2] == 33
    assert 'filename="thaksa-cohorts-25' in in_csv.headers["Content-Disposition"]


def test_a_small_cohort_is_in_no_file(reader: Browser) -> None:
    for institution in ("ONE", "TWO"):
        address = f"/numbers/cohorts.csv?institution={institution}"
        row = list(csv.reader(io.StringIO(reader.get(address).text)))[1]
        assert (row[2] == "Not shown") is (
            "Not shown" in reader.get(address.replace(".csv", "")).text
        )
        assert row[2] != "3"
    assert "Not shown" in reader.get("/numbers/cohorts.csv?institution=TWO").text


def test_bad_addresses_are_told(reader: Browser) -> None:
    assert reader.get("/numbers/cohorts.pdf").status_code == 404
    assert reader.get("/numbers/cohorts.csv?period=soon").status_code == 400
    refused = reader.get("/numbers/cohorts.csv?sex=male")
    assert refused.status_code == 400
    assert "at most one filter" in refused.text


def test_only_who_may_see_numbers_gets_a_file(database: None, client: Browser) -> None:
    assert client.as_(make.user()).get("/numbers/cohorts.csv").status_code == 403
