"""Every number as a file, in the scope of who asks."""

import csv
import io
import json
import re
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from lms.institutions.models import Role
from tests import make
from tests.conftest import Browser
from tests.workforce.reports.crowds import class_of, count

pytestmark = pytest.mark.usefixtures("database")
ENDINGS = ("csv", "xlsx", "pdf", "parquet", "json")


@pytest.fixture
def analyst(client: Browser) -> Browser:
    return client.as_(make.member(Role.ANALYST)).speaking("en")


def told(browser: Browser, address: str) -> Any:
    answer = browser.get(f"/numbers/export.json?{address}")
    assert answer.status_code == 200, answer.text
    return json.loads(answer.data)


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_kind_of_file_comes_with_its_type_and_a_thai_name(
    client: Browser, ending: str
) -> None:
    class_of(12)
    count()
    thai = client.as_(make.member(Role.ANALYST, locale="th")).speaking("th")
    answer = thai.get(f"/numbers/export.{ending}?measure=M01&by=district&period=all&title=ผู้สมัคร")
    assert answer.status_code == 200
    assert "filename*=UTF-8''%E0%B8" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    starts = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF", "parquet": b"PAR1"}
    assert answer.data.startswith(starts.get(ending, b"{"))


def test_the_number_is_the_same_in_every_file(analyst: Browser) -> None:
    class_of(17)
    class_of(23, district="3021")
    count()
    address = "measure=M01&by=district&period=all"
    files = {e: analyst.get(f"/numbers/export.{e}?{address}").data for e in ENDINGS}
    text = files["csv"].decode().removeprefix("\ufeff")
    rows = {r["Code: District of residence"]: r for r in csv.DictReader(io.StringIO(text))}
    in_csv = {code: rows[code]["Applicants"] for code in ("3001", "3021", "*")}
    assert in_csv == {"3001": "17", "3021": "23", "*": "40"}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"])).get_sheet_by_index(0)
    in_xlsx = {row[0]: row[2] for row in sheet.to_python()[1:]}
    table = pq.read_table(io.BytesIO(files["parquet"])).to_pylist()
    in_parquet = {row["district"]: row["value"] for row in table}
    plain = json.loads(files["json"])
    in_json = {r["codes"]["district"]: r["cells"][0]["value"] for r in plain["rows"]}
    for known in (in_xlsx, in_parquet, in_json | {"*": plain["total"][0]["value"]}):
        assert {code: known[code] for code in in_csv} == {"3001": 17, "3021": 23, "*": 40}


def test_a_small_number_is_in_no_file(analyst: Browser) -> None:
    class_of(3)
    class_of(31, district="3021")
    count()
    address = "measure=M01&by=district&period=all"
    rows = {r["codes"]["district"]: r["cells"][0] for r in told(analyst, address)["rows"]}
    assert rows["3001"]["hidden"]
    assert rows["3001"]["value"] is None
    text = analyst.get(f"/numbers/export.csv?{address}").text
    assert "Not shown" in text
    assert ",3," not in text


def test_institution_staff_get_their_own_numbers_only(client: Browser) -> None:
    mine, other = make.institution(code="MINE"), make.institution(code="OTHER")
    class_of(14, mine)
    class_of(26, other)
    count()
    staff = client.as_(make.member(Role.REGISTRAR, mine)).speaking("en")
    assert told(staff, "measure=M01&period=all")["total"][0]["value"] == 14
    assert told(staff, "measure=M01&period=all&institution=MINE")["total"][0]["value"] == 14
    foreign = staff.get("/numbers/export.json?measure=M01&period=all&institution=OTHER")
    unknown = staff.get("/numbers/export.json?measure=M01&period=all&institution=NOWHERE")
    assert (foreign.status_code, foreign.data) == (404, unknown.data)
    refused = staff.get("/numbers/export.csv?measure=M01&period=all&by=institution")
    assert refused.status_code == 422
    assert not re.search(r"\b26\b", refused.text)


@pytest.mark.parametrize(
    "address",
    [
        "measure=M99&period=all",
        "measure=M01&period=soon",
        "measure=M01&period=all&by=shoe_size",
        "measure=M01&period=all&district=9999",
        "measure=M01&period=all&by=district,sex&age_band=1&education=2",
        "measure=M01&period=all&by=disability,district",
        "measure=M01&period=all&by=district&district=3001",
        "period=all",
        "measure=M01&period=2569-11&series=months",
        "measure=M01&period=all&series=weekly",
    ],
)
def test_what_cannot_be_asked_is_told(analyst: Browser, address: str) -> None:
    answer = analyst.get(f"/numbers/export.csv?{address}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_unknown_kind_of_file_is_not_there(analyst: Browser) -> None:
    assert analyst.get("/numbers/export.docx?measure=M01&period=all").status_code == 404


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.REVIEWER, None])
def test_who_may_see_no_numbers_gets_no_file(client: Browser, role: Role | None) -> None:
    person = make.member(role) if role else make.user()
    assert client.as_(person).get("/numbers/export.csv?measure=M01").status_code == 403


def test_several_measures_and_the_year_before_stand_beside_each_other(analyst: Browser) -> None:
    class_of(12)
    count()
    sheet = told(analyst, "measure=M01,M03&period=this-year&series=before&by=district")
    assert [c["measure"] for c in sheet["columns"]] == ["M01", "M01", "M03", "M03"]
    assert len({c["period"] for c in sheet["columns"]}) == 2


def test_month_by_month_has_a_line_for_each_month(analyst: Browser) -> None:
    class_of(12)
    count()
    sheet = told(analyst, "measure=M01&period=this-year&series=months&by=district")
    assert [head["code"] for head in sheet["by"]] == ["district", "period"]
    mine = [r for r in sheet["rows"] if r["codes"]["district"] == "3001"]
    assert sum(r["cells"][0]["value"] for r in mine) == 12
    alone = told(analyst, "measure=M01&period=this-year&series=months")
    assert [head["code"] for head in alone["by"]] == ["period"]
    assert sum(r["cells"][0]["value"] for r in alone["rows"]) == 12
    assert alone["total"][0]["value"] == 12


def test_too_many_files_at_once_have_to_wait(analyst: Browser) -> None:
    count()
    answers = [analyst.get("/numbers/export.csv?measure=M01&period=all") for _ in range(61)]
    assert [a.status_code for a in answers[-2:]] == [200, 429]
