"""People are counted once, exactly, from what happened and as it is corrected."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskCliRunner

from certificates.operations import issue_for, revoke
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState
from courses.enrolment.operations import cancel, enrol, withdraw
from courses.learning.operations import complete_lesson
from lms.accounts.models import User, UserState
from lms.accounts.operations import erase
from lms.clock import now, travel
from lms.db import db, one_transaction
from lms.workforce import operations, queries
from lms.workforce.counting import Cell, month_of, year_of
from lms.workforce.models import ALWAYS, EVERYWHERE, LearningEvent, Measure, PeopleCount
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def catch_up() -> None:
    """On PostgreSQL another test's open transaction can hold events back for a moment."""
    db.session.commit()
    for _ in range(200):
        with one_transaction():
            operations.roll_up()
        if not list(queries.pending(db.session.connection())):
            db.session.rollback()
            return
        db.session.rollback()
        time.sleep(0.05)
    raise AssertionError("events are still waiting")


def people(measure: Measure, place: int = EVERYWHERE, period: int = ALWAYS) -> int:
    with db.engines["read"].connect() as connection:
        return queries.cells(connection).get(Cell(measure, place, period), 0)


def complete(enrolment: Enrolment) -> None:
    from courses.content.queries import outline

    version = enrolment.run.course.version_id
    assert version is not None
    for lesson in outline(version).lessons:
        complete_lesson(enrolment, lesson, by_button=True)


def test_two_runs_of_one_institution_are_one_person() -> None:
    course, learner = make.course(), make.user()
    for _ in range(2):
        enrol(learner, make.run(course))
    catch_up()
    this_month = month_of(now())
    assert people(Measure.ENROLLED, course.institution_id, this_month) == 1
    assert people(Measure.ENROLLED, EVERYWHERE, year_of(this_month)) == 1


def test_two_institutions_are_one_person_in_all() -> None:
    learner = make.user()
    runs = [make.run() for _ in range(2)]
    for run in runs:
        enrol(learner, run)
    catch_up()
    assert [people(Measure.ENROLLED, run.course.institution_id) for run in runs] == [1, 1]
    assert people(Measure.ENROLLED) == 1


def test_an_account_counts_as_soon_as_it_needs_no_guardian() -> None:
    child = make.user(state=UserState.WAITING_FOR_GUARDIAN)
    make.user()
    catch_up()
    assert people(Measure.REGISTERED) == 1
    child.state = UserState.ACTIVE
    catch_up()
    assert people(Measure.REGISTERED) == 2


def test_who_waits_is_counted_when_the_seat_comes() -> None:
    run = make.run(seats=1)
    first, second = [enrol(make.user(), run) for _ in range(2)]
    catch_up()
    assert people(Measure.ENROLLED) == 1
    withdraw(first, by=first.learner)
    catch_up()
    assert (second.state, people(Measure.ENROLLED)) == (EnrolmentState.ACTIVE, 1)


def test_a_place_given_up_is_not_counted_and_one_taken_again_is() -> None:
    enrolment = enrol(make.user(), make.run())
    catch_up()
    withdraw(enrolment, by=enrolment.learner)
    catch_up()
    assert people(Measure.ENROLLED) == 0
    enrol(enrolment.learner, enrolment.run)
    catch_up()
    assert people(Measure.ENROLLED) == 1


def test_a_cancelled_run_counts_nobody() -> None:
    run = make.run()
    enrol(make.user(), run)
    catch_up()
    cancel(run, by=make.user())
    catch_up()
    assert people(Measure.ENROLLED) == 0


def test_the_month_is_the_one_in_bangkok() -> None:
    late = datetime(2026, 9, 30, 17, 30, tzinfo=UTC)  # half past midnight on the first of October
    course = make.course()
    run = make.run(course, opens_at=late - timedelta(days=9))
    with travel(late - now()):
        enrol(make.user(), run)
    catch_up()
    assert people(Measure.ENROLLED, course.institution_id, 202610) == 1
    assert people(Measure.ENROLLED, course.institution_id, 2570) == 1
    assert people(Measure.ENROLLED, course.institution_id, 2569) == 0


def test_completed_and_certified_are_counted() -> None:
    course = make.course()
    enrolment = enrol(make.user(), make.run(course))
    complete(enrolment)
    catch_up()
    assert enrolment.state is EnrolmentState.COMPLETED
    assert people(Measure.COMPLETED, course.institution_id) == 1
    assert people(Measure.CERTIFIED, course.institution_id) == 1


