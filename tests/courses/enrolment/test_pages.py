"""Pages of runs: what everybody sees, what a learner does, what a registrar decides."""

from typing import Any

import pytest
import sqlalchemy as sa

from courses.enrolment import queries
from courses.enrolment.models import (
    CourseRun,
    Enrolment,
    EnrolmentState,
    EnrolmentWay,
    RunState,
)
from courses.enrolment.operations import enrol
from lms.clock import now
from lms.db import db
from lms.institutions.models import Role
from tests import make
from tests.courses.learning.test_room import count_statements

REGISTRAR_DOORS = ["/roll", "/edit"]
REGISTRAR_VERBS = ["/close", "/reopen", "/cancel", "/approve", "/refuse", "/remove"]


def form(**given: str) -> dict[str, str]:
    terms = {
        "opens_at": "2026-11-01T09:00",
        "closes_at": "2026-12-01T09:00",
        "seats": "40",
        "way": "self",
        "mode": "online",
        "pace": "scheduled",
        "content_percent": "100",
        "starts_on": "5/12/2569",
        "ends_on": "2026-12-20",
        "district_code": "3001",
    }
    return terms | given


def registrar_of(run: CourseRun) -> Any:
    return make.member(Role.REGISTRAR, at=run.course.institution)


def test_a_run_is_opened_with_its_terms(client: Any) -> None:
    course, first = make.course(), make.course()
    registrar = make.member(Role.REGISTRAR, at=course.institution)
    sent = form(prerequisites=f" {first.code.lower()}, ", pretest_required="y")
    answer = client.as_(registrar).post(f"/runs/of/{course.code}/new", data=sent)
    run = db.session.scalars(sa.select(CourseRun)).one()
    assert answer.location == f"/runs/{run.public_id}/roll"
    assert (run.number, run.seats, run.rules["pretest_required"]) == (1, 40, True)
    assert (run.starts_on.isoformat(), run.opens_at.hour) == ("2026-12-05", 2)
    assert queries.prerequisites(run) == [first]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closes_at": "2026-05-01T09:00"}, "must close after it opens"),
        ({"ends_on": "1/1/2569"}, "cannot end before it starts"),
        ({"seats": "0"}, "from 1 to 5,000"),
        ({"seats": "many"}, "whole number"),
        ({"way": "code", "code": "short"}, "At least 8 characters"),
        ({"way": "code"}, "at least 8 characters"),
        ({"way": "magic"}, "Choose one of the list"),
        ({"prerequisites": "NO-SUCH-01"}, "There is no course with the code NO-SUCH-01"),
        ({"starts_on": "soon"}, "22/11/2569"),
        ({"opens_at": ""}, "This is needed"),
    ],
)
def test_impossible_terms_are_explained_and_kept(
    client: Any, wrong: dict[str, str], words: str
) -> None:
    course = make.course()
    registrar = make.member(Role.REGISTRAR, at=course.institution)
    page = client.as_(registrar).post(
        f"/runs/of/{course.code}/new", data=form(place="หอประชุม", **wrong)
    )
    assert words in page.text
    assert "หอประชุม" in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CourseRun)) == 0


def test_terms_change_and_the_code_stays(client: Any) -> None:
    run = make.run(way=EnrolmentWay.CODE, code_digest="d" * 64)
    browser = client.as_(registrar_of(run))
    assert f'value="{run.number}"' not in browser.get(f"/runs/{run.public_id}/edit").text
    browser.post(f"/runs/{run.public_id}/edit", data=form(way="code", seats="7"))
    db.session.expire_all()
    assert (run.seats, run.code_digest) == (7, "d" * 64)


def test_rules_stay_once_somebody_has_completed_by_them(client: Any) -> None:
    run = make.run()
    make.enrolment(run, state="completed", completed_at=now())
    page = client.as_(registrar_of(run)).post(
        f"/runs/{run.public_id}/edit", data=form(content_percent="50")
    )
    assert "no longer changes" in page.text


