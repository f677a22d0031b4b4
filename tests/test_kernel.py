"""The database keeps its promises: routing, audit, jobs."""

import pytest
import sqlalchemy as sa

from lms import audit
from lms.audit.models import AuditEntry
from lms.db import check_durability, db, is_sqlite, one_transaction, reading
from lms.i18n import Localised
from lms.institutions.models import Institution
from tests import make


def test_a_get_cannot_write(database: None) -> None:
    reading()
    db.session.add(
        Institution(
            code="X",
            kind="university",
            name=Localised("ก"),
            short_name=Localised("ก"),
            province_code="30",
        )
    )
    with pytest.raises(sa.exc.DBAPIError):
        db.session.flush()


def test_the_chain_shows_a_changed_row(database: None) -> None:
    with one_transaction():
        person = make.user()
        for verb in ("a", "b", "c"):
            audit.record(verb, person, by=person)
    assert audit.first_broken() is None
    with one_transaction():
        db.session.execute(sa.update(AuditEntry).where(AuditEntry.id == 2).values(verb="x"))
    assert audit.first_broken() == 2


def test_a_copy_that_could_lose_a_write_does_not_start(database: None) -> None:
    check_durability()
    careless = "PRAGMA synchronous=NORMAL" if is_sqlite() else "SET synchronous_commit=off"
    with db.engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(careless)
        connection.connection.commit()
    with pytest.raises(RuntimeError, match="not durable"):
        check_durability()