def test_a_revoked_certificate_counts_no_longer() -> None:
    enrolment = enrol(make.user(), make.run())
    complete(enrolment)
    certificate = issue_for(enrolment)
    catch_up()
    assert people(Measure.CERTIFIED) == 1
    revoke(certificate, by=make.user())
    catch_up()
    assert people(Measure.CERTIFIED) == 0


def test_who_erased_the_account_stays_in_the_numbers_without_a_person() -> None:
    enrolment = enrol(make.user(), make.run())
    complete(enrolment)
    catch_up()
    erase(enrolment.learner, by=None)
    catch_up()
    assert [people(measure) for measure in Measure] == [1, 1, 1, 1]
    assert operations.differences() == []


def test_what_is_rolled_back_was_never_there() -> None:
    run, learner = make.run(), make.user()
    db.session.commit()
    enrol(learner, run)
    db.session.rollback()
    catch_up()
    assert people(Measure.ENROLLED) == 0
    assert not db.session.scalars(sa.select(LearningEvent).where(LearningEvent.kind == 2)).all()


def test_counting_again_and_again_changes_nothing() -> None:
    for _ in range(3):
        complete(enrol(make.user(), make.run()))
    catch_up()
    with db.engines["read"].connect() as connection:
        before = queries.cells(connection)
    with one_transaction():
        operations.recount(db.session.connection(), queries.everybody(db.session.connection()))
    with one_transaction():
        operations.rebuild()
    with db.engines["read"].connect() as connection:
        assert queries.cells(connection) == before


def test_the_same_days_give_the_same_numbers_on_either_database() -> None:
    """The figures are written here, and the test runs on both."""
    start = datetime(2026, 8, 15, 5, tzinfo=UTC)
    a, b = make.course(), make.course()
    runs = {c: make.run(c, opens_at=start - timedelta(days=1)) for c in (a, b)}
    kept = []
    for n in range(24):
        with travel(start + timedelta(days=4 * n) - now()):
            learner = make.user()
            place = enrol(learner, runs[a if n % 3 else b])
            if n % 4 == 0:
                kept.append(enrol(learner, runs[b if n % 3 else a]))
            if n % 5 == 0:
                complete(place)
            if n % 6 == 1:
                withdraw(place, by=learner)
    catch_up()
    assert operations.differences() == []
    assert [people(m) for m in Measure] == [24, 20, 5, 5]
    assert [people(Measure.ENROLLED, c.institution_id) for c in (a, b)] == [14, 12]
    months = (202608, 202609, 202610, 202611)
    assert [people(Measure.ENROLLED, EVERYWHERE, m) for m in months] == [4, 6, 6, 4]
    assert [people(Measure.ENROLLED, EVERYWHERE, y) for y in (2569, 2570)] == [10, 10]


def test_the_check_finds_what_was_tampered_with_and_the_rebuild_puts_it_right(
    runner: FlaskCliRunner,
) -> None:
    enrol(make.user(), make.run())
    catch_up()
    with one_transaction():
        db.session.execute(sa.update(PeopleCount).values(people=PeopleCount.people + 1))
    assert runner.invoke(args=["workforce", "rebuild", "--check"]).exit_code == 1
    assert runner.invoke(args=["workforce", "rebuild"]).exit_code == 0
    checked = runner.invoke(args=["workforce", "rebuild", "--check"])
    assert (checked.exit_code, people(Measure.ENROLLED)) == (0, 1)


def test_a_fact_that_changed_behind_our_back_is_found() -> None:
    enrolment = enrol(make.user(), make.run())
    catch_up()
    with one_transaction():
        db.session.execute(sa.update(Enrolment).values(enrolled_at=now() - timedelta(days=70)))
    assert operations.differences() == [f"person {enrolment.learner_id}"]


def test_what_waits_to_be_counted_is_no_difference() -> None:
    enrol(make.user(), make.run())
    db.session.commit()
    assert operations.differences() == []


def test_the_worker_counts_every_twenty_seconds() -> None:
    from lms.jobs.queue import drain, plan_recurring

    db.session.execute(sa.select(User))
    plan_recurring()
    drain()
    with db.engines["read"].connect() as connection:
        assert queries.watermark(connection) == (0, 0)
    assert queries.numbers(5).as_of is not None


def test_many_events_take_several_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "AT_ONCE", 3)
    run: CourseRun = make.run()
    for _ in range(8):
        enrol(make.user(), run)
    catch_up()
    assert people(Measure.ENROLLED) == 8
