"""A number in the interface for programs, in its export and on the screen is the one SQL counted."""

import csv
import io
from typing import Any

import pytest
from flask import Flask

from lms.i18n import speaking
from lms.institutions.models import Role
from lms.workforce.asking import Question, Table
from lms.workforce.formats import sheet_of
from lms.workforce.formats.sheet import shown
from lms.workforce.measures import MEASURES, ask
from lms.workforce.periods import Period
from tests import make
from tests.conftest import Browser
from tests.workforce.measures.test_by_sql import numbers  # noqa: F401 - a fixture

ALWAYS = Period.parse("all")


@pytest.fixture(scope="module")
def browser(app: Flask, numbers: None) -> Browser:  # noqa: F811
    return Browser(app.test_client()).speaking("en").as_(make.member(Role.ANALYST)).speaking("en")


def _question(code: str) -> Question:
    by = next((d for d in ("institution", "mode") if d in MEASURES[code].dimensions), "")
    return Question(code, ALWAYS, (by,) if by else ())


def _words(table: Table) -> list[str]:
    """Every number as people read it."""
    sheet = sheet_of(table)
    return [shown(cell, sheet.columns[0], "en") for cell in (*table.cells.values(), table.total)]


@pytest.mark.parametrize("code", sorted(set(MEASURES) - {"M16"}))
def test_a_number_is_the_same_on_every_way_out(browser: Browser, code: str) -> None:
    question = _question(code)
    with speaking("en"):
        table = ask(question)
        words = _words(table)
    address = "&".join(f"{k}={v}" for k, v in question.args().items())
    api = browser.get(f"/api/v1/measures/{code}?lang=en&{address.partition('&')[2]}").json
    told = [row["value"] for row in api["rows"]] + [api["total"]["value"]]
    cells = [*table.cells.values(), table.total]
    assert told == [None if c.value is None else pytest.approx(float(c.value)) for c in cells]
    assert [r["hidden"] for r in api["rows"]] == [c.hidden for c in table.cells.values()]
    page = browser.get(f"/numbers/reports/new?{address}")
    export = browser.get(f"/numbers/export.csv?{address}")
    rows = list(csv.reader(io.StringIO(export.data.decode("utf-8-sig"))))
    flat = {field for row in rows for field in row}
    for cell, word in zip(cells, words, strict=True):
        assert word in page.text, (code, word)
        assert cell.hidden or cell.value is None or _written(cell.value) & flat, (code, cell, rows)


def _written(value: Any) -> set[str]:
    """A number as a sheet may hold it."""
    return {str(value), f"{float(value):g}", f"{value:,}", f"{float(value):.1f}", str(float(value))}
