"""Keeping answers: each one durable before it is acknowledged, in whatever order they arrive."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import and_, bindparam, case, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from courses.enrolment.models import SEATED, Enrolment
from courses.quizzes.models import GRACE, Answer, Attempt, AttemptState, is_over
from courses.quizzes.paper import Slot
from courses.quizzes.queries import Sheet, definition
from lms.clock import now
from lms.db import UtcDateTime, db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

MOST_SEQ = 2**53


class AttemptOver(DomainError):
    message = _l("The time is over. What was saved until then counts.")


class AttemptSubmitted(DomainError):
    message = _l("This attempt has been submitted. Its answers do not change any more.")


class NoPlace(DomainError):
    message = _l("You no longer have a place in this run.")


class BadNumbering(DomainError):
    message = _l("This answer came without a number that can be read. Reload the page.")


_moment = UtcDateTime()
_VALUES = {
    "question_version_id": bindparam("question", type_=sa.BigInteger()),
    "part": bindparam("new_part", type_=sa.String()),
    "response": bindparam("new_response", type_=Answer.response.type),
    "seq": bindparam("new_seq", type_=sa.BigInteger()),
    "writer": bindparam("new_writer", type_=sa.String()),
    "saved_at": bindparam("at", type_=_moment),
}
_KEY = ["attempt_id", "question_version_id", "part"]


def _upsert(kind: Any) -> sa.Executable:
    """One statement: into an open attempt in time, and never an older answer over a newer one.

    The same browser numbers its answers; between two browsers the moment of answering decides.
    """
    open_attempt = (
        select(Attempt.id, *_VALUES.values())
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Attempt.id == bindparam("attempt"),
            Attempt.state == AttemptState.OPEN,
            Enrolment.state.in_(SEATED),
            or_(
                Attempt.deadline_at.is_(None),
                Attempt.deadline_at >= bindparam("earliest", type_=_moment),
            ),
        )
        .with_for_update(
            read=True, of=Attempt
        )  # a submission that runs waits for this answer, or refuses it
    )
    new = kind.insert(Answer.__table__).from_select(["attempt_id", *_VALUES], open_attempt)
    newer = or_(
        and_(Answer.writer == new.excluded.writer, Answer.seq < new.excluded.seq),
        and_(Answer.writer != new.excluded.writer, Answer.saved_at <= new.excluded.saved_at),
    )
    upsert: sa.Executable = new.on_conflict_do_update(
        index_elements=_KEY,
        set_={name: new.excluded[name] for name in ("response", "seq", "writer", "saved_at")},
        where=newer,
    ).returning(Answer.seq)
    return upsert


def _form_upsert(kind: Any) -> sa.Executable:
    """Of a whole page: what it showed may change; what came later from elsewhere stays."""
    new = kind.insert(Answer.__table__).values(attempt_id=bindparam("attempt"), **_VALUES)
    mine = and_(Answer.writer == new.excluded.writer, new.excluded.response.is_not(None))
    later = Answer.seq > new.excluded.seq
    upsert: sa.Executable = new.on_conflict_do_update(
        index_elements=_KEY,
        set_={
            "response": new.excluded.response,
            "seq": case((later, Answer.seq), else_=new.excluded.seq),
            "writer": new.excluded.writer,
            "saved_at": new.excluded.saved_at,
        },
        where=or_(Answer.saved_at <= bindparam("shown", type_=_moment), mine),
    )
    return upsert


_one = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}
_many = {"sqlite": _form_upsert(sqlite), "postgresql": _form_upsert(postgresql)}
_state = (
    select(Attempt.state, Attempt.deadline_at, Enrolment.state.label("place"))
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.id == bindparam("attempt"))
    .with_for_update(of=Attempt)
)


def save_answer(
    sheet: Sheet, slot: Slot, response: Any, *, seq: int, writer: str, given_at: datetime | None
) -> datetime:
    """Keep one answer; the same one twice, or an older one later, changes nothing."""
    if not 0 <= seq <= MOST_SEQ:
        raise BadNumbering
    moment = now()
    row = _row(sheet, slot, response, seq=seq, writer=writer)
    row |= {"at": _believed(given_at, sheet, moment), "earliest": moment - GRACE}
    if db.session.connection().execute(_one[_dialect()], row).first() is None:
        _refuse_unless_open(sheet, moment)
    return moment


def save_answers(
    sheet: Sheet, answers: Mapping[str, Any], *, shown_at: datetime | None, writer: str
) -> None:
    """Keep what a page says, by input; `shown_at` is when that page was made."""
    moment = now()
    _refuse_unless_open(sheet, moment)
    slots = definition(sheet.quiz_id).slots
    seq = int(moment.timestamp() * 1000)
    more = {"at": moment, "shown": min(shown_at or moment, moment)}
    rows = [
        _row(sheet, slots[name], response, seq=seq, writer=writer) | more
        for name, response in sorted(answers.items())
    ]
    if rows:
        db.session.connection().execute(_many[_dialect()], rows)


def put_answer(sheet: Sheet, slot: Slot, make: Callable[[], Any], *, writer: str) -> None:
    """Keep what `make` says once nobody else can change or submit this attempt."""
    moment = now()
    _refuse_unless_open(sheet, moment)
    row = _row(sheet, slot, make(), seq=int(moment.timestamp() * 1000), writer=writer)
    db.session.connection().execute(_many[_dialect()], row | {"at": moment, "shown": moment})


def _row(sheet: Sheet, slot: Slot, response: Any, *, seq: int, writer: str) -> dict[str, Any]:
    return {
        "attempt": sheet.id,
        "question": slot.question.id,
        "new_part": slot.part,
        "new_response": response,
        "new_seq": seq,
        "new_writer": writer,
    }


def _believed(given_at: datetime | None, sheet: Sheet, moment: datetime) -> datetime:
    """A clock that says a time outside the attempt is wrong: then the time of arrival counts."""
    if given_at is None or not sheet.started_at <= given_at <= moment:
        return moment
    return given_at


def _refuse_unless_open(sheet: Sheet, moment: datetime) -> None:
    """Locks the attempt, so that nobody submits it meanwhile."""
    row = db.session.execute(_state, {"attempt": sheet.id}).one()
    if row.place not in SEATED:
        raise NoPlace
    if row.state is not AttemptState.OPEN:
        raise AttemptSubmitted
    if is_over(row.deadline_at, moment):
        raise AttemptOver


def _dialect() -> str:
    return db.engines[None].dialect.name
