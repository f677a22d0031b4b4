"""Many at once: never one seat too many, nobody lost, nobody twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from courses.enrolment import operations, queries
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState
from lms import write_lock
from lms.accounts.models import User
from lms.clock import now
from lms.db import db, one_transaction
from lms.i18n import Localised
from tests import make


def learners(count: int) -> list[int]:
    """Many accounts in one statement."""
    ids = db.session.scalars(
        sa.insert(User).returning(User.id),
        [
            {"email": f"crowd{n}@example.org", "first_th": "น้ำผึ้ง", "locale": "th"}
            for n in range(count)
        ],
    ).all()
    db.session.commit()
    return list(ids)


def at_once(app: Flask, threads: int, tasks: list[Callable[[], str]]) -> Counter[str]:
    """Each task in a request of its own: an application context and a transaction."""

    def one(task: Callable[[], str]) -> str:
        with app.app_context():
            try:
                with one_transaction():
                    return task()
            except operations.AlreadyEnrolled:
                return "already"
            finally:
                db.session.remove()

    db.engine.pool._max_overflow = threads  # type: ignore[attr-defined]  # a connection for everybody, as many processes have
    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(one, tasks))


def ask(learner_id: int, run_id: int) -> Callable[[], str]:
    def task() -> str:
        run, learner = db.session.get(CourseRun, run_id), db.session.get(User, learner_id)
        assert run is not None
        assert learner is not None
        return operations.enrol(learner, run).state.value

    return task


def leave(enrolment_id: int) -> Callable[[], str]:
    def task() -> str:
        enrolment = queries.get_enrolment(enrolment_id)
        return operations.withdraw(enrolment, by=enrolment.learner).state.value

    return task


def counted(run: CourseRun) -> tuple[int, dict[EnrolmentState, int]]:
    db.session.expire_all()
    return run.seats_taken, queries.numbers(run)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("threads", "people", "seats"), [(20, 60, 12)])
def test_of_many_at_once_exactly_as_many_get_a_seat(threads: int, people: int, seats: int) -> None:
    crowd(threads, people, seats)


@pytest.mark.soak
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("threads", "people", "seats"), [(200, 1000, 250), (200, 1000, 1)])
def test_of_a_thousand_at_once_exactly_as_many_get_a_seat(
    threads: int, people: int, seats: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_lock, "MOST_SECONDS", 300)  # two hundred in one process are slow
    crowd(threads, people, seats)


def crowd(threads: int, people: int, seats: int) -> None:
    """Everybody asks twice; then every seat is given up at once."""
    run = make.run(seats=seats)
    ids = learners(people)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    answers = at_once(app, threads, [ask(learner, run.id) for learner in (*ids, *ids)])
    assert answers == {"active": seats, "waiting": people - seats, "already": people}
    active, waiting = EnrolmentState.ACTIVE, EnrolmentState.WAITING
    assert counted(run) == (seats, {active: seats, waiting: people - seats})

    queue = waiting_ids(run)
    seated = db.session.scalars(
        sa.select(Enrolment.id).where(Enrolment.run_id == run.id, Enrolment.state == active)
    ).all()
    db.session.commit()
    at_once(app, threads, [leave(enrolment_id) for enrolment_id in seated])
    assert counted(run)[0] == seats
    assert waiting_ids(run) == queue[seats:]


def waiting_ids(run: CourseRun) -> list[int]:
    return list(
        db.session.scalars(
            sa.select(Enrolment.id)
            .where(Enrolment.run_id == run.id, Enrolment.state == EnrolmentState.WAITING)
            .order_by(Enrolment.queued_at, Enrolment.id)
        )
    )


@pytest.mark.usefixtures("database")
def test_nobody_waits_beside_a_free_seat_when_people_come_and_go_at_once() -> None:
    run = make.run(seats=5)
    places = [operations.enrol(make.user(), run) for _ in range(10)]
    ids = learners(20)
    tasks = [leave(place.id) for place in places] + [ask(learner, run.id) for learner in ids]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    at_once(app, 15, tasks[::2] + tasks[1::2])
    taken, numbers = counted(run)
    assert taken == numbers[EnrolmentState.ACTIVE] == 5
    assert numbers[EnrolmentState.WAITING] == 15


@pytest.mark.usefixtures("database")
def test_coming_back_at_once_takes_one_seat() -> None:
    run, learner = make.run(seats=9), make.user()
    operations.withdraw(operations.enrol(learner, run), by=learner)
    db.session.commit()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    answers = at_once(app, 12, [ask(learner.id, run.id)] * 12)
    assert answers == {"active": 1, "already": 11}
    assert counted(run)[0] == 1


@pytest.mark.usefixtures("database")
def test_runs_opened_at_once_have_numbers_of_their_own() -> None:
    course = make.course(title=Localised("รายวิชา", "Course"))
    db.session.commit()

    def open_one() -> str:
        owner = db.session.get(type(course), course.id)
        assert owner is not None
        return str(operations.open_run(owner, opens_at=now()).number)

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    assert at_once(app, 8, [open_one] * 8) == {str(n): 1 for n in range(1, 9)}
