"""What an uploaded table may look like, and that nothing of it is lost without a word."""

import pytest

from lms.csv_rows import NotText, rows_of
from lms.errors import DomainError
from lms.i18n import speaking

COLUMNS = ("code", "title", "others")


def refused(text: str) -> str:
    with speaking("en"), pytest.raises(DomainError) as refusal:
        rows_of(text.encode(), COLUMNS)
    assert refusal.value.field == "file"
    return str(refusal.value)


@pytest.mark.parametrize("line", [0, 1])
def test_a_cell_longer_than_any_text_is_refused(line: int) -> None:
    lines = ["code,title", "A1,Safety"]
    lines[line] += "," + "x" * 140_000
    with pytest.raises(NotText):
        rows_of("\n".join(lines).encode(), COLUMNS)


def test_a_row_with_more_cells_than_columns_is_refused_with_its_line() -> None:
    assert "Line 3 " in refused("code,title,others\nA1,Safety,x\nB1,Care,,digcomp22:1\n")
    read = rows_of(b"code,title,others\nA1,Safety,x,, \n", COLUMNS)
    assert read == [(2, {"code": "A1", "title": "Safety", "others": "x"})]


def test_a_column_named_twice_is_refused() -> None:
    assert "The first row names the columns" in refused("code,title,Title\nA1,Safety,Care\n")


def test_a_column_that_nobody_knows_is_refused() -> None:
    assert "The first row names the columns" in refused("code,colour\nA1,red\n")
