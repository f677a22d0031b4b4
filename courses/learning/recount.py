"""Completion and seats, counted again from the facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from courses.content.models import Course
from courses.enrolment.models import SEATED, CourseRun, Enrolment, EnrolmentState
from courses.enrolment.queries import get_enrolment
from courses.learning import operations, queries
from courses.learning.models import QuizResult
from courses.learning.standing import Marked, Result, Standing
from lms.clock import now
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
        operations.hold_place(enrolment)
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


@dataclass(frozen=True)
class Misrecorded:
    """The recorded result of a quiz is not what its attempts came to (None: there is no attempt)."""

    enrolment_id: int
    lesson_key: int
    counted: Result | None

    def __str__(self) -> str:
        return _(
            "Enrolment %(id)d has another result in lesson %(lesson)d than its attempts say.",
            id=self.enrolment_id,
            lesson=self.lesson_key,
        )

    def put_right(self) -> None:
        db.session.execute(
            delete(QuizResult).filter_by(enrolment_id=self.enrolment_id, lesson_key=self.lesson_key)
        )
        if self.counted is not None:
            db.session.add(
                QuizResult(
                    enrolment_id=self.enrolment_id,
                    lesson_key=self.lesson_key,
                    updated_at=now(),
                    **asdict(self.counted),
                )
            )


@dataclass(frozen=True)
class Mismarked:
    """The recorded result of an assignment is not what its marks came to (None: it has none)."""

    enrolment_id: int
    lesson_key: int
    counted: Marked | None

    def __str__(self) -> str:
        return _(
            "Enrolment %(id)d has another result in assignment %(lesson)d than its marks say.",
            id=self.enrolment_id,
            lesson=self.lesson_key,
        )

    def put_right(self) -> None:
        enrolment = get_enrolment(self.enrolment_id)
        if self.counted is None:
            operations.forget_assignment(enrolment, self.lesson_key)
        else:
            operations.record_assignment(
                enrolment, self.lesson_key, self.counted.percent, self.counted.passed
            )


Difference = Uncompleted | Unfounded | Miscounted | Misrecorded | Mismarked
Counter = Callable[[Iterable[int]], Mapping[tuple[int, int], Result]]
WorkCounter = Callable[[Iterable[int]], Mapping[tuple[int, int], Marked]]
_counters: list[Counter] = []
_work_counters: list[WorkCounter] = []


def count_results_by(counter: Counter) -> None:
    """Whoever holds the attempts says what their results must be, by enrolment and lesson."""
    if counter not in _counters:
        _counters.append(counter)


def count_works_by(counter: WorkCounter) -> None:
    """Whoever holds the marks of assignments says what their results must be."""
    if counter not in _work_counters:
        _work_counters.append(counter)


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
        yield from _results(standings)
        yield from _works(standings)
        for enrolment in chunk:
            met = standings[enrolment.id].completion.met
            if met and enrolment.state is EnrolmentState.ACTIVE:
                yield Uncompleted(enrolment.id)
            elif not met and enrolment.state is EnrolmentState.COMPLETED:
                yield Unfounded(enrolment.id)
        after = chunk[-1].id


def _results(standings: Mapping[int, Standing]) -> Iterator[Difference]:
    for counter in _counters:
        counted = counter(standings)
        stored = {
            (enrolment_id, key): result
            for enrolment_id, standing in standings.items()
            for key, result in standing.results.items()
            if result.attempts or (enrolment_id, key) in counted  # without: it came from elsewhere
        }
        for place in sorted(counted.keys() | stored.keys()):
            if counted.get(place) != stored.get(place):
                yield Misrecorded(*place, counted.get(place))


def _works(standings: Mapping[int, Standing]) -> Iterator[Difference]:
    for counter in _work_counters:
        counted = counter(standings)
        stored = {
            (enrolment_id, key): work
            for enrolment_id, standing in standings.items()
            for key, work in standing.works.items()
        }
        for place in sorted(counted.keys() | stored.keys()):
            if counted.get(place) != stored.get(place):
                yield Mismarked(*place, counted.get(place))


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
