"""Giving up a place, and who gets it."""

import pytest
import sqlalchemy as sa

from courses.enrolment import operations, queries
from courses.enrolment.models import EnrolmentState, RunState
from courses.enrolment.operations import enrol, withdraw
from lms.clock import now
from lms.db import db
from lms.i18n import speaking
from lms.jobs.queue import drain
from lms.mail.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def test_the_longest_waiting_learner_moves_up() -> None:
    run, learners = make.run(seats=1), [make.user() for _ in range(3)]
    seated, first, second = [enrol(learner, run) for learner in learners]
    withdraw(seated, by=learners[0])
    assert [first.state, second.state] == [EnrolmentState.ACTIVE, EnrolmentState.WAITING]
    assert run.seats_taken == 1


def test_who_moves_up_is_told_each_time() -> None:
    run, stays, comes = make.run(seats=1), make.user(), make.user(email="comes@example.org")
    for _ in range(2):
        seated = enrol(stays, run)
        waiting = enrol(comes, run)
        withdraw(seated, by=stays)
        withdraw(waiting, by=comes)
    db.session.commit()
    drain()
    subjects = db.session.scalars(
        sa.select(Message.subject).where(Message.address == "comes@example.org")
    ).all()
    assert len([s for s in subjects if "You have a seat" in s]) == 2


def test_leaving_the_waiting_list_frees_no_seat() -> None:
    run, waits = make.run(seats=1), make.user()
    enrol(make.user(), run)
    withdraw(enrol(waits, run), by=waits)
    assert run.seats_taken == 1


def test_a_completed_place_is_not_given_up() -> None:
    place = make.enrolment(state=EnrolmentState.COMPLETED, completed_at=now())
    with pytest.raises(operations.CannotWithdraw):
        withdraw(place, by=place.learner)


def test_more_seats_go_to_those_who_wait_in_their_order() -> None:
    run = make.run(seats=1)
    places = [enrol(make.user(), run) for _ in range(4)]
    operations.edit_run(run, opens_at=run.opens_at, seats=3)
    assert [p.state.value for p in places] == ["active", "active", "active", "waiting"]
    assert run.seats_taken == 3


def test_without_a_limit_everybody_who_waits_moves_up() -> None:
    run = make.run(seats=1)
    places = [enrol(make.user(), run) for _ in range(4)]
    operations.edit_run(run, opens_at=run.opens_at, seats=None)
    assert {p.state for p in places} == {EnrolmentState.ACTIVE}


def test_seats_that_are_taken_cannot_be_taken_away() -> None:
    run = make.run(seats=2)
    for _ in range(2):
        enrol(make.user(), run)
    with speaking("en"), pytest.raises(operations.TooFewSeats, match="2 learners"):
        operations.edit_run(run, opens_at=run.opens_at, seats=1)


def test_a_cancelled_run_ends_every_place_but_the_completed() -> None:
    run, done = make.run(seats=2), make.user()
    make.enrolment(run, done, state=EnrolmentState.COMPLETED, completed_at=now())
    enrol(make.user(email="a@example.org"), run)
    enrol(make.user(email="b@example.org"), run)
    operations.cancel(run, by=None)
    db.session.commit()
    drain()
    assert queries.numbers(run) == {EnrolmentState.COMPLETED: 1, EnrolmentState.WITHDRAWN: 2}
    assert (run.seats_taken, run.state) == (1, RunState.CANCELLED)
    told = db.session.scalars(
        sa.select(Message.address).where(Message.subject.contains("does not take place"))
    )
    assert set(told) == {"a@example.org", "b@example.org"}
