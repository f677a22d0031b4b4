"""Tables of numbers as files: for spreadsheets, for paper, for programs."""

from lms.workforce.formats.parquet import to_parquet
from lms.workforce.formats.pdf import to_pdf
from lms.workforce.formats.sheet import Column, Head, Line, Sheet, shown
from lms.workforce.formats.tables import sheet_beside, sheet_of, sheet_over_time
from lms.workforce.formats.text import to_csv, to_json
from lms.workforce.formats.xlsx import to_xlsx

__all__ = [
    "Column",
    "Head",
    "Line",
    "Sheet",
    "sheet_beside",
    "sheet_of",
    "sheet_over_time",
    "shown",
    "to_csv",
    "to_json",
    "to_parquet",
    "to_pdf",
    "to_xlsx",
]
