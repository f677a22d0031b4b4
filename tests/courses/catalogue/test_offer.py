"""Which run is shown, and which one button."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from courses.catalogue.offer import Kind, RunFacts, next_run, offer
from courses.content.models import Mode, Pace
from courses.enrolment.models import EnrolmentState, EnrolmentWay, RunState

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def run(number: int = 1, **given: Any) -> RunFacts:
    values: dict[str, Any] = {
        "id": number,
        "course_id": 1,
        "public_id": f"RUN{number}",
        "number": number,
        "state": RunState.OPEN,
        "way": EnrolmentWay.SELF,
        "mode": Mode.ONLINE,
        "pace": Pace.SCHEDULED,
        "opens_at": NOW - timedelta(days=1),
        "closes_at": None,
        "starts_on": None,
        "ends_on": None,
        "seats": None,
        "seats_taken": 0,
        "place": "",
        "district_code": None,
    }
    return RunFacts(**values | given)


FULL = {"seats": 1, "seats_taken": 1}
LATER = {"opens_at": NOW + timedelta(days=2)}
OVER = {"closes_at": NOW}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, Kind.ENROL),
        (FULL, Kind.JOIN),
        (LATER, Kind.OPENS),
        (OVER, Kind.CLOSED),
        ({"state": RunState.CLOSED}, Kind.CLOSED),
        ({"way": EnrolmentWay.APPROVAL}, Kind.ASK),
        ({"way": EnrolmentWay.CODE}, Kind.CODE),
        ({"way": EnrolmentWay.STAFF}, Kind.STAFF),
        ({"enrolment_state": EnrolmentState.ACTIVE}, Kind.CONTINUE),
        ({"enrolment_state": EnrolmentState.ACTIVE} | OVER, Kind.CONTINUE),
        ({"enrolment_state": EnrolmentState.COMPLETED}, Kind.LOOK_AGAIN),
        ({"enrolment_state": EnrolmentState.WAITING}, Kind.WAITING),
        ({"enrolment_state": EnrolmentState.PENDING}, Kind.PENDING),
        ({"enrolment_state": EnrolmentState.WITHDRAWN}, Kind.ENROL),
        ({"enrolment_state": EnrolmentState.REFUSED}, Kind.CLOSED),
    ],
)
def test_one_thing_to_do(given: dict[str, Any], kind: Kind) -> None:
    assert offer([run(**given)], NOW, signed_in=True).kind is kind


def test_a_stranger_logs_in_first_and_learns_when_it_opens_without() -> None:
    assert offer([run()], NOW, signed_in=False).kind is Kind.LOG_IN
    assert offer([run(**LATER)], NOW, signed_in=False).kind is Kind.OPENS
    assert offer([], NOW, signed_in=False).kind is Kind.CLOSED


def test_a_run_that_asks_for_more_is_explained() -> None:
    assert offer([run()], NOW, signed_in=True, barred={1}).kind is Kind.PREREQUISITES


def test_a_free_seat_comes_before_a_waiting_list_and_that_before_waiting_for_a_day() -> None:
    full, free = run(1, **FULL), run(2, starts_on=date(2027, 1, 1), seats=5)
    later = run(3, **LATER)
    assert next_run([later, full, free], NOW) is free
    assert next_run([later, full], NOW) is full
    assert next_run([later], NOW) is later
    assert next_run([run(**OVER)], NOW) is None
