"""Models and migrations agree, on both databases, and every migration goes back."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from lms.db import db, metadata

VERSIONS = Path(__file__).parents[1] / "lms" / "migrations" / "versions"
BY_HAND = ("course_search",)


def test_the_schema_of_the_migrations_is_that_of_the_models(database: None) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda thing, name, kind, reflected, other: (
                    not (kind == "table" and (name or "").startswith(BY_HAND))
                ),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_migrations_go_down_and_up_again(database: None) -> None:
    downgrade(revision="base")
    upgrade()


def test_migrations_are_numbered_and_named() -> None:
    files = sorted(p.name for p in VERSIONS.glob("*.py"))
    assert [name[:4] for name in files] == [f"{n:04d}" for n in range(1, len(files) + 1)]
