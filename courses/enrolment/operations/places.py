"""A learner's place: asking for it, deciding, giving it up, moving up."""

import hmac
from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError

from courses import signals
from courses.enrolment import queries
from courses.enrolment.code import digest
from courses.enrolment.models import (
    LEAVABLE,
    CourseRun,
    Enrolment,
    EnrolmentState,
    EnrolmentWay,
    RunState,
)
from courses.enrolment.operations.frozen import offering_of, snapshot_of
from lms import audit
from lms.accounts.public import User, normal_email, user_by_email
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import to_bangkok
from lms.jobs.queue import enqueue


class EnrolmentClosed(DomainError):
    message = _l("Enrolment in this run is not open.")


class AlreadyEnrolled(DomainError):
    message = _l("You already have a place in this run.")


class EnrolledByStaff(DomainError):
    message = _l("The institution enrols the learners of this run. Ask them for a place.")


class RequestRefused(DomainError):
    message = _l("Your request was not approved. Ask the institution why.")


class WrongCode(DomainError):
    message = _l("This is not the code of this run. Check it, or ask the institution for it.")
    field = "code"


class PrerequisitesMissing(DomainError):
    """Names the courses that come first."""


class CannotWithdraw(DomainError):
    message = _l("There is no place to give up: you have completed the run or left it before.")


class NoAccount(DomainError):
    message = _l("Nobody has an account with this address yet. Ask the learner to create one.")
    field = "email"


class NothingToDecide(DomainError):
    message = _l("This request has been decided already.")


def enrol(
    learner: User, run: CourseRun, *, by: User | None = None, code: str | None = None
) -> Enrolment:
    """Give `learner` a seat in `run`, or a place on its waiting list.

    Staff (`by`) enrol outside the window, without code, approval and prerequisites.
    """
    by_staff = by is not None and by.id != learner.id
    if by_staff:
        _refuse_where_over(run)
    else:
        _refuse_unless_welcome(learner, run, code)
    asks_first = run.way is EnrolmentWay.APPROVAL and not by_staff
    try:
        with db.session.begin_nested():  # a refused duplicate gives its seat back
            state = EnrolmentState.PENDING if asks_first else _seat_or_queue(run)
            enrolment = _hold(learner, run, state, by_staff=by_staff)
    finally:
        db.session.expire(run, ["seats_taken"])  # the database did the counting
    audit.record("enrolment.created", enrolment, by=by or learner, state=state.value)
    _welcome(enrolment)
    return enrolment


def enrol_by_email(email: str, run: CourseRun, *, by: User) -> Enrolment:
    """What a registrar does for somebody who has an account."""
    learner = user_by_email(normal_email(email) or "")
    if learner is None:
        raise NoAccount
    try:
        return enrol(learner, run, by=by)
    except AlreadyEnrolled as clash:
        raise AlreadyEnrolled(_("This learner already has a place in this run.")) from clash


def approve(enrolment: Enrolment, *, by: User) -> Enrolment:
    """Say yes to a request: a seat, or a place on the waiting list."""
    lock_row(enrolment.run)  # the order of locks is the run, then its places, everywhere
    lock_row(enrolment)
    if enrolment.state is not EnrolmentState.PENDING:
        raise NothingToDecide
    _set_state(enrolment, _seat_or_queue(enrolment.run))
    audit.record("enrolment.approved", enrolment, by=by, state=enrolment.state.value)
    _welcome(enrolment)
    return enrolment


def refuse(enrolment: Enrolment, *, by: User) -> Enrolment:
    """Say no to a request."""
    lock_row(enrolment)
    if enrolment.state is not EnrolmentState.PENDING:
        raise NothingToDecide
    _set_state(enrolment, EnrolmentState.REFUSED)
    audit.record("enrolment.refused", enrolment, by=by)
    tell("enrolment.refused", enrolment)
    return enrolment


def withdraw(enrolment: Enrolment, *, by: User) -> Enrolment:
    """Give up a place; a freed seat goes to whoever waits longest, in the same transaction."""
    run = enrolment.run
    lock_row(run)
    lock_row(enrolment)
    if enrolment.state not in LEAVABLE:
        raise CannotWithdraw
    end(enrolment)
    audit.record("enrolment.withdrawn", enrolment, by=by)
    promote(run)
    return enrolment


def end(enrolment: Enrolment) -> None:
    """The place is given up and its seat is free; the caller holds the run's lock."""
    had_seat = enrolment.has_seat
    _set_state(enrolment, EnrolmentState.WITHDRAWN)
    if had_seat:
        enrolment.run.seats_taken -= 1
        signals.withdrawn.send(enrolment)


