"""Rows by the hundred thousand: COPY on PostgreSQL, one prepared statement on SQLite."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import sqlalchemy as sa
from sqlalchemy import Connection

from lms.db import is_sqlite, metadata

MARGIN = 1000  # ids that people may take while a stretch is reserved
KEYS = {"user": "id", "snapshot": "id", "enrolment": "id", "certificate": "id"}
_csv = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")


def reserve(connection: Connection, table: str, count: int) -> int:
    """The first of `count` ids that nobody else will take."""
    name = metadata.tables[table].name
    if is_sqlite():  # the one writer is this transaction
        quoted = sa.quoted_name(name, quote=True)
        top = connection.scalar(
            sa.select(sa.func.max(sa.column("id"))).select_from(sa.table(quoted))
        )
        kept = 0
        with suppress(
            sa.exc.OperationalError
        ):  # without AUTOINCREMENT anywhere there is no such table
            known = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
            kept = connection.scalar(known, {"name": name}) or 0
        return max(top or 0, kept) + 1
    sequence = connection.scalar(
        sa.text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": f'"{name}"'}
    )
    last: int = (
        connection.scalar(
            sa.text(
                "SELECT setval(CAST(:name AS regclass), nextval(CAST(:name AS regclass)) + :more)"
            ),
            {"name": sequence, "more": count + MARGIN},
        )
        or 0
    )
    return last - count


def write(connection: Connection, table: str, rows: pa.Table) -> None:
    """All rows of `rows` into the columns of the same names."""
    if not rows.num_rows:
        return
    quoted = ", ".join(f'"{name}"' for name in rows.column_names)
    raw: Any = connection.connection.driver_connection
    if is_sqlite():
        marks = ", ".join("?" for _ in rows.column_names)
        insert = f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})'  # noqa: S608 - names of ours
        columns = [_plain(rows.column(name)).to_pylist() for name in rows.column_names]
        raw.executemany(insert, zip(*columns, strict=True))
        return
    out = io.BytesIO()
    pyarrow.csv.write_csv(_printed(rows), out, _csv)
    with raw.cursor().copy(f'COPY "{table}" ({quoted}) FROM STDIN (FORMAT csv)') as copy:
        copy.write(out.getbuffer())


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """As SQLAlchemy keeps it in SQLite: moments and days are text."""
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, format="%Y-%m-%d %H:%M:%S")
    if pa.types.is_date(column.type):
        return pc.strftime(column, format="%Y-%m-%d")
    return column


def _printed(rows: pa.Table) -> pa.Table:
    """Bytes as COPY reads them."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_binary(field.type):
            texts = ["\\x" + body.hex() for body in rows.column(place).to_pylist()]
            rows = rows.set_column(place, field.name, pa.array(texts, pa.large_string()))
    return rows


@contextmanager
def unchecked(connection: Connection) -> Iterator[None]:
    """References are ours and right: they are not looked up row by row where the server allows it.

    On SQLite they are looked up; there it costs little.
    """
    if is_sqlite():
        connection.exec_driver_sql("PRAGMA cache_size=-262144")
        yield
        connection.exec_driver_sql("PRAGMA cache_size=-16384")
        return
    with suppress(sa.exc.ProgrammingError), connection.begin_nested():
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    yield
    with suppress(sa.exc.ProgrammingError), connection.begin_nested():
        connection.exec_driver_sql("SET LOCAL session_replication_role = DEFAULT")
