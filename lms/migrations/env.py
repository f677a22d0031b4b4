"""Alembic's entrance: migrations run on the write engine."""

import importlib
from pathlib import Path
from typing import Any

from alembic import context
from flask import current_app

from lms.db import metadata

root = Path(__file__).resolve().parents[2]
for path in sorted(root.glob("*/**/models.py")):
    if path.relative_to(root).parts[0] in ("lms", "courses", "certificates"):
        importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
config = context.config
engine = current_app.extensions["migrate"].db.engines[None]
NOT_MODELS = ("course_search",)


def include(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Search tables are the engine's own and are written by hand."""
    return not (kind == "table" and (name or "").startswith(NOT_MODELS))


def _free_keys(connection: Any, *, free: bool) -> None:
    """SQLite changes a table by copying it; references to it are checked at the end, not between."""
    if connection.dialect.name == "sqlite":
        state = "OFF" if free else "ON"
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={state}")


def _check_keys(connection: Any) -> None:
    """Raises where a copied table lost what others refer to."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"references without their row: {broken[:5]}")


def _migrate(connection: Any) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=include,
        transaction_per_migration=True,
        transactional_ddl=True,  # SQLite too: a killed migration leaves nothing half-done
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    with engine.connect() as connection:
        _free_keys(connection, free=True)
        try:
            _migrate(connection)
            _check_keys(connection)
        finally:
            connection.rollback()
            _free_keys(connection, free=False)


run()