def test_a_learner_enrols_and_comes_to_the_lessons(client: Any) -> None:
    run, learner = make.run(), make.user()
    browser = client.as_(learner)
    assert "Enrol in this run" in browser.get(f"/runs/{run.public_id}").text
    assert browser.post(f"/runs/{run.public_id}/enrol").location == f"/learn/{run.public_id}"
    assert browser.post(f"/runs/{run.public_id}/enrol").location == f"/runs/{run.public_id}"
    db.session.expire_all()
    assert run.seats_taken == 1


def test_who_waits_sees_the_place_in_the_list(client: Any) -> None:
    run, learner = make.run(seats=1), make.user()
    enrol(make.user(), run)
    enrol(make.user(), run)
    browser = client.as_(learner)
    assert "Join the waiting list" in browser.get(f"/runs/{run.public_id}").text
    browser.post(f"/runs/{run.public_id}/enrol")
    assert "Your place in it: 2" in browser.get(f"/runs/{run.public_id}").text


def test_a_wrong_code_is_said_at_its_field(client: Any) -> None:
    run = make.run(way=EnrolmentWay.CODE, code_digest="d" * 64)
    page = client.as_(make.user()).post(f"/runs/{run.public_id}/enrol", data={"code": "กขค<b>"})
    assert "This is not the code" in page.text
    assert "กขค&lt;b&gt;" in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Enrolment)) == 0


def test_a_place_is_given_up_by_its_learner(client: Any) -> None:
    enrolment = make.enrolment()
    client.as_(enrolment.learner).post(f"/runs/{enrolment.run.public_id}/withdraw")
    db.session.expire_all()
    assert enrolment.state is EnrolmentState.WITHDRAWN


def test_nobody_gives_up_the_place_of_somebody_else(client: Any) -> None:
    enrolment = make.enrolment()
    address = f"/runs/{enrolment.run.public_id}/withdraw"
    extra = {"learner_id": enrolment.learner_id, "enrolment_id": enrolment.id}
    assert client.as_(make.user()).post(address, data=extra).status_code == 404
    db.session.expire_all()
    assert enrolment.state is EnrolmentState.ACTIVE


@pytest.mark.parametrize("door", REGISTRAR_DOORS)
@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.ADMIN, Role.INSTRUCTOR, None])
def test_the_doors_of_another_institution_are_not_there(
    client: Any, door: str, role: Role | None
) -> None:
    run = make.run()
    stranger = make.member(role, at=make.institution()) if role else make.user()
    browser = client.as_(stranger)
    refused = browser.get(f"/runs/{run.public_id}{door}")
    unknown = browser.get(f"/runs/{'2' * 12}{door}")
    assert refused.status_code == unknown.status_code == 404
    assert refused.data == unknown.data


@pytest.mark.parametrize("verb", REGISTRAR_VERBS)
def test_a_stranger_changes_nothing(client: Any, verb: str) -> None:
    enrolment = make.enrolment(state="pending")
    stranger = make.member(Role.REGISTRAR, at=make.institution())
    data = {"learner": enrolment.learner.public_id}
    answer = client.as_(stranger).post(f"/runs/{enrolment.run.public_id}{verb}", data=data)
    assert answer.status_code == 404
    db.session.expire_all()
    assert (enrolment.state, enrolment.run.state) == (EnrolmentState.PENDING, RunState.OPEN)


@pytest.mark.parametrize(
    ("verb", "after"),
    [("approve", EnrolmentState.ACTIVE), ("refuse", EnrolmentState.REFUSED)],
)
def test_a_request_is_decided(client: Any, verb: str, after: EnrolmentState) -> None:
    run, learner = make.run(way=EnrolmentWay.APPROVAL), make.user()
    enrolment = enrol(learner, run)
    browser = client.as_(registrar_of(run))
    assert "Approve" in browser.get(f"/runs/{run.public_id}/roll?state=pending").text
    browser.post(f"/runs/{run.public_id}/{verb}", data={"learner": learner.public_id})
    db.session.expire_all()
    assert (enrolment.state, run.seats_taken) == (after, int(after is EnrolmentState.ACTIVE))


