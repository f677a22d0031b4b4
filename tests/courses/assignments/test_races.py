"""Many at once: one work, one mark, one result."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from courses.assignments import operations, queries
from courses.assignments.lifecycle import Impossible, State
from courses.assignments.models import Marking, Submission
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.operations import withdraw
from courses.enrolment.queries import get_enrolment
from courses.learning.models import AssignmentResult
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.db import db, one_transaction
from lms.errors import DomainError
from tests.courses.assignments import works
from tests.courses.assignments.works import BEST, FAIR


def at_once(app: Flask, tasks: list[Callable[[], object]]) -> Counter[str]:
    def one(task: Callable[[], object]) -> str:
        with app.app_context():
            try:
                with one_transaction():
                    return str(task())
            except DomainError as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()

    with ThreadPoolExecutor(12) as pool:
        return Counter(pool.map(one, tasks))


def works_there() -> list[Submission]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Submission).order_by(Submission.id)))


@pytest.fixture
def place(database: None) -> works.Place:
    with one_transaction():
        made = works.assignment()
    return made


def test_many_first_words_are_one_draft(app: Flask, place: works.Place) -> None:
    enrolment_id, key = place.enrolment.id, place.key

    def type_() -> object:
        return operations.save_text(get_enrolment(enrolment_id), key, "ร่าง").number

    assert at_once(app, [type_] * 30) == {"1": 30}
    assert len(works_there()) == 1


def test_handed_in_many_times_is_handed_in_once(app: Flask, place: works.Place) -> None:
    enrolment_id, key = place.enrolment.id, place.key
    with one_transaction():
        operations.save_text(get_enrolment(enrolment_id), key, "งาน")

    def submit() -> object:
        return operations.submit(get_enrolment(enrolment_id), key).state

    assert at_once(app, [submit] * 30) == {"submitted": 30}
    assert [w.number for w in works_there()] == [1]
    told = sa.select(sa.func.count()).where(AuditEntry.verb == "work.handed_in")
    assert db.session.scalar(told) == 1


def test_of_many_markers_one_holds_the_work(app: Flask, place: works.Place) -> None:
    with one_transaction():
        work_id = works.handed_in(place).id
        people = [works.marker(place.course).id for _n in range(8)]

    def claim(person: int) -> Callable[[], object]:
        def take() -> object:
            work = queries.get_submission(db.session.get_one(Submission, work_id).public_id)
            return operations.claim(work, by=db.session.get_one(User, person)).place

        return take

    came = at_once(app, [claim(person) for person in people])
    assert came == {"1": 1, "Held": 7}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Marking)) == 1


def test_the_same_mark_sent_many_times_is_one_result(app: Flask, place: works.Place) -> None:
    with one_transaction():
        person = works.marker(place.course)
        work = works.handed_in(place)
        operations.claim(work, by=person)
        public_id, person_id = work.public_id, person.id

    def finish(scores: dict[str, str]) -> Callable[[], object]:
        def give() -> object:
            by = db.session.get_one(User, person_id)
            work = queries.get_submission(public_id)
            return operations.finish(work, operations.Written(scores), by=by).percent

        return give

    came = at_once(app, [finish(BEST), finish(FAIR)] * 8)
    assert sum(n for said, n in came.items() if said in ("100.00", "66.66")) == 1
    db.session.rollback()
    assert len(db.session.scalars(sa.select(AssignmentResult)).all()) == 1


def test_taking_back_beside_beginning_to_mark(app: Flask, place: works.Place) -> None:
    with one_transaction():
        person_id, public_id = works.marker(place.course).id, works.handed_in(place).public_id
    enrolment_id, key = place.enrolment.id, place.key

    def claim() -> object:
        by = db.session.get_one(User, person_id)
        return f"held {operations.claim(queries.get_submission(public_id), by=by).place}"

    def take_back() -> object:
        return operations.take_back(get_enrolment(enrolment_id), key).state

    came = at_once(app, [claim, take_back])
    state = works_there()[0].state
    assert (state, came) in (
        (State.MARKING, Counter({"held 1": 1, "AlreadyHandedIn": 1})),
        (State.DRAFT, Counter({"draft": 1, Impossible.__name__: 1})),
        (State.DRAFT, Counter({"draft": 1, "NotFound": 1})),
    )


def test_marking_beside_withdrawing(app: Flask, place: works.Place) -> None:
    with one_transaction():
        person = works.marker(place.course)
        work = works.handed_in(place)
        operations.claim(work, by=person)
        person_id, public_id = person.id, work.public_id
    enrolment_id = place.enrolment.id

    def finish() -> object:
        by = db.session.get_one(User, person_id)
        return operations.finish(
            queries.get_submission(public_id), operations.Written(BEST), by=by
        ).state

    def leave() -> object:
        enrolment = get_enrolment(enrolment_id)
        withdraw(enrolment, by=enrolment.learner)
        return "left"

    came = at_once(app, [finish, leave])
    db.session.rollback()
    db.session.expire_all()
    place_now = db.session.get_one(Enrolment, enrolment_id)
    if place_now.state is EnrolmentState.COMPLETED:
        assert came == Counter({"passed": 1, "CannotWithdraw": 1})
    else:
        assert came == Counter({"left": 1, "LearnerGone": 1}), came
        assert db.session.scalars(sa.select(AssignmentResult)).all() == []


def test_two_open_rounds_cannot_be_stored(place: works.Place) -> None:
    with one_transaction():
        first = works.handed_in(place)
    second = Submission(
        enrolment_id=first.enrolment_id, lesson_key=first.lesson_key, version_id=first.version_id,
        number=2, saved_at=first.saved_at,
    )  # fmt: skip
    db.session.add(second)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
