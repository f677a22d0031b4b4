"""Questions in a workbook or CSV with Thai headers, as teachers keep them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.public import QuestionKind, exchange
from lms.child import Child, ChildFailed
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits, normalise
from lms.interop import columns
from lms.interop.columns import ASKED_KINDS, DIFFICULTIES, Column
from lms.interop.encodings import NotText, decode
from lms.interop.sheets import Cell
from lms.interop.workbook import HOLDS, template, write

_reader = Child("lms.interop.sheets", seconds=10, memory=512 << 20)
_REASONS = {
    "large": _l("This workbook is too large to be read."),
    "protected": _l("This workbook has a password. Save it without one and try again."),
}
_UNREADABLE = _l("This file cannot be read as a workbook. Save it as .xlsx and try again.")
_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TRUTHS = {
    **dict.fromkeys(("ถูก", "จริง", "ใช่", "ถูกต้อง", "true", "t", "yes", "y", "1", "✓", "/"), True),
    **dict.fromkeys(
        ("ผิด", "เท็จ", "ไม่ใช่", "ไม่ถูกต้อง", "false", "f", "no", "n", "0", "✗", "x"), False
    ),
}
_BROKEN_CELLS = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"}
)
_THAI_LETTERS = "กขคงจฉชซฌญฎฏ"
_PAIR = re.compile(r"\s*(?:=>|->|→|=|\|)\s*")


class _BadRow(DomainError):
    """What is wrong in one cell; `field` is the column's name."""


@dataclass(frozen=True)
class _Row:
    """One row's cells by what their column means; `number` is the row's in its sheet."""

    number: int
    sheet: str
    cells: Mapping[str, str]
    options: tuple[tuple[str, str], ...]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")


def read(content: bytes) -> exchange.Parsed:
    """The questions of a workbook or CSV, and what is wrong in it, by sheet, row and column."""
    findings = exchange.Findings()
    try:
        sheets = _tables(content)
    except DomainError as refusal:
        findings.wrong(1, refusal)
        return findings.parsed()
    known = [(name, table, *_header(table)) for name, table in sheets]
    asked = [each for each in known if each[2] is not None]
    if not asked:
        findings.wrong(
            1, _l("There is no row of headers with the column “คำถาม” (question) in this file.")
        )
        return findings.parsed()
    for name, table, at, heads in asked:
        if at is not None:
            for row in _rows(name, table, at, heads):
                _add(findings, row)
    return findings.parsed()


def _tables(content: bytes) -> Sequence[tuple[str, list[list[Cell]]]]:
    if content.startswith(_SHEETS):
        try:
            found: list[tuple[str, list[list[Cell]]]] = _reader.call(
                "lms.interop.sheets", "rows", content
            )
        except ChildFailed as failure:
            for reason, message in _REASONS.items():
                if failure.reason == "raised" and failure.detail.endswith(reason):
                    raise DomainError(message) from failure
            large = failure.reason in ("time", "memory")
            raise DomainError(_REASONS["large"] if large else _UNREADABLE) from failure
        return found
    try:
        text = decode(content)
    except NotText as refusal:
        raise DomainError(_UNREADABLE) from refusal
    return [("", [list(row) for row in _csv(text)])]


def _csv(text: str) -> Iterator[list[str]]:
    """Commas, semicolons or tabs: whichever the first line has most of."""
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter)
    except csv.Error as broken:
        raise DomainError(_UNREADABLE) from broken


def _header(table: list[list[Cell]]) -> tuple[int | None, dict[int, Column]]:
    """Where the headers stand (among the first 20 rows), and what each column means."""
    for at, row in enumerate(table[:20]):
        heads = {
            place: column
            for place, cell in enumerate(row)
            if (column := columns.meaning(_text(cell))) is not None
        }
        if any(column.name == "text" for column in heads.values()) and len(heads) > 1:
            return at, heads
    return None, {}


