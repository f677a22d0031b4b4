"""Taking a load out again: exactly its rows and whatever hangs on them, chunk after chunk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import Connection, Table, select

from courses.public import Course, CourseRun, Enrolment
from lms import audit, caching
from lms.db import db, is_sqlite, metadata, one_transaction
from lms.demo.models import DemoLoad, DemoRange
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.workforce.rollups.operations import rebuild

Say = Callable[[str], None]
Spans = dict[str, tuple[int, int]]
ORDER = ("certificate", "enrolment", "snapshot", "user")  # each refers to those after it
OWN = (
    "consent",
    "outcome_invitation",
)  # what the load wrote itself goes, also where it could be blanked
OF_A_COURSE = ("course", "course_version", "module", "lesson", "lesson_key", "quiz", "question",
               "question_version", "course_run", "offering")  # fmt: skip


class OthersLearnHere(DomainError):
    message = _l("Somebody else has a place in a run of this load, so it stays.")


def unload(say: Say) -> int:
    """Remove every load; how many people went."""
    gone = 0
    for load_id in db.session.scalars(select(DemoLoad.id).order_by(DemoLoad.id)).all():
        gone += _unload(load_id, say)
    db.session.rollback()
    if gone:
        with one_transaction():
            rebuild()
    caching.clear_all()
    return gone


def _unload(load_id: int, say: Say) -> int:
    people = sum(last - first + 1 for first, last in _spans(load_id, "user"))
    chunks = db.session.scalars(
        select(DemoRange.chunk)
        .where(DemoRange.load_id == load_id, DemoRange.chunk > 0)
        .distinct()
        .order_by(DemoRange.chunk.desc())
    ).all()
    db.session.rollback()
    for chunk in chunks:
        with _loose() as connection:
            spans = _of_chunk(connection, load_id, chunk)
            for table in ORDER:
                if table in spans:
                    _remove(connection, table, *spans[table], spans)
            _forget(connection, load_id, chunk)
        if chunk % 10 == 0:
            say(f"{chunk} chunks left")
    with _loose() as connection:
        _remove_catalogue(connection, load_id)
        _forget(connection, load_id, 0)
    with one_transaction():
        load = db.session.get_one(DemoLoad, load_id)
        audit.record("demo.unloaded", load, by=None, learners=people)
        db.session.delete(load)
    return people


@contextmanager
def _loose() -> Iterator[Connection]:
    """A transaction in which references are not looked up: what refers to our rows goes with them."""
    with db.engines[None].connect() as connection:
        if is_sqlite():  # outside a transaction, or it says nothing
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                if not is_sqlite():
                    _without_triggers(connection)
                yield connection
        finally:
            if is_sqlite():
                raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def _without_triggers(connection: Connection) -> None:
    """Where the server lets us; else every reference is looked up, which takes long."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    except sa.exc.ProgrammingError:
        return


def _spans(load_id: int, table: str) -> list[tuple[int, int]]:
    rows = db.session.execute(
        select(DemoRange.first_id, DemoRange.last_id).filter_by(load_id=load_id, table_name=table)
    )
    return [(row[0], row[1]) for row in rows]


