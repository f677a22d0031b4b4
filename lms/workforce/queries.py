"""Reads of the facts, of what was counted from them, and of what may be shown."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, select

from certificates.public import Certificate, CertificateState
from courses.public import Course, CourseRun, Enrolment, EnrolmentState
from lms.accounts.public import User, UserState
from lms.db import db
from lms.i18n import Localised
from lms.institutions.public import Institution
from lms.workforce.counting import Cell, Touch, month_of
from lms.workforce.disclosure import hidden
from lms.workforce.models import (
    EVERYWHERE,
    LearningEvent,
    Measure,
    PeopleCount,
    PersonMonth,
    Watermark,
)

NAME = "people"
_ids: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_registered = select(User.id, User.created_at).where(
    User.id.in_(_ids), User.state != UserState.WAITING_FOR_GUARDIAN
)
_places = (
    select(
        Enrolment.learner_id, Course.institution_id, Enrolment.enrolled_at, Enrolment.completed_at
    )
    .join(CourseRun, CourseRun.id == Enrolment.run_id)
    .join(Course, Course.id == CourseRun.course_id)
    .where(
        Enrolment.learner_id.in_(_ids),
        Enrolment.state.in_((EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)),
    )
)
_counting = (Certificate.is_sample.is_(False), Certificate.state != CertificateState.REVOKED)
_held: sa.Executable = select(
    Certificate.learner_id, Certificate.institution_id, Certificate.issued_at
).where(Certificate.learner_id.in_(_ids), *_counting)
_ownerless: sa.Executable = select(
    -Certificate.id, Certificate.institution_id, Certificate.issued_at
).where(Certificate.id.in_(_ids), Certificate.learner_id.is_(None), *_counting)
_counted = select(
    PersonMonth.person_id, PersonMonth.measure, PersonMonth.institution_id, PersonMonth.month
).where(PersonMonth.person_id.in_(_ids))


def facts(connection: Connection, person_ids: Collection[int]) -> set[Touch]:
    """What these people count for, read from accounts, enrolments and certificates."""
    people = {"ids": [p for p in person_ids if p > 0]}
    found = set()
    for person, at in connection.execute(_registered, people):
        found.add(Touch(person, Measure.REGISTERED, EVERYWHERE, month_of(at)))
    for person, institution, enrolled_at, completed_at in connection.execute(_places, people):
        found.add(Touch(person, Measure.ENROLLED, institution, month_of(enrolled_at)))
        if completed_at is not None:
            found.add(Touch(person, Measure.COMPLETED, institution, month_of(completed_at)))
    papers = {"ids": [-p for p in person_ids if p < 0]}
    for statement, values in ((_held, people), (_ownerless, papers)):
        for holder, institution, issued_at in connection.execute(statement, values):
            found.add(Touch(holder, Measure.CERTIFIED, institution, month_of(issued_at)))
    return found


def counted(connection: Connection, person_ids: Collection[int]) -> set[Touch]:
    """What these people are counted for so far."""
    rows = connection.execute(_counted, {"ids": list(person_ids)})
    return {Touch(*row) for row in rows}


def ownerless(connection: Connection) -> list[int]:
    """Certificates whose holders erased their accounts, each as a person of its own."""
    gone = select(-Certificate.id).where(Certificate.learner_id.is_(None))
    return list(connection.scalars(gone.where(Certificate.is_sample.is_(False))))


def everybody(connection: Connection) -> list[int]:
    """Everyone who could be counted, and everyone who is."""
    people = set(connection.scalars(select(User.id)))
    people.update(ownerless(connection))
    people.update(connection.scalars(select(PersonMonth.person_id).distinct()))
    return sorted(people)


@dataclass(frozen=True)
class Event:
    xid: int
    id: int
    kind: int
    learner_id: int


def events_after(
    connection: Connection, xid: int, event_id: int, *, below: int | None, limit: int | None
) -> Sequence[Event]:
    """In the order of their transactions; `below` is the first that may still be running."""
    since = sa.tuple_(LearningEvent.xid, LearningEvent.id) > sa.tuple_(
        sa.literal(xid, sa.BigInteger), sa.literal(event_id, sa.BigInteger)
    )
    chosen = select(
        LearningEvent.xid, LearningEvent.id, LearningEvent.kind, LearningEvent.learner_id
    ).where(since)
    if below is not None:
        chosen = chosen.where(LearningEvent.xid < below)
    rows = connection.execute(chosen.order_by(LearningEvent.xid, LearningEvent.id).limit(limit))
    return [Event(*row) for row in rows]


def oldest_running(connection: Connection) -> int | None:
    """The oldest transaction that may still write events; SQLite has one writer: None."""
    if connection.dialect.name == "sqlite":
        return None
    snapshot = sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot())
    return int(connection.scalar(select(sa.cast(snapshot, sa.Text))) or 0)


def watermark(connection: Connection) -> tuple[int, int]:
    row = connection.execute(
        select(Watermark.xid, Watermark.event_id).where(Watermark.name == NAME)
    ).one_or_none()
    return (row.xid, row.event_id) if row else (0, 0)


def cells(connection: Connection) -> dict[Cell, int]:
    """Every number that is not nought."""
    rows = connection.execute(
        select(
            PeopleCount.measure,
            PeopleCount.institution_id,
            PeopleCount.period,
            PeopleCount.people,
        ).where(PeopleCount.people != 0)
    )
    return {Cell(measure, place, period): n for measure, place, period, n in rows}


@dataclass(frozen=True)
class Place:
    """An institution as the numbers name it."""

    id: int
    code: str
    name: Localised
    short_name: Localised


@dataclass(frozen=True)
class Numbers:
    """All that may be shown, once; whoever shows or sends a number asks here."""

    people: dict[Cell, int]
    concealed: frozenset[Cell]
    places: tuple[Place, ...]
    least: int
    as_of: datetime | None

    def shown(self, measure: Measure, place: int, period: int) -> int | None:
        """None where it is hidden."""
        cell = Cell(measure, place, period)
        return None if cell in self.concealed else self.people.get(cell, 0)

    def is_small(self, measure: Measure, place: int, period: int) -> bool:
        """Whether it is hidden for being small itself, and not to keep another one."""
        return 0 < self.people.get(Cell(measure, place, period), 0) < self.least

    @property
    def years(self) -> list[int]:
        return sorted({c.period for c in self.people if 0 < c.period < 10000}, reverse=True)


def numbers(least: int) -> Numbers:
    """Three statements, however many people."""
    with db.engines["read"].connect() as connection:
        people = cells(connection)
        counting = {cell.institution_id for cell in people}
        rows = connection.execute(
            select(Institution.id, Institution.code, Institution.name, Institution.short_name)
            .where(Institution.id.in_(counting))
            .order_by(Institution.rank, Institution.code, Institution.id)
        ).all()
        as_of = connection.scalar(select(Watermark.updated_at).where(Watermark.name == NAME))
    places = tuple(Place(*row) for row in rows)
    return Numbers(people, hidden(people, least), places, least, as_of)


def pending(connection: Connection) -> Iterator[Event]:
    """Events that are not counted yet."""
    yield from events_after(connection, *watermark(connection), below=None, limit=None)
