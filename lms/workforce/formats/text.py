"""CSV that opens in a spreadsheet, JSON for programs."""

import json
from typing import Any

from lms.accounts.public import to_csv as rows_to_csv
from lms.i18n import gettext as _
from lms.workforce.asking import Cell
from lms.workforce.formats.sheet import Column, Line, Sheet, hidden_words


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte-order mark; codes and titles, one column for each measure and period."""
    rows, intervals = [], sheet.intervals
    for line in sheet.every_line:
        row: dict[str, Any] = {}
        for head, code, title in zip(sheet.heads, line.codes, line.titles, strict=True):
            row[code_words(head.title)] = code
            row[head.title] = title
        for column, cell, has_ends in zip(sheet.columns, line.cells, intervals, strict=True):
            name = free_name(row, column.label)
            row[name] = hidden_words() if cell.hidden else cell.value
            if has_ends:
                row[low_words(name)], row[high_words(name)] = cell.low, cell.high
        if not sheet.is_over_time and not all(column.period for column in sheet.columns):
            row[_("Period")] = sheet.period
        row[_("As of")] = sheet.as_of_words
        rows.append(row)
    return rows_to_csv(rows).encode()


def to_json(sheet: Sheet) -> bytes:
    """The whole table with its definitions; what is hidden has no value and says so."""
    return json.dumps(
        {
            "title": sheet.title,
            "locale": sheet.locale,
            "period": sheet.period,
            "filters": [{"dimension": name, "value": value} for name, value in sheet.filters],
            "as_of": sheet.as_of.isoformat(),
            "least": sheet.least,
            "notes": sheet.remarks,
            "by": [{"code": head.code, "title": head.title} for head in sheet.heads],
            "columns": [_column(column) for column in sheet.columns],
            "rows": [_line(sheet, line) for line in sheet.lines],
            "total": [_cell(cell) for cell in sheet.total],
        },
        ensure_ascii=False,
        indent=1,
        default=float,
    ).encode()


def code_words(title: str) -> str:
    return _("Code: %(title)s", title=title)


def low_words(title: str) -> str:
    return _("%(title)s, low end", title=title)


def high_words(title: str) -> str:
    return _("%(title)s, high end", title=title)


def free_name(taken: dict[str, Any], name: str) -> str:
    """Two columns never share a name."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _column(column: Column) -> dict[str, Any]:
    return {
        "measure": column.measure,
        "title": column.title,
        "unit": column.unit,
        "period": column.period,
        "period_title": column.period_title,
        "definition": column.definition,
    }


def _line(sheet: Sheet, line: Line) -> dict[str, Any]:
    return {
        "codes": dict(zip((head.code for head in sheet.heads), line.codes, strict=True)),
        "titles": dict(zip((head.code for head in sheet.heads), line.titles, strict=True)),
        "cells": [_cell(cell) for cell in line.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {"value": cell.value, "hidden": cell.hidden}
    more = {"people": cell.people, "low": cell.low, "high": cell.high}
    return told | {name: value for name, value in more.items() if value is not None}
