"""Asking for a place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from courses.enrolment import operations, queries
from courses.enrolment.code import digest
from courses.enrolment.models import (
    CourseRun,
    Enrolment,
    EnrolmentState,
    EnrolmentWay,
    Offering,
    RunState,
    Snapshot,
)
from courses.enrolment.operations import enrol, withdraw
from courses.learning.queries import room
from lms.accounts.models import Profile, SensitiveProfile
from lms.audit.models import AuditEntry
from lms.clock import now, travel
from lms.db import db
from lms.jobs.queue import drain
from lms.mail.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def test_a_learner_gets_a_seat() -> None:
    run = make.run(seats=1)
    assert enrol(make.user(), run).state is EnrolmentState.ACTIVE
    assert run.seats_taken == 1


def test_the_next_learner_waits() -> None:
    run = make.run(seats=1)
    enrol(make.user(), run)
    assert enrol(make.user(), run).state is EnrolmentState.WAITING


def test_a_run_without_limit_has_no_waiting_list() -> None:
    run = make.run(seats=None)
    assert {enrol(make.user(), run).state for _ in range(3)} == {EnrolmentState.ACTIVE}


def test_a_second_request_takes_no_second_seat() -> None:
    run, learner = make.run(seats=2), make.user()
    enrol(learner, run)
    with pytest.raises(operations.AlreadyEnrolled):
        enrol(learner, run)
    assert run.seats_taken == 1


def test_coming_back_revives_the_row() -> None:
    run, learner = make.run(seats=1), make.user()
    first = enrol(learner, run)
    withdraw(first, by=learner)
    assert enrol(learner, run) is first
    assert (first.state, first.withdrawn_at, run.seats_taken) == (EnrolmentState.ACTIVE, None, 1)


def test_coming_back_to_a_full_run_starts_at_the_end_of_the_list() -> None:
    run, leaver = make.run(seats=1), make.user()
    place = enrol(leaver, run)
    waiting = [make.user() for _ in range(2)]
    for learner in waiting:
        enrol(learner, run)
    withdraw(place, by=leaver)
    enrol(leaver, run)
    assert queries.positions(leaver.id) == {place.id: 2}


@pytest.mark.parametrize(
    "terms",
    [
        {"opens_at": now() + timedelta(days=1)},
        {"closes_at": now() - timedelta(hours=1)},
        {"state": RunState.CLOSED},
        {"state": RunState.CANCELLED},
        {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 2, 1)},
    ],
)
def test_outside_its_window_a_run_takes_nobody(terms: dict[str, object]) -> None:
    with pytest.raises(operations.EnrolmentClosed):
        enrol(make.user(), make.run(**terms))


def test_staff_enrol_outside_the_window_but_not_into_a_cancelled_run() -> None:
    registrar, closed = make.user(), make.run(state=RunState.CLOSED)
    assert enrol(make.user(), closed, by=registrar).state is EnrolmentState.ACTIVE
    with pytest.raises(operations.EnrolmentClosed):
        enrol(make.user(), make.run(state=RunState.CANCELLED), by=registrar)


def test_only_staff_enrol_where_staff_enrol() -> None:
    run = make.run(way=EnrolmentWay.STAFF)
    with pytest.raises(operations.EnrolledByStaff):
        enrol(make.user(), run)


def test_the_code_opens_the_run_however_it_is_spaced() -> None:
    run = make.run(
        way=EnrolmentWay.CODE, public_id="2" * 12, code_digest=digest("2" * 12, "โคราช 2569")
    )
    assert enrol(make.user(), run, code=" โคราช๒๕๖๙ ").state is EnrolmentState.ACTIVE


@pytest.mark.parametrize("code", [None, "", "โคราช 2568"])
def test_a_wrong_code_opens_nothing(code: str | None) -> None:
    run = make.run(
        way=EnrolmentWay.CODE, public_id="2" * 12, code_digest=digest("2" * 12, "โคราช 2569")
    )
    with pytest.raises(operations.WrongCode):
        enrol(make.user(), run, code=code)
    assert run.seats_taken == 0


def test_what_comes_first_must_be_completed_in_any_run() -> None:
    first, learner = make.course(), make.user()
    run = operations.open_run(make.course(), opens_at=now(), prerequisites=[first.code])
    with pytest.raises(operations.PrerequisitesMissing, match=str(first.title)):
        enrol(learner, run)
    make.enrolment(make.run(first), learner, state=EnrolmentState.COMPLETED, completed_at=now())
    assert enrol(learner, run).state is EnrolmentState.ACTIVE


def test_the_snapshot_holds_dimensions_of_the_day_and_never_disability() -> None:
    learner = make.user(date_of_birth=date(1960, 5, 1))
    db.session.add(Profile(user_id=learner.id, sex="female", district_code="3001", sector="C"))
    db.session.add(SensitiveProfile(user_id=learner.id, disability="canary-disability"))
    enrolment = enrol(learner, make.run())
    snapshot = db.session.get_one(Snapshot, enrolment.snapshot_id)
    assert (snapshot.district_code, snapshot.sector, snapshot.age_band) == ("3001", "C", "60+")
    assert "canary" not in str(vars(snapshot))


def test_a_person_who_moved_has_two_snapshots_and_one_who_did_not_has_one() -> None:
    learner = make.user()
    profile = Profile(user_id=learner.id, district_code="3001")
    db.session.add(profile)
    first, second = enrol(learner, make.run()), enrol(learner, make.run())
    profile.district_code = "3021"
    db.session.flush()
    third = enrol(learner, make.run())
    assert first.snapshot_id == second.snapshot_id != third.snapshot_id


def test_what_a_run_offers_is_frozen_with_the_enrolment() -> None:
    run = make.run()
    before = enrol(make.user(), run)
    assert enrol(make.user(), run).offering_id == before.offering_id
    run.course.hours = Decimal(12)
    db.session.flush()
    after = enrol(make.user(), run)
    assert db.session.get_one(Offering, before.offering_id).hours == 3
    assert db.session.get_one(Offering, after.offering_id).hours == 12


def test_who_comes_back_changes_no_month_that_is_over() -> None:
    learner, run = make.user(), make.run(opens_at=now() - timedelta(days=99))
    profile = Profile(user_id=learner.id, district_code="3001")
    db.session.add(profile)
    with travel(timedelta(days=-40)):
        place = enrol(learner, run)
        withdraw(place, by=learner)
    counted = (place.enrolled_at, place.snapshot_id, place.offering_id)
    profile.district_code, run.course.hours = "3021", Decimal(12)
    db.session.flush()
    assert enrol(learner, run) is place
    assert (place.enrolled_at, place.snapshot_id, place.offering_id) == counted


def test_who_comes_back_in_the_same_month_is_counted_as_they_are_now() -> None:
    learner, run = make.user(), make.run()
    profile = Profile(user_id=learner.id, district_code="3001")
    db.session.add(profile)
    place = enrol(learner, run)
    withdraw(place, by=learner)
    profile.district_code, run.course.hours = "3021", Decimal(12)
    db.session.flush()
    enrol(learner, run)
    assert db.session.get_one(Snapshot, place.snapshot_id).district_code == "3021"
    assert db.session.get_one(Offering, place.offering_id).hours == 12


def test_who_comes_back_has_all_their_days_again() -> None:
    learner, run = make.user(), make.run(opens_at=now() - timedelta(days=99))
    with travel(timedelta(days=-40)):
        withdraw(enrol(learner, run), by=learner)
    place = enrol(learner, run)
    db.session.commit()
    assert now() - place.begun_at < timedelta(days=1)
    assert room(run.public_id, learner.id).begun_at == place.begun_at


def test_a_welcome_is_sent_in_the_language_of_the_learner() -> None:
    enrol(make.user(locale="th", email="th@example.org"), make.run())
    enrol(make.user(locale="en", email="en@example.org"), make.run())
    db.session.commit()
    drain()
    mails = {m.address: m for m in db.session.scalars(sa.select(Message))}
    assert "Welcome to" in mails["en@example.org"].subject
    assert "รายวิชาทดสอบ" in mails["th@example.org"].subject
    assert "/learn/" in mails["en@example.org"].body


def test_a_learner_without_an_address_is_enrolled_all_the_same() -> None:
    enrol(make.user(email=None), make.run())
    db.session.commit()
    drain()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_every_change_leaves_its_line_in_the_trail() -> None:
    learner = make.user()
    withdraw(enrol(learner, make.run()), by=learner)
    db.session.commit()
    verbs = db.session.scalars(sa.select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs == ["enrolment.created", "enrolment.withdrawn"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": EnrolmentState.COMPLETED, "completed_at": None},
        {"state": EnrolmentState.WAITING, "queued_at": None},
    ],
)
def test_the_database_refuses_a_state_without_its_date(wrong: dict[str, object]) -> None:
    run, learner = make.run(), make.user()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(
            sa.insert(Enrolment).values(
                run_id=run.id, learner_id=learner.id, **make.frozen(run, learner), **wrong
            )
        )


@pytest.mark.parametrize(
    "wrong",
    [{"seats": 0}, {"seats": 1, "seats_taken": 2}, {"seats_taken": -1}, {"way": EnrolmentWay.CODE}],
)
def test_the_database_refuses_an_impossible_run(wrong: dict[str, object]) -> None:
    run = make.run()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(CourseRun).where(CourseRun.id == run.id).values(**wrong))