def _rows(
    name: str, table: list[list[Cell]], at: int, heads: Mapping[int, Column]
) -> Iterator[_Row]:
    for offset, raw in enumerate(table[at + 1 :], start=at + 2):
        cells: dict[str, str] = {}
        options: dict[int, str] = {}
        said: dict[int, str] = {}
        for place, column in heads.items():
            text = _text(raw[place]) if place < len(raw) else ""
            if column.name == "option":
                options[column.number] = text
            elif column.name == "said":
                said[column.number] = text
            elif text:
                cells[column.name] = text
        if cells or any(options.values()):
            paired = tuple((options[n], said.get(n, "")) for n in sorted(options))
            yield _Row(offset, name, cells, paired)


def _text(cell: Cell) -> str:
    """A cell as a person reads it: 1441.0 is 1441, TRUE is ถูก."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ถูก" if cell else "ผิด"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return normalise(str(cell), lines=True).strip()


def _add(findings: exchange.Findings, row: _Row) -> None:
    broken = next((c for c in (*row.cells.values(), *_flat(row)) if c in _BROKEN_CELLS), None)
    if broken:
        message = _l("A formula in this row has no value: %(cell)s", cell=broken)
        findings.wrong(row.number, message, place=row.sheet)
        return
    try:
        draft = _draft(row)
    except _BadRow as refusal:
        findings.wrong(row.number, refusal, place=_place(row, refusal.field))
    else:
        findings.add(draft, place=row.sheet)


def _flat(row: _Row) -> Iterator[str]:
    for text, said in row.options:
        yield text
        yield said


def _place(row: _Row, field: str | None) -> str:
    column = columns.title(field) if field else ""
    return " · ".join(part for part in (row.sheet, column) if part)


def _draft(row: _Row) -> exchange.Draft:
    kind = _kind(row)
    question: dict[str, Any] = {
        "kind": kind.value,
        "text": row.cell("text"),
        "points": _points(row),
        **_BUILD[kind](row),
    }
    if row.cell("feedback"):
        question["feedback"] = row.cell("feedback")
    return exchange.Draft(
        line=row.number,
        question=question,
        title=row.cell("title")[:200],
        tags=tuple(dict.fromkeys(tag[:60] for tag in _list(row.cell("tags")))),
        difficulty=_difficulty(row),
        skill=row.cell("skill"),
    )


def _kind(row: _Row) -> QuestionKind:
    told = _fold(row.cell("kind"))
    if told:
        if told not in ASKED_KINDS:
            raise _BadRow(
                _l("“%(kind)s” is no kind of question in this file.", kind=row.cell("kind")),
                field="kind",
            )
        return ASKED_KINDS[told]
    if any(text for text, _ in row.options):
        several = len(_list(row.cell("answer"))) > 1
        return QuestionKind.MULTIPLE if several else QuestionKind.SINGLE
    if _fold(row.cell("answer")) in _TRUTHS:
        return QuestionKind.TRUE_FALSE
    raise _BadRow(_l("Say which kind of question this is."), field="kind")


def _points(row: _Row) -> str:
    told = arabic_digits(row.cell("points")) or "1"
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", told, re.ASCII) or float(told) <= 0:
        raise _BadRow(_l("Points are a number such as 1 or 2.5."), field="points")
    return told


def _difficulty(row: _Row) -> str | None:
    told = _fold(row.cell("difficulty"))
    if told and told not in DIFFICULTIES:
        raise _BadRow(_l("The difficulty is easy, medium or hard."), field="difficulty")
    return DIFFICULTIES.get(told)


def _choice(row: _Row) -> dict[str, Any]:
    filled = [(n, text, said) for n, (text, said) in enumerate(row.options, start=1) if text]
    if len({text for _, text, _ in filled}) < len(filled):
        raise _BadRow(_l("Two options say the same."), field="option")
    right = {_option(row, told, filled) for told in _answers(row, filled)}
    if not right:
        raise _BadRow(_l("Mark which option is correct."), field="answer")
    options = []
    for number, text, said in filled:
        option: dict[str, Any] = {"key": _key(number), "text": text}
        if number in right:
            option["correct"] = True
        if said:
            option["feedback"] = said
        options.append(option)
    return {"options": options}


def _answers(row: _Row, filled: Sequence[tuple[int, str, str]]) -> list[str]:
    """The whole cell where it is an option's text, else its parts."""
    told = row.cell("answer")
    if any(_fold(told) == _fold(text) for _, text, _ in filled):
        return [told]
    return _list(told)


