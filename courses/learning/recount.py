"""Completion and seats, counted again from the facts."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from courses.content.models import Course
from courses.enrolment.models import SEATED, CourseRun, Enrolment, EnrolmentState
from courses.enrolment.queries import get_enrolment
from courses.learning import operations, queries
from lms.db import db, lock_row
from lms.errors import found
from lms.i18n import gettext as _

CHUNK = 500


@dataclass(frozen=True)
class Uncompleted:
    """The rules are met, but the enrolment does not say so."""

    enrolment_id: int

    def __str__(self) -> str:
        return _("Enrolment %(id)d has met its rules and is not completed.", id=self.enrolment_id)

    def put_right(self) -> None:
        enrolment = get_enrolment(self.enrolment_id)
        lock_row(enrolment)
        operations.evaluate(enrolment)


@dataclass(frozen=True)
class Unfounded:
    """It says completed, but the facts do not carry it; what was granted is not taken back here."""

    enrolment_id: int

    def __str__(self) -> str:
        return _(
            "Enrolment %(id)d is completed, but its facts do not meet the rules. Look into it.",
            id=self.enrolment_id,
        )

    def put_right(self) -> None:
        """A person decides."""


@dataclass(frozen=True)
class Miscounted:
    """A run counts other seats than there are."""

    run_id: int
    counted: int
    seats_taken: int

    def __str__(self) -> str:
        return _(
            "Run %(id)d says %(said)d seats are taken, and %(counted)d are.",
            id=self.run_id,
            said=self.seats_taken,
            counted=self.counted,
        )

    def put_right(self) -> None:
        run = found(db.session.get(CourseRun, self.run_id))
        lock_row(run)
        taken = select(func.count()).where(Enrolment.run_id == run.id, Enrolment.state.in_(SEATED))
        run.seats_taken = db.session.scalar(taken) or 0


Difference = Uncompleted | Unfounded | Miscounted


def differences() -> list[Difference]:
    """Everything that does not follow from the facts."""
    return [*_completions(), *_seats()]


def _completions() -> Iterator[Difference]:
    after = 0
    while chunk := db.session.scalars(
        select(Enrolment)
        .where(Enrolment.id > after, Enrolment.state.in_(SEATED))
        .options(joinedload(Enrolment.run).joinedload(CourseRun.course))
        .join(Enrolment.run)
        .join(CourseRun.course)
        .where(Course.version_id.is_not(None))
        .order_by(Enrolment.id)
        .limit(CHUNK)
    ).all():
        standings = queries.standings(chunk, as_completed=True)
        for enrolment in chunk:
            met = standings[enrolment.id].completion.met
            if met and enrolment.state is EnrolmentState.ACTIVE:
                yield Uncompleted(enrolment.id)
            elif not met and enrolment.state is EnrolmentState.COMPLETED:
                yield Unfounded(enrolment.id)
        after = chunk[-1].id


def _seats() -> Iterator[Difference]:
    taken = (
        select(Enrolment.run_id, func.count().label("counted"))
        .where(Enrolment.state.in_(SEATED))
        .group_by(Enrolment.run_id)
        .subquery()
    )
    counted = func.coalesce(taken.c.counted, 0)
    rows = db.session.execute(
        select(CourseRun.id, counted, CourseRun.seats_taken)
        .outerjoin(taken, taken.c.run_id == CourseRun.id)
        .where(counted != CourseRun.seats_taken)
        .order_by(CourseRun.id)
    )
    for run_id, number, seats_taken in rows:
        yield Miscounted(run_id, number, seats_taken)
