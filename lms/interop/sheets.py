"""Workbooks that strangers wrote, as rows of plain values; called in the confined child only."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import python_calamine

MOST_MEMBERS = 2_000
MOST_UNPACKED = 200_000_000
MOST_CELLS = 400_000
Cell = str | int | float | bool | None


class BadWorkbook(Exception):
    """`reason` is unreadable, large or protected."""


def rows(content: bytes) -> list[tuple[str, list[list[Cell]]]]:
    """Every visible sheet with its rows; row 1 of the sheet is the first of the list."""
    _look_at_zip(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [s for s in book.sheets_metadata if _is_visible(s)]
        found = []
        left = MOST_CELLS
        for sheet in sheets:
            table = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            left -= sum(map(len, table))
            if left < 0:
                raise BadWorkbook("large")
            found.append((sheet.name, [[_plain(cell) for cell in row] for row in table]))
    except python_calamine.PasswordError as locked:
        raise BadWorkbook("protected") from locked
    except (python_calamine.CalamineError, OSError, ValueError) as broken:
        raise BadWorkbook("unreadable") from broken
    return found


def _look_at_zip(content: bytes) -> None:
    """What a workbook unpacks to, by its directory, before anything is unpacked."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise BadWorkbook("unreadable") from broken
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise BadWorkbook("large")


def _is_visible(sheet: python_calamine.SheetMetadata) -> bool:
    return (
        sheet.visible == python_calamine.SheetVisibleEnum.Visible
        and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    )


def _plain(cell: object) -> Cell:
    if cell is None or isinstance(cell, str | bool | int | float):
        return cell
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else None
