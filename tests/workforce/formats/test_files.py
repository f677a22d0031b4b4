"""The same numbers in every file; what is hidden is in none of them."""

import csv
import io
import json
import zipfile
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from lms.i18n import speaking
from lms.workforce.asking import Cell
from lms.workforce.formats import Line, to_csv, to_json, to_parquet, to_xlsx
from tests.workforce.formats.sheets import HOURS, PEOPLE, RATE, sheet

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]


def csv_rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_csv_has_codes_titles_numbers_and_words_for_what_is_hidden() -> None:
    rows = csv_rows(to_csv(sheet()))
    assert [row["Code: อำเภอ"] for row in rows] == ["3001", "3002", "na", "*"]
    assert [row[PEOPLE.title] for row in rows] == ["12345", "Not shown", "0", "12400"]
    assert [row[HOURS.title] for row in rows] == ["142864.5", "", "0", "142870.5"]
    assert rows[0]["Completion rate, low end"] == "0.71"
    assert rows[1]["Completion rate, low end"] == ""


@pytest.mark.parametrize("words", FORMULAS)
def test_what_a_spreadsheet_would_calculate_is_text(words: str) -> None:
    made = sheet(lines=(Line(("x",), (words,), (Cell(7),) * 3),), filters=((words, words),))
    assert csv_rows(to_csv(made))[0]["อำเภอ"] == "'" + words
    content = to_xlsx(made)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        pages = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
    assert pages
    assert not any("<f>" in page or "<hyperlink" in page for page in pages)
    page = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert str(page[1][1]).strip() == words.strip()


def test_a_negative_number_stays_a_number_in_a_csv() -> None:
    made = sheet(lines=(Line(("x",), ("y",), (Cell(-3), Cell(Decimal("-0.5")), Cell(1))),))
    row = csv_rows(to_csv(made))[0]
    assert (row[PEOPLE.title], row["Completion rate"]) == ("-3", "-0.5")


def test_a_negative_number_stays_a_number_in_excel() -> None:
    made = sheet(lines=(Line(("x",), ("y",), (Cell(-3), Cell(Decimal("-0.5")), Cell(1))),))
    page = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(made))).get_sheet_by_index(0)
    assert page.to_python()[1][2:4] == [-3, -0.5]


def test_excel_has_typed_numbers_and_a_sheet_that_explains_them() -> None:
    with speaking("th"):
        content = to_xlsx(sheet())
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["ตัวเลข", "นิยามและหมายเหตุ"]
    page = book.get_sheet_by_index(0).to_python()
    assert page[1] == ["3001", "เมืองนครราชสีมา", 12345, 0.741, 0.71, 0.77, 142864.5]
    assert page[2][2:] == ["ไม่แสดง", "ไม่แสดง", "", "", ""]
    assert page[4][0] == "*"
    assert page[4][2] == 12400
    words = str(book.get_sheet_by_index(1).to_python())
    for said in ("นับคนที่ถือใบรับรอง", "มทร.อีสาน", "22 พ.ย. 2569 10:40", "ยังไม่ครบ", "ไม่แสดง"):
        assert said in words


def test_excel_freezes_the_header_and_names_a_thai_font() -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(sheet()))) as book:
        page, styles = book.read("xl/worksheets/sheet1.xml"), book.read("xl/styles.xml")
    assert b'state="frozen"' in page
    assert b'ySplit="1"' in page
    assert b"TH Sarabun New" in styles
    assert b'<charset val="222"/>' in styles


def test_parquet_is_typed_and_carries_its_definitions() -> None:
    table = pq.read_table(io.BytesIO(to_parquet(sheet())))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["district"] == kinds["district_title"] == "string"
    assert kinds["value"] == "double"
    assert (kinds["hidden"], kinds["people"]) == ("bool", "int64")
    assert kinds["as_of"] == "timestamp[ms, tz=UTC]"
    rows = table.to_pylist()
    assert len(rows) == 4 * 3
    first = next(r for r in rows if r["district"] == "3001" and r["measure"] == "M06")
    assert first["value"] == 142864.5
    hidden = [r for r in rows if r["hidden"]]
    assert len(hidden) == 2
    assert all(r["value"] is r["people"] is r["low"] is None for r in hidden)
    about = table.schema.metadata
    assert "นับคนที่ถือใบรับรอง" in about[b"definitions"].decode()
    assert about[b"as_of"] == b"2026-11-22T03:40:00+00:00"


def test_where_every_measure_counts_parquet_has_whole_numbers() -> None:
    lines = tuple(Line(line.codes, line.titles, line.cells[:1]) for line in sheet().lines)
    made = sheet(columns=(PEOPLE,), lines=lines, total=sheet().total[:1])
    table = pq.read_table(io.BytesIO(to_parquet(made)))
    assert str(table.schema.field("value").type) == "int64"


def test_json_says_hidden_and_gives_no_value() -> None:
    told = json.loads(to_json(sheet()))
    assert told["rows"][0]["cells"][0] == {"value": 12345, "hidden": False, "people": 12345}
    assert told["rows"][1]["cells"][0] == {"value": None, "hidden": True}
    assert told["rows"][0]["cells"][1]["low"] == 0.71
    assert told["total"][2]["value"] == 142870.5
    assert told["columns"][0]["definition"] == PEOPLE.definition


def test_the_same_measure_in_two_periods_keeps_both_columns_apart() -> None:
    from dataclasses import replace

    columns = tuple(
        replace(PEOPLE, period=code, period_title=title)
        for code, title in (("2570", "ปี 2570"), ("2569", "ปี 2569"))
    )
    lines = (Line(("3001",), ("เมือง",), (Cell(10), Cell(8))),)
    made = sheet(columns=columns, lines=lines, total=(Cell(10), Cell(8)))
    row = csv_rows(to_csv(made))[0]
    assert row["ผู้ได้รับวุฒิบัตร · ปี 2570"] == "10"
    assert row["ผู้ได้รับวุฒิบัตร · ปี 2569"] == "8"
    periods = pq.read_table(io.BytesIO(to_parquet(made))).column("period").to_pylist()
    assert set(periods) == {"2570", "2569"}


def test_a_table_of_one_number_has_one_line_in_every_file() -> None:
    made = sheet(heads=(), lines=(), columns=(RATE,), total=(Cell(Decimal("0.5")),))
    assert csv_rows(to_csv(made))[0]["Completion rate"] == "0.5"
    page = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(made))).get_sheet_by_index(0)
    assert page.to_python()[1] == [0.5]
    assert pq.read_table(io.BytesIO(to_parquet(made))).num_rows == 1