def _of_chunk(connection: Connection, load_id: int, chunk: int) -> Spans:
    rows = connection.execute(
        select(DemoRange.table_name, DemoRange.first_id, DemoRange.last_id).where(
            DemoRange.load_id == load_id, DemoRange.chunk == chunk
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _remove(connection: Connection, name: str, first: int, last: int, ours: Spans) -> None:
    """The rows of these ids; rows of others that must name one go too, those that may are blanked."""
    table = metadata.tables[name]
    if name == "enrolment":
        _give_seats_back(connection, first, last)
    for other, column in _referring(table):
        if other.name in ours:
            continue  # they have gone by their own ids
        hangs = column.between(first, last)
        if column.nullable and other.name not in OWN:
            connection.execute(sa.update(other).where(hangs).values({column.name: None}))
        else:
            connection.execute(sa.delete(other).where(hangs))
    connection.execute(sa.delete(table).where(table.c.id.between(first, last)))
    if name == "certificate":
        _wind_back(connection)


def _referring(table: Table) -> Iterator[tuple[Table, sa.Column[int]]]:
    for other in metadata.sorted_tables:
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield other, column


def _give_seats_back(connection: Connection, first: int, last: int) -> None:
    runs = CourseRun.__table__
    seated = (
        select(Enrolment.run_id, sa.func.count().label("held"))
        .where(Enrolment.id.between(first, last), Enrolment.state.in_(("active", "completed")))
        .group_by(Enrolment.run_id)
    )
    for run_id, held in connection.execute(seated).all():
        fewer = sa.update(runs).where(runs.c.id == run_id)  # type: ignore[arg-type]
        connection.execute(fewer.values(seats_taken=runs.c.seats_taken - held))


def _wind_back(connection: Connection) -> None:
    """The register goes on after the last number that stands in it."""
    counter, paper = metadata.tables["register_counter"], metadata.tables["certificate"]
    last = (
        select(sa.func.coalesce(sa.func.max(paper.c.sequence), 0))
        .where(
            paper.c.institution_id == counter.c.institution_id,
            paper.c.be_year == counter.c.be_year,
        )
        .scalar_subquery()
    )
    connection.execute(sa.update(counter).values(last=last))
    connection.execute(sa.delete(counter).where(counter.c.last == 0))


def _forget(connection: Connection, load_id: int, chunk: int) -> None:
    connection.execute(
        sa.delete(DemoRange).where(DemoRange.load_id == load_id, DemoRange.chunk == chunk)
    )


def _remove_catalogue(connection: Connection, load_id: int) -> None:
    """Courses of the load, their runs, lessons and tests."""
    spans = _of_chunk(connection, load_id, 0)
    if "course" not in spans:
        return
    own = Course.id.between(*spans["course"]), Course.code.like(f"%-L{load_id}-___")
    courses = connection.scalars(select(Course.id).where(*own)).all()  # not one made meanwhile
    runs = connection.scalars(select(CourseRun.id).where(CourseRun.course_id.in_(courses))).all()
    taken = select(Enrolment.id).where(Enrolment.run_id.in_(runs)).limit(1)
    if connection.scalar(taken) is not None:
        raise OthersLearnHere
    surveys = metadata.tables["survey_response"]
    connection.execute(sa.delete(surveys).where(surveys.c.run_id.in_(runs)))
    connection.execute(sa.update(Course).where(Course.id.in_(courses)).values(
        state="draft", version_id=None))  # fmt: skip
    held = {"course": set(courses)}
    for table in metadata.sorted_tables:  # parents first: gather what hangs on them
        if table.name in OF_A_COURSE and table.name != "course":
            held[table.name] = set(connection.scalars(_hanging(table, held)))
    for table in reversed(metadata.sorted_tables):
        if table.name in held:
            key = next(iter(table.primary_key.columns))
            connection.execute(sa.delete(table).where(key.in_(held[table.name])))
        elif (hangs := _on(table, held)) is not None:
            connection.execute(sa.delete(table).where(hangs))
    _unlist(connection, courses)
    if "code_entry" in spans:
        entries = metadata.tables["code_entry"]
        connection.execute(sa.delete(entries).where(entries.c.id.between(*spans["code_entry"])))


def _hanging(table: Table, held: dict[str, set[int]]) -> sa.Select[tuple[int]]:
    key = next(iter(table.primary_key.columns))
    hangs = _on(table, held)
    return select(key).where(sa.false() if hangs is None else hangs)


def _on(table: Table, held: dict[str, set[int]]) -> sa.ColumnElement[bool] | None:
    """Whether a row must name one of these; None where no row of the table does."""
    named = [
        column.in_(held[key.column.table.name])
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in held and table.name != key.column.table.name
    ]
    return sa.or_(*named) if named else None


def _unlist(connection: Connection, courses: object) -> None:
    """Out of the search, whose tables no model knows."""
    ids = list(courses)  # type: ignore[call-overload]
    for table, key in (
        ("course_search", "rowid" if is_sqlite() else "course_id"),
        ("course_search_trigram", "course_id"),
    ):
        gone = sa.text(f"DELETE FROM {table} WHERE {key} = :id")  # noqa: S608 - names of ours
        if ids:
            connection.execute(gone, [{"id": one} for one in ids])
    connection.execute(sa.text("UPDATE course_search_stamp SET stamp = stamp + 1"))
