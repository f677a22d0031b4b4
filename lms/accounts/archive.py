"""A person's own data in one ZIP: JSON for machines, CSV for people, their papers as PDF."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from lms.accounts.parts import Part
from lms.i18n import Localised


def pack(parts: Iterable[Part], read_me: str) -> bytes:
    """`data.json` holds every part; each has a CSV of its own that opens in Excel."""
    parts = list(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", read_me)
        whole = {part.name: [_plain(row) for row in part.rows] for part in parts}
        archive.writestr("data.json", json.dumps(whole, ensure_ascii=False, indent=2))
        for part in parts:
            if part.rows:
                archive.writestr(f"{part.name}.csv", to_csv(part.rows))
            for name, content in part.files:
                archive.writestr(f"files/{name}", content)
    return target.getvalue()


def to_csv(rows: list[dict[str, Any]]) -> str:
    """With a byte-order mark; a cell that a spreadsheet would calculate is text."""
    target = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(target, names)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return "\ufeff" + target.getvalue()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in row.items()}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Localised):
        return value.to_json()
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _cell(value: Any) -> str:
    if isinstance(value, int | float | Decimal):
        return str(value)
    value = _json(value)
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
