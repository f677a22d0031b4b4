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


def run() -> None:
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            include_object=include,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
