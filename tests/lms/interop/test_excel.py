"""Workbooks and CSV with Thai headers: what is read, what is refused and where, what comes back."""

import io
import zipfile
from typing import Any

import pytest
import xlsxwriter

from courses.public import exchange
from courses.quizzes.questions import split
from lms.interop import excel

HEAD = ["ประเภท", "คำถาม", "ตัวเลือก 1", "ตัวเลือก 2", "ตัวเลือก 3", "เฉลย", "คะแนน"]


def book(*rows: list[Any], sheet: str = "คำถาม") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
    return out.getvalue()


def only(*row: Any) -> dict[str, Any]:
    parsed = excel.read(book(HEAD, list(row)))
    assert not parsed.problems, parsed.problems
    return dict(parsed.drafts[0].question)


def test_the_template_reads_itself_again() -> None:
    parsed = excel.read(excel.template())
    assert not parsed.problems
    kinds = {draft.kind.value for draft in parsed.drafts}
    assert len(kinds) == len(parsed.drafts) == 8
    again = excel.read(excel.write(parsed.drafts).content)
    assert [split(d.question) for d in again.drafts] == [split(d.question) for d in parsed.drafts]


@pytest.mark.parametrize("answer", [2, 2.0, "2", "๒", "ข", "ข.", "b", "สี่"])
def test_the_right_option_by_number_letter_or_text(answer: Any) -> None:
    question = only("ปรนัย", "สองบวกสอง", "สาม", "สี่", "ห้า", answer, "๒")
    assert [o.get("correct", False) for o in question["options"]] == [False, True, False]
    assert question["points"] == "2"


def test_numbers_of_a_sheet_are_read_as_people_see_them() -> None:
    assert only("คำตอบสั้น", "สายด่วน", None, None, None, 1441)["accept"] == ["1441"]
    assert only("ตัวเลข", "พาย", None, None, None, 3.14)["answer"] == "3.14"
    assert only("ถูก/ผิด", "ฟ้าสีคราม", None, None, None, True)["answer"] is True


def test_headers_in_another_order_with_other_names_and_a_title_above() -> None:
    content = book(
        ["แบบทดสอบ ปี 2569"], [], ["เฉลย", "โจทย์", "ข้อ ก", "ข้อ ข"], ["ก", "เลือก", "ใช่", "ไม่"]
    )
    (draft,) = excel.read(content).drafts
    assert draft.line == 4
    assert draft.question["options"][0] == {"key": "a", "text": "ใช่", "correct": True}


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (["ปริศนา", "x", "a", "b", None, 1], "ประเภท"),
        (["ปรนัย", "x", "a", "b", None, 9], "เฉลย"),
        (["ปรนัย", "x", "a", "b", None, None], "เฉลย"),
        (["ปรนัย", "x", "a", "a", None, 1], "ตัวเลือก"),
        (["ปรนัย", "x", "a", "b", None, 1, "มาก"], "คะแนน"),
        (["ปรนัย", "x", "a", "b", None, 1, -1], "คะแนน"),
        (["ถูกผิด", "x", None, None, None, "อาจจะ"], "เฉลย"),
        (["จับคู่", "x", "ไม่มีคู่", "ก = ข"], "ตัวเลือก"),
        (["เรียงลำดับ", "x", "ก", "ข", None, "1, 1"], "เฉลย"),
        (["", "x"], "ประเภท"),
        (["ปรนัย", "", "a", "b", None, 1], ""),
        (["ตัวเลข", "x", None, None, None, "มาก"], ""),
        (["คำตอบสั้น", "x", None, None, None, "#REF!"], ""),
    ],
)
def test_every_problem_names_sheet_row_and_column(row: list[Any], place: str) -> None:
    good = ["ปรนัย", "ดี", "a", "b", None, 1]
    parsed = excel.read(book(HEAD, good, row, good))
    assert len(parsed.drafts) == 2
    (problem,) = parsed.errors
    assert problem.line == 3
    assert problem.place == " · ".join(filter(None, ("คำถาม", place)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_csv_in_every_encoding(encoding: str, comma: str) -> None:
    text = 'คำถาม,ก,ข,เฉลย\r\n"สอง\r\nบวกสอง",3,4,ข\r\n'.replace(",", comma)
    (draft,) = excel.read(text.encode(encoding)).drafts
    assert draft.question["text"] == "สอง\nบวกสอง"


def test_no_cell_becomes_a_formula() -> None:
    draft = exchange.Draft(1, {"kind": "short", "text": '=HYPERLINK("x")', "accept": ["+1", "@a"]})
    content = excel.write([draft]).content
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        sheet = made.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert excel.read(content).drafts[0].question["accept"] == ["+1", "@a"]


def bomb(size: int, *, lying: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open("xl/workbook.xml", "w", force_zip64=True) as member:
            for _ in range(size >> 20):
                member.write(b"<" * (1 << 20))
    content = bytearray(out.getvalue())
    if lying:
        at = content.rfind(b"PK\x01\x02")
        content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 cut short",
        excel.template()[:4000],
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        b"\0\1\2\3",
        bomb(300 << 20, lying=False),
        bomb(64 << 20, lying=True),
        book(["ไม่มีหัวตาราง"]),
        book(),
        b"a,b\n1,2",
        ('"' * 200_001).encode(),
    ],
    ids=["header", "cut", "old", "binary", "bomb", "lying bomb", "no heads", "nothing", "csv", "quotes"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_message(content: bytes) -> None:
    parsed = exchange.read(excel.FORMAT, content)
    assert not parsed.drafts
    assert parsed.errors[0].message


def test_kinds_that_no_row_can_hold_are_listed() -> None:
    cloze = exchange.Draft(1, {"kind": "cloze", "text": "x {1}", "gaps": []})
    bar = exchange.Draft(1, {"kind": "short", "text": "x", "accept": ["a|b"]})
    assert excel.write([cloze, bar]).left_out == (cloze, bar)
