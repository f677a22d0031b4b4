"""What one enrolment came to, read from the facts in a few statements for many."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, select

from certificates.public import Certificate, CertificateState
from courses.public import Activity, Enrolment, EnrolmentState, Offering, QuizResult
from lms.workforce.rollups.models import OWNERLESS, EnrolmentFact, Kind

IDLE_DAYS = 60
PRE, POST = "pre_test", "post_test"
COLUMNS = tuple(column.name for column in EnrolmentFact.__table__.columns)
MILESTONES = {
    Kind.APPLIED: "applied",
    Kind.HALFWAY: "halfway",
    Kind.PASSED: "passed",
    Kind.COMPLETED: "completed",
    Kind.CERTIFIED: "certified",
    Kind.DROPPED: "dropped",
    Kind.SCORED: "scored",
}


@dataclass(slots=True)
class Fact:
    """A row of `enrolment_fact`."""

    enrolment_id: int
    snapshot_id: int
    offering_id: int
    applied: int | None = None
    active: str = ""
    halfway: int | None = None
    passed: int | None = None
    completed: int | None = None
    certified: int | None = None
    dropped: int | None = None
    scored: int | None = None
    pre: int | None = None
    post: int | None = None
    last_on: date | None = None

    @property
    def touches(self) -> Iterator[tuple[Kind, int]]:
        """The months in which it counts, by kind."""
        for kind, name in MILESTONES.items():
            month = getattr(self, name)
            if month is not None:
                yield kind, month
        if self.active:
            for text in self.active.split(","):
                yield Kind.ACTIVE, int(text)

    @property
    def values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in COLUMNS)


def month(column: Any, dialect: str) -> sa.ColumnElement[int]:
    """202611 of a moment, by the wall clock in Bangkok: one function, two bodies."""
    if dialect == "sqlite":
        return sa.cast(sa.func.strftime("%Y%m", column, "+7 hours"), sa.Integer)
    local = sa.func.timezone("Asia/Bangkok", column)
    year, number = sa.extract("year", local), sa.extract("month", local)
    return sa.cast(year * 100 + number, sa.Integer)


@dataclass(frozen=True)
class Chosen:
    """Which enrolments: those listed, or a stretch of ids (ends included)."""

    ids: Collection[int] = field(default=())
    first: int | None = None
    last: int | None = None

    def within(self, column: Any) -> sa.ColumnElement[bool]:
        if self.first is not None:
            return sa.and_(column >= self.first, column <= self.last)
        return sa.and_(column.in_([i for i in self.ids if i > 0]))

    @property
    def papers(self) -> list[int]:
        return [-i for i in self.ids if i < 0]


def facts(connection: Connection, chosen: Chosen, *, on: date) -> dict[int, Fact]:
    """The facts of enrolments, idle as it is on that day (Bangkok)."""
    dialect = connection.dialect.name
    found: dict[int, Fact] = {}
    states: dict[int, tuple[str, int | None]] = {}
    for row in connection.execute(_enrolments(dialect).where(chosen.within(Enrolment.id))):
        fact = Fact(row[0], row[1], row[2], applied=row[3], halfway=row[4], passed=row[5])
        fact.completed = row[6]
        if fact.completed is not None:
            fact.halfway = fact.halfway or fact.completed
            fact.passed = fact.passed or fact.completed
        found[fact.enrolment_id] = fact
        states[fact.enrolment_id] = (row[8], row[7])
    _learned(connection, chosen, found)
    _tested(connection, chosen, found)
    _attested(connection, chosen, found)
    for key, fact in found.items():
        fact.dropped = _dropped(fact, *states[key], on=on)
    for fact in _ownerless(connection, chosen.papers):
        found[fact.enrolment_id] = fact
    return found


def _enrolments(dialect: str) -> Any:
    return select(
        Enrolment.id,
        Enrolment.snapshot_id,
        Enrolment.offering_id,
        month(Enrolment.enrolled_at, dialect),
        month(Enrolment.halfway_at, dialect),
        month(Enrolment.passed_at, dialect),
        month(Enrolment.completed_at, dialect),
        month(Enrolment.withdrawn_at, dialect),
        sa.cast(Enrolment.state, sa.String),
    )


def _learned(connection: Connection, chosen: Chosen, found: Mapping[int, Fact]) -> None:
    rows = connection.execute(
        select(Activity.enrolment_id, Activity.month, Activity.last_on)
        .where(chosen.within(Activity.enrolment_id))
        .order_by(Activity.enrolment_id, Activity.month)
    )
    months: dict[int, list[int]] = {}
    for key, active, last_on in rows:
        if key in found:
            months.setdefault(key, []).append(active)
            found[key].last_on = last_on
    for key, fact in found.items():
        also = {m for m in (fact.halfway, fact.passed, fact.completed) if m is not None}
        listed = months.get(key, [])
        if also - set(listed):
            listed = sorted({*listed, *also})
        fact.active = ",".join(map(str, listed))


def _tested(connection: Connection, chosen: Chosen, found: Mapping[int, Fact]) -> None:
    percent = sa.case(
        (QuizResult.role == PRE, QuizResult.first_percent), else_=QuizResult.best_percent
    )
    rows = connection.execute(
        select(
            QuizResult.enrolment_id,
            QuizResult.role,
            sa.cast(sa.func.round(sa.func.max(percent) * 100), sa.Integer),
            month(sa.func.max(QuizResult.updated_at), connection.dialect.name),
        )
        .where(chosen.within(QuizResult.enrolment_id), QuizResult.role.in_((PRE, POST)))
        .group_by(QuizResult.enrolment_id, QuizResult.role)
    )
    after: dict[int, int] = {}
    for key, role, hundredths, when in rows:
        fact = found.get(key)
        if fact is None:
            continue
        if role == PRE:
            fact.pre = hundredths
        else:
            fact.post = hundredths
            after[key] = when
    for key, when in after.items():
        if found[key].pre is not None:
            found[key].scored = when


def _attested(connection: Connection, chosen: Chosen, found: Mapping[int, Fact]) -> None:
    rows = connection.execute(
        select(
            Certificate.enrolment_id,
            month(sa.func.min(Certificate.issued_at), connection.dialect.name),
        )
        .where(chosen.within(Certificate.enrolment_id), *_counting)
        .group_by(Certificate.enrolment_id)
    )
    for key, when in rows:
        if key is not None and key in found:
            found[key].certified = when


_counting = (Certificate.is_sample.is_(False), Certificate.state != CertificateState.REVOKED)


def _dropped(fact: Fact, state: str, withdrawn: int | None, *, on: date) -> int | None:
    """Withdrawn, or sixty days without learning and not completed; who never learned did neither."""
    if fact.last_on is None or fact.completed is not None:
        return None
    if state == EnrolmentState.WITHDRAWN:
        return withdrawn
    idle_on = fact.last_on + timedelta(days=IDLE_DAYS)
    return idle_on.year * 100 + idle_on.month if idle_on <= on else None


def _ownerless(connection: Connection, papers: Collection[int]) -> Iterator[Fact]:
    """Certificates whose holders erased their accounts, each as a person of its own."""
    if not papers:
        return
    offered = select(Offering.run_id, sa.func.min(Offering.id).label("id")).group_by(
        Offering.run_id
    )
    first = offered.subquery()
    rows = connection.execute(
        select(Certificate.id, first.c.id, month(Certificate.issued_at, connection.dialect.name))
        .join(first, first.c.run_id == Certificate.run_id)
        .where(Certificate.id.in_(papers), Certificate.learner_id.is_(None), *_counting)
    )
    for paper, offering, when in rows:
        yield Fact(-paper, OWNERLESS + paper, offering, certified=when)


def ownerless(connection: Connection) -> list[int]:
    """Their numbers below zero."""
    gone = select(-Certificate.id).where(Certificate.learner_id.is_(None), *_counting)
    return list(connection.scalars(gone))
