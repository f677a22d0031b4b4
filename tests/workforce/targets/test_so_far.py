"""The way to a target: exact numbers of people, and none from which a few could be worked out."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lms.accounts.models import User
from lms.clock import now
from lms.db import db
from lms.institutions.models import Institution, Role
from lms.workforce.measures import ask
from lms.workforce.periods import Period
from lms.workforce.targets.counting import so_far, standing
from lms.workforce.targets.models import Target
from tests import make
from tests.conftest import Browser
from tests.workforce.cockpit.crowds import count

pytestmark = pytest.mark.usefixtures("database")
YEAR = Period.now(now()).before


def apply_in(month: int, people: Sequence[User]) -> None:
    """They ask for a place in a run of their own in that month."""
    run = make.run()
    moment = datetime(month // 100, month % 100, 12, tzinfo=UTC)
    for who in people:
        make.enrolment(run, who, enrolled_at=moment)


def target_of(place: Institution, period: Period = YEAR, measure: str = "M01") -> Target:
    row = Target(
        institution=place, measure=measure, conditions="", period=str(period), number=Decimal(40),
        created_by_id=make.user().id, changed_at=now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def crowd(size: int) -> list[User]:
    return [make.user() for _ in range(size)]


def test_who_comes_in_two_months_counts_once_in_what_is_reached(client: Browser) -> None:
    october = crowd(12)
    apply_in(YEAR.months[0], october)
    apply_in(YEAR.months[1], [*october[:6], *crowd(8)])
    apply_in(YEAR.months[3], crowd(7))
    count()
    target = target_of(make.institution())
    assert [cell.value for cell in so_far(standing(target))] == [12, 20, 20, *[27] * 9]
    reader = client.as_(make.member(Role.ANALYST)).speaking("en")
    page = reader.get(f"/numbers/targets/{target.public_id}").text
    rows = re.findall(r"<tr><th scope=\"row\" class=\"nowrap\">.*?</tr>", page)
    cells = [re.findall(r'<td class="number">([^<]*)</td>', row)[:2] for row in rows]
    assert cells[:4] == [["12", "12"], ["14", "20"], ["0", "20"], ["7", "27"]]
    assert "scaled so that" not in page


def test_a_month_of_a_few_people_hides_the_way_between(client: Browser) -> None:
    apply_in(YEAR.months[0], crowd(12))
    apply_in(YEAR.months[1], crowd(14))
    apply_in(YEAR.months[4], crowd(2))
    apply_in(YEAR.months[7], crowd(9))
    count()
    target = target_of(make.institution())
    reached = so_far(standing(target))
    whole = ask(target.question).total
    between = [reached[n] for n in (1, 3, 4, 5, 6, 7, 8, 9, 10)]
    assert all(cell.hidden for cell in between)
    assert reached[11] == whole
    reader = client.as_(make.member(Role.ANALYST)).speaking("en")
    page = reader.get(f"/numbers/targets/{target.public_id}").text
    assert "differ by fewer than 5 people" in page


def test_a_few_who_came_new_hide_the_way_between() -> None:
    october = crowd(12)
    apply_in(YEAR.months[0], october)
    apply_in(YEAR.months[1], [*october, *crowd(2)])
    apply_in(YEAR.months[2], crowd(9))
    count()
    reached = so_far(standing(target_of(make.institution())))
    assert reached[0].value == 12
    assert reached[1].hidden
    assert reached[2].value == 23


def test_a_quarter_has_a_way_too() -> None:
    quarter = YEAR.children[1]
    october = crowd(11)
    apply_in(quarter.months[0], october)
    apply_in(quarter.months[1], [*october[:5], *crowd(6)])
    count()
    reached = so_far(standing(target_of(make.institution(), quarter)))
    assert [cell.value for cell in reached] == [11, 17, 17]


def test_districts_are_counted_for_whole_periods_only(client: Browser) -> None:
    """Between them most districts are hidden: a count of the others would be too low."""
    apply_in(YEAR.months[0], crowd(12))
    count()
    target = target_of(make.institution(), measure="M10a")
    reached = so_far(standing(target))
    told = [n for n, cell in enumerate(reached, start=1) if cell.value is not None]
    assert told == [1, 3, 12]
    reader = client.as_(make.member(Role.ANALYST)).speaking("en")
    page = reader.get(f"/numbers/targets/{target.public_id}").text
    assert "whole months, quarters and years only" in page


def test_no_address_asks_for_a_part_of_a_period(client: Browser) -> None:
    count()
    reader = client.as_(make.member(Role.ANALYST))
    part = Period.so_far(YEAR, YEAR.months[4])
    assert reader.get(f"/numbers/export.csv?measure=M01&period={part}").status_code == 422
    assert reader.get(f"/api/v1/measures/M01?period={part}").status_code == 400
