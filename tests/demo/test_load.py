"""A synthetic load: whole, the same twice, and gone without a trace."""

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from certificates.models import Certificate, RegisterCounter
from certificates.statement import read
from courses.enrolment.models import CourseRun, Enrolment, Snapshot
from courses.learning import recount
from lms.accounts.models import User
from lms.db import db, is_sqlite, metadata, one_transaction
from lms.demo import places
from lms.demo.load import operations, unloading
from lms.demo.models import DemoLoad, DemoRange
from lms.reference.operations import load_shipped
from lms.workforce.rollups import rebuilding
from tests import make

KEPT = {"audit_entry", "job", "demo_load", "demo_range", "watermark", "course_search_stamp"}


def quiet(_line: str) -> None:
    pass


@pytest.fixture
def province(database: Any) -> None:
    with one_transaction():
        load_shipped()
    with one_transaction():
        places.open_institutions()


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "CHUNK", 150)


def counted() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
        if table.name not in KEPT
    }


def dangling() -> list[str]:
    """References to rows that are not there."""
    if is_sqlite():
        return [str(row) for row in db.session.execute(sa.text("PRAGMA foreign_key_check"))]
    found = []
    for table in metadata.sorted_tables:
        for key in (key for column in table.columns for key in column.foreign_keys):
            there = select(sa.literal(1)).where(key.column == key.parent)
            if key.column.table is table:
                continue
            lost = select(func.count()).where(key.parent.is_not(None), ~there.exists())
            if db.session.scalar(lost.select_from(table)):
                found.append(f"{table.name}.{key.parent.name}")
    return found


def test_what_is_loaded_is_whole(province: None) -> None:
    operations.load(300, 5, quiet)
    assert not recount.differences()
    assert not rebuilding.differences()
    assert not dangling()
    assert db.session.scalar(select(func.count()).select_from(User)) == 300
    assert db.session.scalar(select(func.count()).where(User.email.is_not(None))) == 0
    short = select(func.count()).where(CourseRun.seats < CourseRun.seats_taken)
    assert db.session.scalar(short) == 0
    several = select(Snapshot.learner_id).group_by(Snapshot.learner_id).having(func.count() > 1)
    assert db.session.scalar(select(func.count()).select_from(several.subquery()))
    the_register_is_gapless_and_true()


def the_register_is_gapless_and_true() -> None:
    place = (Certificate.institution_id, Certificate.be_year)
    rows = db.session.execute(
        select(*place, func.count(), func.max(Certificate.sequence)).group_by(*place)
    ).all()
    assert all(many == last for _place, _year, many, last in rows)
    counters = db.session.scalars(select(RegisterCounter))
    last = {(r.institution_id, r.be_year): r.last for r in counters}
    assert last == {(where, year): top for where, year, _many, top in rows}
    paper = db.session.scalars(select(Certificate).limit(1)).one()
    said = read(paper.statement)
    assert hashlib.sha256(paper.statement).hexdigest() == paper.statement_digest
    assert (said.code, said.register_number) == (paper.code, paper.register_number)


def test_a_load_that_was_stopped_goes_on(province: None, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, seen = operations._keep, []

    def stop_at_the_second(*given: Any) -> None:
        seen.append(given)
        if len(seen) == 2:
            raise KeyboardInterrupt
        keep(*given)

    monkeypatch.setattr(operations, "_keep", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        operations.load(300, 5, quiet)
    monkeypatch.setattr(operations, "_keep", keep)
    operations.load(200, 5, quiet)
    operations.load(320, 5, quiet)
    assert db.session.scalar(select(func.count()).select_from(User)) == 320
    assert not dangling()


def test_unloading_leaves_what_was_there(province: None) -> None:
    with one_transaction():
        make.course(code="RMUTI-L1-ABC")  # looks like one of the first load
    before = counted()
    operations.load(300, 5, quiet)
    assert db.session.scalars(select(DemoLoad.id)).all() == [1]
    db.session.rollback()
    assert unloading.unload(quiet) == 300
    assert counted() == before
    assert not dangling()
    for table in (DemoLoad, DemoRange, Enrolment):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
