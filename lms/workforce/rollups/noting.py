"""Ears: every change that can move a number leaves an event, in its own transaction."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from certificates.public import Certificate
from courses.public import Enrolment, is_survey
from lms.accounts.public import SensitiveProfile, User
from lms.clock import now
from lms.db import db
from lms.i18n.dates import BANGKOK, to_bangkok
from lms.reference.models import SkillMapping
from lms.workforce.rollups.models import EventKind, LearningEvent

COUNTED = ("state", "enrolled_at", "completed_at", "withdrawn_at", "halfway_at", "passed_at",
           "snapshot_id", "offering_id")  # fmt: skip


def note_account_change(_mapper: Any, connection: Connection, user: User) -> None:
    """An account was closed or erased."""
    if _changed(user, "state"):
        _note(connection, EventKind.ACCOUNT_CHANGED, learner=user.id)


def note_disability(_mapper: Any, connection: Connection, row: SensitiveProfile) -> None:
    _note(connection, EventKind.DISABILITY_CHANGED, learner=row.user_id)


def note_mapping(_mapper: Any, connection: Connection, _row: SkillMapping) -> None:
    """Two skills correspond, or do no more: of nobody in particular."""
    _note(connection, EventKind.SKILLS_RELATED)


def note_enrolment(_mapper: Any, connection: Connection, row: Enrolment) -> None:
    _note(connection, EventKind.ENROLMENT_CHANGED, learner=row.learner_id, enrolment=row.id)


def note_enrolment_change(_mapper: Any, connection: Connection, row: Enrolment) -> None:
    if _changed(row, *COUNTED):
        note_enrolment(_mapper, connection, row)


def note_certificate(_mapper: Any, connection: Connection, paper: Certificate) -> None:
    """A row of the register was written."""
    if not paper.is_sample:
        kind, place = EventKind.CERTIFICATE_CHANGED, paper.enrolment_id
        _note(connection, kind, learner=_holder(paper), enrolment=place)


def note_certificate_change(_mapper: Any, connection: Connection, paper: Certificate) -> None:
    if _changed(paper, "state"):
        note_certificate(_mapper, connection, paper)


def note_learning(connection: Connection, enrolment_ids: Iterable[int]) -> None:
    """Somebody learned, or a test came to another result."""
    for enrolment_id in enrolment_ids:
        _note(connection, EventKind.LEARNED, enrolment=enrolment_id)


def note_lesson(enrolment: Enrolment, lesson_key: int) -> None:
    """An answered survey: which run, on which day, and nobody."""
    if is_survey(lesson_key):
        day = datetime.combine(to_bangkok(now()).date(), time(), BANGKOK).astimezone(UTC)
        kind = EventKind.SURVEY_ANSWERED
        _note(db.session.connection(), kind, run=enrolment.run_id, at=day)


def _holder(paper: Certificate) -> int:
    return -paper.id if paper.learner_id is None else paper.learner_id


def _changed(row: Any, *names: str) -> bool:
    attributes = sa.inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in names)


def _note(
    connection: Connection,
    kind: EventKind,
    *,
    learner: int = 0,
    enrolment: int | None = None,
    run: int | None = None,
    at: datetime | None = None,
) -> None:
    """In the transaction in which it happened: both are kept, or neither."""
    values = {"learner": learner, "enrolment": enrolment, "run": run}
    row = {"at": at or now(), "what": kind, **values}
    connection.execute(_events[connection.dialect.name], row)


def _event(xid: Any) -> sa.Insert:
    return sa.insert(LearningEvent).values(
        xid=xid,
        occurred_at=bindparam("at", type_=LearningEvent.occurred_at.type),
        kind=bindparam("what"),
        learner_id=bindparam("learner"),
        enrolment_id=bindparam("enrolment"),
        run_id=bindparam("run"),
    )


_events = {
    "sqlite": _event(0),
    "postgresql": _event(sa.cast(sa.cast(sa.func.pg_current_xact_id(), sa.Text), sa.BigInteger)),
}
