"""One number, wherever it is read: the answer, the page, and every file."""

import csv
import io
import json
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from courses.enrolment.models import Enrolment
from courses.learning.models import QuizResult
from lms.clock import now
from lms.db import db
from lms.institutions.models import Role
from lms.workforce.asking import Cell, Question
from lms.workforce.measures import ask, get_measure
from lms.workforce.periods import Period
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder
from tests.workforce.measures import world
from tests.workforce.reports.crowds import class_of, count

pytestmark = pytest.mark.usefixtures("database")
ASKED = [
    ("M01", "district"),
    ("M02", "sex"),
    ("M03", "institution"),
    ("M05", "course"),
    ("M06", "mode"),
    ("M07a", "institution"),
    ("M08a", "institution"),
    ("M09a", "course"),
    ("M12", "skill"),
    ("M18", "sector"),
]


def plain(cell: Cell) -> str:
    """Hidden, nothing, or the number as it is."""
    if cell.hidden:
        return "hidden"
    return "nothing" if cell.value is None else f"{float(cell.value):g}"


def read(value: Any) -> str:
    if value in (None, ""):
        return "nothing"
    return "hidden" if value == "Not shown" else f"{float(value):g}"


def on_page(text: str, *, is_share: bool) -> list[str]:
    """The last column of the table, as a reader sees it."""
    cells = re.findall(r'<td class="number[^"]*">(.*?)</td>', text, re.S)
    seen = []
    for cell in cells:
        words = unescape(re.sub(r"<[^>]+>", " ", cell)).split("(")[0].strip()
        if words in ("Not shown", "–"):
            seen.append({"Not shown": "hidden", "–": "nothing"}[words])
            continue
        number = Decimal(words.rstrip("%").replace(",", ""))
        seen.append(f"{float(number / 100 if is_share else number):g}")
    return seen


def test_page_and_files_say_what_the_answer_says(client: Browser) -> None:
    world.build()
    analyst = client.as_(make.member(Role.ANALYST)).speaking("en")
    for code, by in ASKED:
        measure = get_measure(code)
        table = ask(Question(code, Period.parse("all"), (by,)))
        wanted = [plain(cell) for cell in (*table.cells.values(), table.total)]
        address = f"measure={code}&by={by}&period=all"
        got = {e: analyst.get(f"/numbers/export.{e}?{address}").data
               for e in ("csv", "xlsx", "parquet", "json")}  # fmt: skip
        page = analyst.get(f"/numbers/reports/new?{address}").text
        rows = list(csv.DictReader(io.StringIO(got["csv"].decode().removeprefix("\ufeff"))))
        assert [read(row[str(measure.title)]) for row in rows] == wanted, code
        book = CalamineWorkbook.from_filelike(io.BytesIO(got["xlsx"])).get_sheet_by_index(0)
        assert [read(row[2]) for row in book.to_python()[1:]] == wanted, code
        flat = pq.read_table(io.BytesIO(got["parquet"])).to_pylist()
        assert ["hidden" if r["hidden"] else read(r["value"]) for r in flat] == wanted, code
        told = json.loads(got["json"])
        cells = [*(row["cells"][0] for row in told["rows"]), told["total"][0]]
        assert ["hidden" if c["hidden"] else read(c["value"]) for c in cells] == wanted, code
        assert on_page(page, is_share=measure.unit.value == "rate") == wanted, code


def test_a_gain_below_nought_is_a_number_in_every_file(client: Browser) -> None:
    course = class_of(6)
    for place in db.session.scalars(sa.select(Enrolment)).all():
        for role, percent in (("pre_test", 80), ("post_test", 60)):
            db.session.add(
                QuizResult(enrolment_id=place.id, lesson_key=len(role), role=role, attempts=1,
                           first_percent=percent, best_percent=percent, passed=True,
                           updated_at=now())
            )  # fmt: skip
    count()
    analyst = client.as_(make.member(Role.ANALYST)).speaking("en")
    text = analyst.get("/numbers/export.csv?measure=M08a&by=course&period=all").text
    row = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert row["Code: Course"] == course.code
    ends = [value for name, value in row.items() if name.startswith("Learning gain")]
    assert ends
    assert [float(end) for end in ends] == [-20.0] * len(ends)


def test_many_courses_need_no_more_statements_than_one(client: Browser) -> None:
    analyst = client.as_(make.member(Role.ANALYST))
    address = "/numbers/export.csv?measure=M01&by=course&period=all"

    def statements() -> int:
        with Recorder() as recorder:
            assert analyst.get(address).status_code == 200
        return len(recorder.statements)

    class_of(6)
    count()
    analyst.get(address)
    one = statements()
    for _ in range(5):
        class_of(6)
    count()
    db.session.commit()
    analyst.get(address)
    assert statements() <= one
