"""A file of inhabitants, read row by row: pure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import geothai

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import BE
from lms.i18n.thai import arabic_digits, decoded

COLUMNS = ("code", "year", "people")
MOST_ROWS = 20_000
OLDEST = 2480
BETWEEN = ",;\t"
MOST_PEOPLE = 99_999_999
MOST_LETTERS = 40


class BadFile(DomainError):
    message = _l("The file is not a CSV with the columns code, year, people.")
    field = "file"


@dataclass(frozen=True)
class Row:
    code: str
    year: int
    people: int


@dataclass(frozen=True)
class Reading:
    """The rows that can be taken, and what is wrong with the others, by the number of the line."""

    rows: tuple[Row, ...]
    problems: tuple[tuple[int, str], ...]


def read(content: bytes, this_year: int) -> Reading:
    """`this_year` is of the Buddhist era: later ones are refused."""
    try:
        text = decoded(content)
    except ValueError as wrong:
        raise BadFile from wrong
    try:
        return _read(text, this_year)
    except csv.Error as wrong:
        raise BadFile from wrong


def _read(text: str, this_year: int) -> Reading:
    first = text.partition("\n")[0]
    between = max(BETWEEN, key=first.count)
    table = csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True, delimiter=between)
    names = {(name or "").strip().lower(): name for name in table.fieldnames or ()}
    if not set(COLUMNS) <= set(names):
        raise BadFile
    rows: dict[tuple[str, int], Row] = {}
    problems: list[tuple[int, str]] = []
    for line, raw in enumerate(table, start=2):
        if line > MOST_ROWS:
            raise BadFile(_("The file has more than %(count)s rows.", count=MOST_ROWS))
        values = {name: arabic_digits((raw.get(names[name]) or "").strip()) for name in COLUMNS}
        if not any(values.values()):
            continue
        wrong = list(_wrong(values, this_year))
        if wrong:
            problems += [(line, text) for text in wrong]
            continue
        year = int(values["year"])
        row = Row(values["code"], year if year > 2400 else year + BE, _number(values["people"]))
        if (row.code, row.year) in rows:
            problems.append((line, _("This area and year stand in the file already.")))
        rows[row.code, row.year] = row
    if not rows and not problems:
        raise BadFile(_("The file has no rows."))
    return Reading(tuple(rows.values()), tuple(problems))


def _wrong(values: dict[str, str], this_year: int) -> Iterator[str]:
    told_values = {name: value[:MOST_LETTERS] for name, value in values.items()}
    code = values["code"]
    if not re.fullmatch(r"[0-9]{2}|[0-9]{4}", code) or not _is_area(code):
        yield _(
            "“%(code)s” is no code of a province or district of today.", code=told_values["code"]
        )
    year = values["year"]
    told = int(year) if re.fullmatch(r"[0-9]{4}", year) else 0
    told += BE if 1900 < told < 2400 else 0
    if not OLDEST <= told <= this_year:
        yield _("“%(year)s” is no year between %(first)s and %(last)s.", year=told_values["year"],
                first=OLDEST, last=this_year)  # fmt: skip
    people = values["people"]
    if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3}){0,2}|[0-9]{1,9}", people) or (
        _number(people) > MOST_PEOPLE
    ):
        yield _("“%(people)s” is no whole number of people.", people=told_values["people"])


def _is_area(code: str) -> bool:
    if len(code) == 4:
        return geothai.district(code) is not None
    return any(str(province.code) == code for province in geothai.provinces())


def _number(text: str) -> int:
    return int(text.replace(",", ""))
