"""A report, a button and what is gathered, all of one learner at once: nobody is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
import sqlalchemy as sa
from flask import current_app

from courses.content.queries import OutlineLesson, outline
from courses.enrolment.models import Enrolment
from courses.learning import heartbeats, operations, queries
from courses.learning.heartbeats import Beat, gatherer
from courses.learning.models import DONE_BY_BUTTON, Activity, Progress
from courses.learning.reports import Report
from lms.clock import now
from lms.db import db, one_transaction
from tests import make

MOMENT = 0.3  # for the other to come as far as it can


@pytest.fixture
def place(database: None) -> Enrolment:
    enrolment = make.enrolment()
    db.session.commit()
    return enrolment


def read(place: Enrolment) -> OutlineLesson:
    return outline(place.run.course.version_id or 0).lessons[0]


def with_its_progress(place: Enrolment) -> None:
    """As far as a report that completes its lesson comes before it takes the month."""
    operations.hold_place(place)
    beats = {(place.id, read(place).key): Beat(100, 5, now())}
    heartbeats.write(db.session.connection(), beats)


def beside(task: Callable[[], object], held: Callable[[], None], place: Enrolment) -> object:
    """`task` in a transaction of its own, while the button of the lesson is pressed in ours."""
    lesson = read(place)
    with ThreadPoolExecutor(1) as other:
        with one_transaction():
            held()
            answer = other.submit(task)
            wait([answer], timeout=MOMENT)
            operations.complete_lesson(place, lesson, by_button=True)
        return answer.result()


@pytest.mark.parametrize("hold", [operations.hold_place, with_its_progress])
def test_gathered_positions_and_a_completion_wait_for_each_other_in_one_order(
    place: Enrolment, hold: Callable[[Enrolment], None]
) -> None:
    operations.record_progress(place.id, read(place).key, 500, 30)
    assert beside(gatherer.flush, lambda: hold(place), place) == 1
    stored = db.session.get_one(Progress, (place.id, read(place).key), populate_existing=True)
    assert stored.status == DONE_BY_BUTTON
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Activity)) == 1


def test_a_report_and_the_button_wait_for_each_other_in_one_order(place: Enrolment) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    room, lesson = queries.room(place.run.public_id, place.learner_id), read(place)

    def report() -> bool:
        with app.app_context():
            try:
                with one_transaction():
                    done = Report(position=1000, seconds=6000, at=now(), opened=True, watched=())
                    return operations.take_report(room, lesson, done)
            finally:
                db.session.remove()

    assert beside(report, lambda: operations.hold_place(place), place) is True
