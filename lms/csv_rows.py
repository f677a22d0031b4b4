"""Tables that people upload as CSV, from whatever program wrote them."""

import csv
import io
import re

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import decoded, normalise

MOST_ROWS = 2000


class NotText(DomainError):
    field = "file"
    message = _l("This file is not a text: save it as CSV UTF-8 and choose it again.")


class NoRows(DomainError):
    field = "file"
    message = _l("There is no row in this file.")


class TooManyRows(DomainError):
    field = "file"
    message = _l("A file takes up to 2,000 rows: divide it.")


def rows_of(content: bytes, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Every row that holds something, with its line."""
    try:
        text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    except ValueError as wrong:
        raise NotText from wrong
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        names = [str(name).strip().casefold() for name in reader.fieldnames or ()]
    except csv.Error as broken:
        raise NotText from broken
    given = dict(zip(names, reader.fieldnames or (), strict=True))
    if columns[0] not in given or not set(names) <= set(columns) or len(given) < len(names):
        raise DomainError(
            _("The first row names the columns: %(columns)s.", columns=", ".join(columns)),
            field="file",
        )
    rows = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row.pop(None, ())):
                raise DomainError(
                    _("Line %(line)s has more cells than columns.", line=reader.line_num),
                    field="file",
                )
            values = {c: _plain(row.get(given.get(c, "")) or "") for c in columns}
            if any(values.values()):
                rows.append((reader.line_num, values))
            if len(rows) > MOST_ROWS:
                raise TooManyRows
    except csv.Error as broken:
        raise NotText from broken
    if not rows:
        raise NoRows
    return rows


def _plain(text: str) -> str:
    """Without the quote that guards a cell from being calculated."""
    text = normalise(text)
    return text[1:] if re.match(r"'[=+\-@]", text) else text
