"""Excel: typed numbers under a frozen header, and a second sheet that says what they mean."""

import io
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter

from lms.i18n import gettext as _
from lms.i18n.dates import to_bangkok
from lms.workforce.asking import Cell
from lms.workforce.formats.sheet import Column, Sheet, hidden_words
from lms.workforce.formats.text import code_words, high_words, low_words

# Thai offices have it; 222 is the Thai character set, so what stands in for it writes Thai too.
FONT = {"font_name": "TH Sarabun New", "font_size": 16, "font_charset": 222, "font_family": 2}
WIDEST = 60
CLOSED = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": FONT,
}


def to_xlsx(sheet: Sheet) -> bytes:
    """Every text is text, whatever it begins with; a hidden number is words."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, CLOSED) as book:
        made_at = to_bangkok(sheet.as_of).replace(tzinfo=None)
        book.set_properties({"title": sheet.title, "created": made_at, "comments": sheet.period})
        looks = _Looks.of(book)
        _numbers(book.add_worksheet(_("Numbers")), sheet, looks)
        _meaning(book.add_worksheet(_("Definitions and notes")), sheet, looks)
    return target.getvalue()


@dataclass
class _Looks:
    head: Any
    number_head: Any
    text: Any
    total: Any
    wrapped: Any
    moment: Any
    numbers: dict[tuple[int, bool, bool], Any]
    words: dict[bool, Any]

    @classmethod
    def of(cls, book: Any) -> "_Looks":
        def look(**more: Any) -> Any:
            return book.add_format(FONT | {"valign": "top"} | more)

        header = {"bold": True, "text_wrap": True, "bg_color": "#e3eff0", "bottom": 2}
        ends: dict[bool, dict[str, Any]] = {False: {}, True: {"bold": True, "top": 1}}
        return cls(
            head=look(**header),
            number_head=look(**header, align="right"),
            text=look(),
            total=look(**ends[True]),
            wrapped=look(text_wrap=True),
            moment=look(num_format="d/m/yyyy h:mm", align="left"),
            numbers={
                (places, share, total): look(num_format=number_form(places, share), **end)
                for places in range(3)
                for share in (False, True)
                for total, end in ends.items()
            },
            words={
                total: look(align="right", font_color="#55616d", **end)
                for total, end in ends.items()
            },
        )


@dataclass
class _Writer:
    """One worksheet; it knows how wide its columns have become."""

    page: Any
    widths: dict[int, int] = field(default_factory=dict)

    def text(self, row: int, column: int, words: str, look: Any) -> None:
        self.page.write_string(row, column, words, look)
        self._reach(column, width(words))

    def number(self, row: int, column: int, value: Any, look: Any) -> None:
        self.page.write_number(row, column, value, look)
        self._reach(column, len(f"{value:,.2f}"))

    def _reach(self, column: int, needed: int) -> None:
        self.widths[column] = max(self.widths.get(column, 6), min(needed, WIDEST))

    def fit(self) -> None:
        for column, needed in self.widths.items():
            self.page.set_column(column, column, needed + 3)


def number_form(places: int, is_share: bool) -> str:
    """#,##0.00, or 0.0% for a fraction."""
    return "0.0%" if is_share else "#,##0" + (f".{'0' * places}" if places else "")


def width(words: str) -> int:
    """Letters that take room: Thai marks stand above and below others."""
    return sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in words)


def _numbers(page: Any, sheet: Sheet, looks: _Looks) -> None:
    writer = _Writer(page)
    place = 0
    for head in sheet.heads:
        writer.text(0, place, code_words(head.title), looks.head)
        writer.text(0, place + 1, head.title, looks.head)
        place += 2
    places = []
    for column, has_ends in zip(sheet.columns, sheet.intervals, strict=True):
        places.append((place, has_ends))
        for words in _headings(column, places[-1][1]):
            writer.text(0, place, words, looks.number_head)
            place += 1
    last = len(sheet.lines) + 1
    for row, line in enumerate(sheet.every_line, start=1):
        look = looks.total if row == last else looks.text
        for at, (code, title) in enumerate(zip(line.codes, line.titles, strict=True)):
            writer.text(row, 2 * at, code, look)
            writer.text(row, 2 * at + 1, title, look)
        for cell, column, (start, ends) in zip(line.cells, sheet.columns, places, strict=True):
            _cell(writer, row, start, cell, column, looks, is_total=row == last, ends=ends)
    writer.fit()
    page.freeze_panes(1, 2 * len(sheet.heads))
    if sheet.lines:
        page.autofilter(0, 0, last - 1, place - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _headings(column: Column, has_interval: bool) -> list[str]:
    ends = [low_words(column.label), high_words(column.label)] if has_interval else []
    return [column.label, *ends]


def _cell(
    writer: _Writer,
    row: int,
    place: int,
    cell: Cell,
    column: Column,
    looks: _Looks,
    *,
    is_total: bool,
    ends: bool,
) -> None:
    look = looks.numbers[min(column.places, 2), column.is_share, is_total]
    if cell.hidden:
        writer.text(row, place, hidden_words(), looks.words[is_total])
    values = [cell.value, *((cell.low, cell.high) if ends else ())]
    for at, value in enumerate(values):
        if value is not None and not cell.hidden:
            writer.number(row, place + at, value, look)
        elif at or not cell.hidden:
            writer.page.write_blank(row, place + at, None, look)


def _meaning(page: Any, sheet: Sheet, looks: _Looks) -> None:
    row = 0
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 100)
    page.write_string(row, 0, sheet.title, looks.head)
    page.write_string(row, 1, "", looks.head)
    for label, words in sheet.facts:
        row += 1
        page.write_string(row, 0, label, looks.wrapped)
        page.write_string(row, 1, words, looks.wrapped)
    row += 1
    page.write_string(row, 0, _("As of, as a date"), looks.wrapped)
    page.write_datetime(row, 1, _local(sheet.as_of), looks.moment)
    row += 2
    page.write_string(row, 0, _("Definitions"), looks.head)
    page.write_string(row, 1, "", looks.head)
    for label, words in sheet.definitions:
        row += 1
        page.write_string(row, 0, label, looks.wrapped)
        page.write_string(row, 1, words, looks.wrapped)
    row += 2
    page.write_string(row, 0, _("Notes"), looks.head)
    page.write_string(row, 1, "", looks.head)
    for words in sheet.remarks:
        row += 1
        page.write_string(row, 1, words, looks.wrapped)


def _local(moment: datetime) -> datetime:
    return to_bangkok(moment).replace(tzinfo=None, microsecond=0)