@pytest.mark.parametrize("verb", ["approve", "refuse", "remove"])
@pytest.mark.parametrize("named", ["other", "absent", "0", "-1"])
def test_a_decision_is_about_somebody_of_this_run(client: Any, verb: str, named: str) -> None:
    run, elsewhere = make.run(), make.enrolment(state="pending")
    data = {"learner": elsewhere.learner.public_id if named == "other" else named}
    answer = client.as_(registrar_of(run)).post(
        f"/runs/{run.public_id}/{verb}", data={} if named == "absent" else data
    )
    assert answer.status_code == 404
    db.session.expire_all()
    assert elsewhere.state is EnrolmentState.PENDING


def test_a_registrar_adds_a_learner_by_address(client: Any) -> None:
    run, learner = make.run(way=EnrolmentWay.STAFF), make.user()
    browser, roll = client.as_(registrar_of(run)), f"/runs/{run.public_id}/roll"
    assert browser.post(roll, data={"email": learner.email.upper()}).location == roll
    assert "already has a place" in browser.post(roll, data={"email": learner.email}).text
    assert "Nobody has an account" in browser.post(roll, data={"email": "x@example.org"}).text
    db.session.expire_all()
    assert run.seats_taken == 1


def test_form_fields_are_no_columns(client: Any) -> None:
    run, learner = make.run(), make.user()
    extra = {
        "state": "completed",
        "completed_at": "2026-01-01",
        "learner_id": "1",
        "snapshot_id": "1",
    }
    client.as_(learner).post(f"/runs/{run.public_id}/enrol", data=extra)
    enrolment = db.session.scalars(sa.select(Enrolment)).one()
    assert (enrolment.state, enrolment.learner_id) == (EnrolmentState.ACTIVE, learner.id)


@pytest.mark.parametrize("after", ["0", "-1", "x", "99999999"])
def test_the_roll_bears_any_page(client: Any, after: str) -> None:
    run = make.run()
    page = client.as_(registrar_of(run)).get(f"/runs/{run.public_id}/roll?after={after}&state=zz")
    assert page.status_code == 200


def test_the_roll_asks_as_often_however_many_learners(client: Any) -> None:
    few, many = make.run(), make.run()
    make.enrolment(few)
    for _ in range(40):
        make.enrolment(many)
    browsers = [(client.as_(registrar_of(run)), run) for run in (few, many)]
    for browser, run in browsers:
        browser.get(f"/runs/{run.public_id}/roll")
    counts = {
        count_statements(lambda b=b, r=r: b.get(f"/runs/{r.public_id}/roll")) for b, r in browsers
    }
    assert len(counts) == 1
    assert counts.pop() <= 14


def test_nobody_enrols_without_logging_in(client: Any) -> None:
    run = make.run()
    assert client.post(f"/runs/{run.public_id}/enrol").status_code == 302
    assert "Log in to enrol" in client.get(f"/runs/{run.public_id}").text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Enrolment)) == 0


def test_a_page_of_a_run_with_a_place_is_kept_by_no_cache(client: Any) -> None:
    enrolment = make.enrolment()
    address = f"/runs/{enrolment.run.public_id}"
    own = client.as_(enrolment.learner).get(address)
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "You have a seat" not in client.as_(make.user()).get(address).text


def test_an_operator_opens_a_run_by_hand(runner: Any) -> None:
    course = make.course()
    db.session.commit()
    done = runner.invoke(args=["courses", "open-run", course.code, "--seats", "5"])
    assert "/runs/" in done.output
    assert db.session.scalars(sa.select(CourseRun)).one().seats == 5
    assert runner.invoke(args=["courses", "open-run", "NO-1"]).exit_code == 1
    assert runner.invoke(args=["courses", "open-run", course.code, "--seats", "0"]).exit_code == 2
