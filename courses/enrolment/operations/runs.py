"""A run: opening it for enrolment, changing its terms, closing and cancelling it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import delete, select

from courses.content.models import Course, CourseState, Mode, Pace
from courses.enrolment import queries
from courses.enrolment.code import SHORTEST, digest
from courses.enrolment.models import (
    CourseRun,
    EnrolmentState,
    EnrolmentWay,
    RunPrerequisite,
    RunState,
)
from courses.enrolment.operations.places import end, promote, tell
from lms import audit
from lms.accounts.public import User
from lms.db import db, lock_row, new_public_id
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n import ngettext

DEFAULT_RULES = {"content_percent": 100}
KINDS: dict[str, Callable[[Any], Any]] = {"way": EnrolmentWay, "mode": Mode, "pace": Pace}


class NotPublished(DomainError):
    message = _l("Only a published course can have runs. Publish it first.")


class ClosesBeforeItOpens(DomainError):
    message = _l("Enrolment must close after it opens.")
    field = "closes_at"


class EndsBeforeItStarts(DomainError):
    message = _l("The run cannot end before it starts.")
    field = "ends_on"


class TooFewSeats(DomainError):
    field = "seats"


class NeedsCode(DomainError):
    message = _l("Write a code of at least %(least)d characters.", least=SHORTEST)
    field = "code"


class UnknownPrerequisite(DomainError):
    field = "prerequisites"


class RulesInUse(DomainError):
    message = _l("Somebody has completed this run, so what it asks for no longer changes.")


class RunIsOver(DomainError):
    message = _l("This run was cancelled.")


class Terms(TypedDict):
    """What a registrar decides about a run; `seats` None is no limit."""

    opens_at: datetime
    closes_at: NotRequired[datetime | None]
    starts_on: NotRequired[date | None]
    ends_on: NotRequired[date | None]
    seats: NotRequired[int | None]
    way: NotRequired[EnrolmentWay]
    code: NotRequired[str | None]
    mode: NotRequired[Mode]
    pace: NotRequired[Pace]
    district_code: NotRequired[str | None]
    place: NotRequired[str | None]
    programme: NotRequired[str | None]
    fund: NotRequired[str | None]
    prerequisites: NotRequired[Sequence[str]]
    rules: NotRequired[dict[str, Any]]


def open_run(course: Course, *, by: User | None = None, **terms: Unpack[Terms]) -> CourseRun:
    """The course's next run; it takes learners from `opens_at` on."""
    if course.state is not CourseState.PUBLISHED:
        raise NotPublished
    lock_row(course)  # two at once take two numbers
    run = CourseRun(
        public_id=new_public_id(),
        course=course,
        number=queries.next_number(course),
        state=RunState.OPEN,
        seats_taken=0,
        mode=course.mode,
        pace=course.pace,
        way=EnrolmentWay.SELF,
        rules=dict(DEFAULT_RULES),
    )
    _settle(run, terms)
    audit.record("run.opened", run, by=by, number=run.number)
    return run


def edit_run(run: CourseRun, *, by: User | None = None, **terms: Unpack[Terms]) -> CourseRun:
    """New terms for everybody; seats that are added go to the waiting list first."""
    lock_row(run)
    if run.state is RunState.CANCELLED:
        raise RunIsOver
    _settle(run, terms)
    promote(run)
    audit.record("run.edited", run, by=by, seats=run.seats)
    return run


def close(run: CourseRun, *, by: User | None) -> None:
    """Nobody enrols any more; those who are in it go on."""
    _turn(run, RunState.CLOSED, "run.closed", by)


def reopen(run: CourseRun, *, by: User | None) -> None:
    _turn(run, RunState.OPEN, "run.reopened", by)


def cancel(run: CourseRun, *, by: User | None) -> None:
    """The run does not take place: every place that is not completed ends, and all are told."""
    _turn(run, RunState.CANCELLED, "run.cancelled", by)
    for enrolment in queries.leavable(run):
        end(enrolment)
        tell("enrolment.cancelled", enrolment)


def _turn(run: CourseRun, state: RunState, verb: str, by: User | None) -> None:
    lock_row(run)
    if run.state is RunState.CANCELLED:
        raise RunIsOver
    if run.state is not state:
        run.state = state
        audit.record(verb, run, by=by)


def _settle(run: CourseRun, terms: Terms) -> None:
    """Put the terms into the run; what is impossible is refused before anything changes."""
    _refuse_impossible(run, terms)
    _refuse_other_rules(run, terms.get("rules"))
    before = _courses(run, terms.get("prerequisites", ()))
    for name in Terms.__annotations__.keys() & terms.keys() - {"code", "prerequisites"}:
        setattr(run, name, KINDS.get(name, _as_is)(terms[name]))  # type: ignore[literal-required]
    run.place = run.place or ""
    if code := terms.get("code"):
        run.code_digest = digest(run.public_id, code)
    db.session.add(run)
    db.session.flush()  # prerequisites refer to the run's id
    if "prerequisites" in terms:
        db.session.execute(delete(RunPrerequisite).where(RunPrerequisite.run_id == run.id))
        db.session.add_all(RunPrerequisite(run_id=run.id, course_id=c.id) for c in before)


def _as_is(value: Any) -> Any:
    return value


def _refuse_impossible(run: CourseRun, terms: Terms) -> None:
    closes_at, seats, code = terms.get("closes_at"), terms.get("seats"), terms.get("code")
    starts_on, ends_on = terms.get("starts_on"), terms.get("ends_on")
    if closes_at is not None and closes_at <= terms["opens_at"]:
        raise ClosesBeforeItOpens
    if starts_on and ends_on and ends_on < starts_on:
        raise EndsBeforeItStarts
    if seats is not None and seats < run.seats_taken:
        raise TooFewSeats(
            ngettext(
                "%(count)d learner has a seat already: write that number or a higher one.",
                "%(count)d learners have a seat already: write that number or a higher one.",
                run.seats_taken,
            )
        )
    has_code = len(code) >= SHORTEST if code else run.code_digest is not None
    if terms.get("way", run.way) == EnrolmentWay.CODE and not has_code:
        raise NeedsCode


def _refuse_other_rules(run: CourseRun, rules: dict[str, Any] | None) -> None:
    """Completions were granted by these rules; they stay explainable only while the rules stay."""
    if rules is None or run.id is None or dict(run.rules) == rules:
        return
    if queries.numbers(run).get(EnrolmentState.COMPLETED):
        raise RulesInUse


def _courses(run: CourseRun, codes: Sequence[str]) -> Sequence[Course]:
    wanted = {code.upper() for code in codes}
    known = db.session.scalars(select(Course).where(Course.code.in_(wanted))).all()
    unknown = sorted(wanted - {course.code for course in known})
    if unknown:
        raise UnknownPrerequisite(
            _("There is no course with the code %(codes)s.", codes=", ".join(unknown))
        )
    if run.course in known:
        raise UnknownPrerequisite(_("A course cannot come before itself."))
    return known
