"""A file of inhabitants, row by row."""

import pytest

from lms.workforce.geography.census import BadFile, read

HEAD = "code,year,people\n"


def test_years_are_of_either_era_and_numbers_as_people_write_them() -> None:
    reading = read(
        (HEAD + '3001,2568,"441,064"\n30,2025,2630058\n๓๐๐๒,๒๕๖๘,๙๐๐๐๐\n').encode(), 2570
    )
    assert reading.problems == ()
    assert [(r.code, r.year, r.people) for r in reading.rows] == [
        ("3001", 2568, 441064), ("30", 2568, 2630058), ("3002", 2568, 90000),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_file_of_windows_is_read_too(encoding: str) -> None:
    text = "Code,Year,People,ชื่อ\n3001,2568,10,เมืองนครราชสีมา\n"
    assert read(text.encode(encoding), 2570).rows[0].people == 10


def test_what_is_no_text_is_refused() -> None:
    for content in ((HEAD + "3001,2568,10\n").encode("utf-16"), (HEAD + "\0").encode()):
        with pytest.raises(BadFile):
            read(content, 2570)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("9999,2568,10", "9999"),
        ("99,2568,10", "99"),
        ("4303,2568,10", "4303"),
        ("abc,2568,10", "abc"),
        ("3001,2571,10", "2571"),
        ("3001,68,10", "68"),
        ("3001,2568,-5", "-5"),
        ("3001,2568,many", "many"),
        ("3001,2568,", "whole number"),
        ('3001,2568,"1,000,000,000,000"', "whole number"),
        ("3001,2568,999999999", "whole number"),
        ("٣٠٠١,2568,1", "no code"),
    ],
)
def test_a_row_that_is_not_right_is_said_with_its_line(row: str, word: str) -> None:
    reading = read(f"{HEAD}3002,2568,1\n{row}\n".encode(), 2570)
    assert [line for line, _text in reading.problems] == [3]
    assert word in reading.problems[0][1]


def test_the_same_area_and_year_twice_is_said() -> None:
    assert read(f"{HEAD}3001,2568,1\n3001,2025,2\n".encode(), 2570).problems[0][0] == 3


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_tables_are_cut_as_spreadsheets_write_them(between: str) -> None:
    text = "code,year,people\r\n3001,2568,10\r\n".replace(",", between)
    assert read(text.encode(), 2570).rows[0].people == 10


@pytest.mark.parametrize(
    "content",
    [HEAD.encode() + b'"' + b"9" * 200_000, b"", b"\x00\x01", b"name,people\nx,1\n", HEAD.encode()],
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        read(content, 2570)
