"""What a reader can do about a course now: which run comes next, and which one button it has."""

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from courses.content.models import Mode, Pace
from courses.enrolment.models import FEW_SEATS, EnrolmentState, EnrolmentWay, RunState


@dataclass(frozen=True)
class RunFacts:
    """A run as the catalogue shows it, with the reader's own place in it if there is one."""

    id: int
    course_id: int
    public_id: str
    number: int
    state: RunState
    way: EnrolmentWay
    mode: Mode
    pace: Pace
    opens_at: datetime
    closes_at: datetime | None
    starts_on: date | None
    ends_on: date | None
    seats: int | None
    seats_taken: int
    place: str
    district_code: str | None
    enrolment_id: int | None = None
    enrolment_state: EnrolmentState | None = None

    @property
    def seats_left(self) -> int | None:
        return None if self.seats is None else max(self.seats - self.seats_taken, 0)

    @property
    def few_left(self) -> bool:
        """How many have taken a place is for those who run it; others hear that few are left."""
        return self.seats_left is not None and self.seats_left < FEW_SEATS

    def is_open(self, at: datetime) -> bool:
        return self.state is RunState.OPEN and self.opens_at <= at and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        """Nobody enrols any more."""
        return self.state is not RunState.OPEN or (
            self.closes_at is not None and self.closes_at <= at
        )

    def opens_later(self, at: datetime) -> bool:
        return at < self.opens_at and not self.is_over(at)

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0

    @property
    def any_time(self) -> bool:
        """No day to wait for and no seat to lose."""
        return self.pace is Pace.SELF_PACED and self.seats is None and self.starts_on is None


class Kind(enum.StrEnum):
    """The one thing to do next."""

    CONTINUE = "continue"
    LOOK_AGAIN = "look_again"
    WAITING = "waiting"
    PENDING = "pending"
    ENROL = "enrol"
    JOIN = "join"
    ASK = "ask"
    CODE = "code"
    LOG_IN = "log_in"
    PREREQUISITES = "prerequisites"
    STAFF = "staff"
    OPENS = "opens"
    CLOSED = "closed"


@dataclass(frozen=True)
class Offer:
    kind: Kind
    run: RunFacts | None = None


_HELD = {
    EnrolmentState.ACTIVE: Kind.CONTINUE,
    EnrolmentState.COMPLETED: Kind.LOOK_AGAIN,
    EnrolmentState.WAITING: Kind.WAITING,
    EnrolmentState.PENDING: Kind.PENDING,
}
_WAYS = {
    EnrolmentWay.SELF: Kind.ENROL,
    EnrolmentWay.APPROVAL: Kind.ASK,
    EnrolmentWay.CODE: Kind.CODE,
    EnrolmentWay.STAFF: Kind.STAFF,
}


def next_run(runs: Iterable[RunFacts], at: datetime) -> RunFacts | None:
    """The run to show: one with seats, else one with a waiting list, else the next to open."""
    known = sorted(runs, key=lambda run: (run.starts_on or date.min, run.number))
    is_open = [run for run in known if run.is_open(at)]
    by_themselves = [run for run in is_open if run.way is not EnrolmentWay.STAFF]
    free = [run for run in by_themselves if not run.is_full]
    later = sorted((run for run in known if run.opens_later(at)), key=lambda run: run.opens_at)
    return next(iter([*free, *by_themselves, *later, *is_open]), None)


def offer(
    runs: Sequence[RunFacts], at: datetime, *, signed_in: bool, barred: Collection[int] = ()
) -> Offer:
    """What the reader does next; `barred` are runs that ask for courses they have not completed."""
    for state, kind in _HELD.items():
        for held in runs:
            if held.enrolment_state is state and held.state is not RunState.CANCELLED:
                return Offer(kind, held)
    refused = {run.id for run in runs if run.enrolment_state is EnrolmentState.REFUSED}
    run = next_run((each for each in runs if each.id not in refused), at)
    if run is None:
        return Offer(Kind.CLOSED)
    if run.opens_later(at):
        return Offer(Kind.OPENS, run)
    if run.way is EnrolmentWay.STAFF:
        return Offer(Kind.STAFF, run)
    if not signed_in:
        return Offer(Kind.LOG_IN, run)
    if run.id in barred:
        return Offer(Kind.PREREQUISITES, run)
    if run.is_full and run.way is EnrolmentWay.SELF:
        return Offer(Kind.JOIN, run)
    return Offer(_WAYS[run.way], run)
