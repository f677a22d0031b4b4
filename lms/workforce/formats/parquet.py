"""Parquet: one row for each line and column, typed, with the definitions in the file's metadata."""

import io
import json
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lms.workforce.formats.sheet import Sheet


def to_parquet(sheet: Sheet) -> bytes:
    """Codes and titles of the line, then measure, period, value, hidden, people, low, high, as_of.

    The value is a whole number where every measure counts; what is not told is null and marked.
    """
    fields, columns = _names(sheet)
    table = pa.table(columns, schema=pa.schema(fields, metadata=_metadata(sheet)))
    target = io.BytesIO()
    pq.write_table(table, target, compression="zstd", version="2.6")
    return target.getvalue()


def _names(sheet: Sheet) -> tuple[list[pa.Field], list[list[Any]]]:
    is_whole = all(column.is_whole for column in sheet.columns)
    number = pa.int64() if is_whole else pa.float64()
    plain = int if is_whole else float
    pairs = [
        (line, column, cell)
        for line in sheet.every_line
        for column, cell in zip(sheet.columns, line.cells, strict=True)
    ]
    made: list[tuple[pa.Field, list[Any]]] = []
    for place, head in enumerate(sheet.heads):
        made.append((pa.field(head.code, pa.string()), [x.codes[place] for x, _c, _v in pairs]))
        titled = pa.field(f"{head.code}_title", pa.string())
        made.append((titled, [x.titles[place] for x, _c, _v in pairs]))
    taken = {head.code for head in sheet.heads}
    for name, words in (
        ("measure", [column.measure for _x, column, _v in pairs]),
        ("measure_title", [column.title for _x, column, _v in pairs]),
        ("unit", [column.unit for _x, column, _v in pairs]),
        ("period", [column.period or column.period_code for _x, column, _v in pairs]),
        ("period_title", [column.period_title or sheet.period for _x, column, _v in pairs]),
    ):
        if name.removesuffix("_title") not in taken:
            made.append((pa.field(name, pa.string()), words))
    values = [None if v.value is None or v.hidden else plain(v.value) for _x, _c, v in pairs]
    made.append((pa.field("value", number), values))
    made.append((pa.field("hidden", pa.bool_(), nullable=False), [v.hidden for *_s, v in pairs]))
    made.append((pa.field("people", pa.int64()), [v.people for *_s, v in pairs]))
    for name in ("low", "high"):
        ends = [getattr(v, name) for *_s, v in pairs]
        floats = [None if end is None else float(end) for end in ends]
        made.append((pa.field(name, pa.float64()), floats))
    moments: list[datetime] = [sheet.as_of] * len(pairs)
    made.append((pa.field("as_of", pa.timestamp("ms", tz="UTC")), moments))
    return [field for field, _values in made], [values for _field, values in made]


def _metadata(sheet: Sheet) -> dict[str, str]:
    return {
        "title": sheet.title,
        "language": sheet.locale,
        "period": sheet.period,
        "as_of": sheet.as_of.isoformat(),
        "least": str(sheet.least),
        "filters": json.dumps(dict(sheet.filters), ensure_ascii=False),
        "definitions": json.dumps(dict(sheet.definitions), ensure_ascii=False),
        "notes": json.dumps(sheet.remarks, ensure_ascii=False),
    }