def promote(run: CourseRun) -> None:
    """Fill every free seat from the head of the waiting list; the caller holds the run's lock."""
    if run.state is RunState.CANCELLED or run.has_ended(to_bangkok(now()).date()):
        return
    for enrolment in queries.longest_waiting(run, run.seats_left):
        run.seats_taken += 1
        _set_state(enrolment, EnrolmentState.ACTIVE)
        audit.record("enrolment.promoted", enrolment, by=None)
        signals.enrolled.send(enrolment)
        tell("enrolment.promoted", enrolment)


def take_seat(run: CourseRun) -> bool:
    """Guarded by the database: of many at once, exactly as many succeed as there are seats."""
    free = or_(CourseRun.seats.is_(None), CourseRun.seats_taken < CourseRun.seats)
    taken = update(CourseRun).where(CourseRun.id == run.id, free)
    taken = taken.values(seats_taken=CourseRun.seats_taken + 1).returning(CourseRun.id)
    unseen = {"synchronize_session": False}
    got_one = db.session.scalar(taken, execution_options=unseen) is not None
    db.session.expire(run, ["seats_taken"])
    return got_one


def tell(news: str, enrolment: Enrolment) -> None:
    """Ask for a mail to the learner; each time it happens is a mail of its own."""
    enqueue(news, enrolment_id=enrolment.id, moment=now().isoformat())


def _refuse_where_over(run: CourseRun) -> None:
    if run.state is RunState.CANCELLED or run.has_ended(to_bangkok(now()).date()):
        raise EnrolmentClosed


def _refuse_unless_welcome(learner: User, run: CourseRun, code: str | None) -> None:
    _refuse_where_over(run)
    if not run.is_open(now()):
        raise EnrolmentClosed
    if run.way is EnrolmentWay.STAFF:
        raise EnrolledByStaff
    if run.way is EnrolmentWay.CODE and not _is_code(run, code):
        raise WrongCode
    if missing := queries.missing_prerequisites(learner.id, run):
        titles = ", ".join(str(course.title) for course in missing)
        raise PrerequisitesMissing(_("Complete this first: %(courses)s", courses=titles))


def _is_code(run: CourseRun, code: str | None) -> bool:
    return hmac.compare_digest(run.code_digest or "", digest(run.public_id, code or ""))


def _seat_or_queue(run: CourseRun) -> EnrolmentState:
    """A seat where one is free; the run is locked either way, until the transaction ends."""
    if take_seat(run):
        return EnrolmentState.ACTIVE
    lock_row(run)  # somebody may have left since: nobody waits beside a free seat
    return EnrolmentState.ACTIVE if take_seat(run) else EnrolmentState.WAITING


def _hold(learner: User, run: CourseRun, state: EnrolmentState, *, by_staff: bool) -> Enrolment:
    """The learner's one row in the run: a new one, or the one they once gave up."""
    at, enrolment = now(), queries.enrolment_of(learner.id, run.id)
    if enrolment is None:
        enrolment = Enrolment(run=run, learner=learner, state=state, enrolled_at=at)
    else:
        lock_row(enrolment)
        if enrolment.state is EnrolmentState.REFUSED and not by_staff:
            raise RequestRefused
        if enrolment.state not in (EnrolmentState.WITHDRAWN, EnrolmentState.REFUSED):
            raise AlreadyEnrolled
        enrolment.reenrolled_at = at
    _set_state(enrolment, state)
    if _is_of_this_month(enrolment.enrolled_at):  # what stands in earlier numbers stays as it was
        enrolment.snapshot_id = snapshot_of(learner, to_bangkok(at).date())
        enrolment.offering_id = offering_of(run)
    db.session.add(enrolment)
    try:
        db.session.flush()  # of two at once the database lets one through
    except IntegrityError as clash:
        raise AlreadyEnrolled from clash
    return enrolment


def _is_of_this_month(at: datetime) -> bool:
    return to_bangkok(at).date().replace(day=1) == to_bangkok(now()).date().replace(day=1)


def _set_state(enrolment: Enrolment, state: EnrolmentState) -> None:
    enrolment.state = state
    enrolment.queued_at = now() if state is EnrolmentState.WAITING else None
    enrolment.withdrawn_at = now() if state is EnrolmentState.WITHDRAWN else None


def _welcome(enrolment: Enrolment) -> None:
    if enrolment.state is EnrolmentState.ACTIVE:
        signals.enrolled.send(enrolment)
        tell("enrolment.welcome", enrolment)
