"""People as a file: CSV with a byte-order mark, or Excel; text is text, whatever it begins with."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from lms.accounts.public import to_csv
from lms.i18n import gettext as _
from lms.reference.queries import district_name
from lms.workforce.formats.xlsx import CLOSED
from lms.workforce.people.queries import Person

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(people: Sequence[Person], export_id: str, ending: str) -> bytes:
    """Every line says of which export it is, so that a page that turns up can be traced."""
    rows = [_row(person, export_id) for person in people]
    return (
        _xlsx(rows, export_id) if ending == "xlsx" else to_csv(rows or [_head(export_id)]).encode()
    )


def _row(person: Person, export_id: str) -> dict[str, str]:
    district = str(district_name(person.district) or "") if person.district else ""
    values = (
        person.name,
        person.name_en,
        person.email,
        person.district,
        district,
        "; ".join(person.courses),
        "; ".join(person.certificates),
        export_id,
    )
    return dict(zip(heads(), values, strict=True))


def heads() -> tuple[str, ...]:
    return (
        _("Name in Thai"),
        _("Name in English"),
        _("E-mail"),
        _("District, code"),
        _("District"),
        _("Courses"),
        _("Certificates"),
        _("Export"),
    )


def _head(export_id: str) -> dict[str, str]:
    return dict.fromkeys(heads(), "") | {_("Export"): export_id}


def _xlsx(rows: Sequence[Mapping[str, str]], export_id: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, CLOSED) as book:
        book.set_properties({"title": export_id})
        page = book.add_worksheet(_("Person-level export"))
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads()):
            page.write_string(0, column, head, bold)
            page.set_column(column, column, 28)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row.values()):
                page.write_string(at, column, value)
        page.freeze_panes(1, 0)
    return target.getvalue()