def _option(row: _Row, told: str, filled: Sequence[tuple[int, str, str]]) -> int:
    """2, ข, ข., b or the text itself: the number of the option's column."""
    by_text = {_fold(text): number for number, text, _ in filled}
    if _fold(told) in by_text:
        return by_text[_fold(told)]
    sign = arabic_digits(told).strip(" .)(").casefold()
    number = 0
    if sign.isascii() and sign.isdecimal() and len(sign) < 3:
        number = int(sign)
    elif len(sign) == 1 and sign in _THAI_LETTERS:
        number = _THAI_LETTERS.index(sign) + 1
    elif len(sign) == 1 and "a" <= sign <= "z":
        number = ord(sign) - ord("a") + 1
    if number not in {n for n, _, _ in filled}:
        raise _BadRow(_l("“%(told)s” is none of the options.", told=told), field="answer")
    return number


def _key(number: int) -> str:
    return chr(ord("a") + number - 1) if number <= 26 else f"o{number}"


def _true_false(row: _Row) -> dict[str, Any]:
    told = _fold(row.cell("answer"))
    if told not in _TRUTHS:
        raise _BadRow(_l("The answer is ถูก (true) or ผิด (false)."), field="answer")
    return {"answer": _TRUTHS[told]}


def _short(row: _Row) -> dict[str, Any]:
    accept = [part.strip() for part in re.split(r"[|\n]", row.cell("answer"))]
    return {"accept": [part for part in accept if part]}


def _numeric(row: _Row) -> dict[str, Any]:
    built: dict[str, Any] = {
        "answer": arabic_digits(row.cell("answer")),
        "tolerance": arabic_digits(row.cell("tolerance")) or "0",
    }
    if row.cell("unit"):
        built["unit"] = row.cell("unit")
    return built


def _matching(row: _Row) -> dict[str, Any]:
    pairs = []
    for text, _ in row.options:
        if not text:
            continue
        sides = _PAIR.split(text, maxsplit=1)
        if len(sides) < 2:
            raise _BadRow(_l("Write a pair as: left = right"), field="option")
        pairs.append({"left": sides[0].strip(), "right": sides[1].strip()})
    return {"pairs": pairs}


def _ordering(row: _Row) -> dict[str, Any]:
    items = [text for text, _ in row.options if text]
    order = [arabic_digits(part) for part in _list(row.cell("answer"))]
    if order:
        if sorted(order) != sorted(str(n) for n in range(1, len(items) + 1)):
            raise _BadRow(_l("The order names every item once, such as 2, 1, 3."), field="answer")
        items = [items[int(place) - 1] for place in order]
    return {"items": items}


def _essay(_row: _Row) -> dict[str, Any]:
    return {}


_BUILD = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _choice,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.SHORT: _short,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.ESSAY: _essay,
}
assert set(_BUILD) == HOLDS  # what is written can be read


def _list(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;|、\n]", cell) if part.strip()]


def _fold(text: str) -> str:
    return columns.fold(text)


FORMAT = exchange.Format(
    name="excel",
    title=_l("Excel or CSV with Thai headers"),
    suffixes=(".xlsx", ".xlsm", ".xls", ".ods", ".csv"),
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    read=read,
    write=write,
    template=template,
)
