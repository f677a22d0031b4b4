"""What stands beside a target is what plain SQL says of the facts, and the same on every page."""

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal
from typing import Any

import sqlalchemy as sa
from flask import Flask

from lms.clock import now
from lms.db import db
from lms.institutions.models import Role
from lms.workforce.periods import Period
from lms.workforce.scope import Scope
from lms.workforce.targets import queries
from lms.workforce.targets.counting import standing, standings
from lms.workforce.targets.standing import Standing
from tests import make
from tests.conftest import Browser
from tests.workforce.measures.by_sql import Where
from tests.workforce.measures.test_by_sql import BY_SQL, PUBLISHED, numbers, open_numbers  # noqa: F401


def _expected() -> Iterator[tuple[Standing, Any, Decimal]]:
    """Each target: how it stands, what SQL counts for it, which number it asks for."""
    rows = db.session.execute(
        sa.text("SELECT public_id, measure, conditions, period, number FROM target ORDER BY id")
    )
    for public_id, code, conditions, period, number in rows.all():
        pairs = [pair.split("=") for pair in conditions.split("&") if pair]
        where: Where = tuple((name, value) for name, value in pairs)
        counted = BY_SQL[code]((), where, Period.parse(period)).get((), 0)
        yield standing(queries.get_target(public_id)), counted, Decimal(str(number))


def _check(at: Standing, counted: Any, number: Decimal) -> None:
    percent = (100 * Decimal(counted) / number).quantize(Decimal(1), ROUND_DOWN)
    assert (at.value or 0) == counted, at.title
    assert (at.percent or 0) == percent, at.title


def test_what_was_reached_is_what_plain_sql_says(open_numbers: None) -> None:  # noqa: F811
    found = list(_expected())
    for one in found:
        _check(*one)
    assert {at.target.measure for at, _n, _of in found} == set(BY_SQL)
    assert sum(bool(at.percent) for at, _n, _of in found) > len(BY_SQL) / 2


def test_what_is_shown_under_control_is_the_same_number(numbers: None) -> None:  # noqa: F811
    shown = 0
    for at, counted, number in _expected():
        if at.actual.hidden:
            assert {at.value, at.percent} == {None}
        elif at.target.measure not in PUBLISHED:
            _check(at, counted, number)
            shown += 1
    assert shown > len(BY_SQL) / 2


def test_every_page_tells_the_same_of_a_target(app: Flask, numbers: None) -> None:  # noqa: F811
    browser = Browser(app.test_client()).as_(make.member(Role.ANALYST)).speaking("en")
    year = Period.now(now())
    overview = browser.get("/numbers?period=" + str(year)).text
    for period in (year.before, year):
        rows = re.split(r"<tr\b", browser.get(f"/numbers/targets?period={period}").text)
        found = standings(queries.targets(period, Scope(everywhere=True)))
        assert len(found) > len(BY_SQL) / 3
        for at in found:
            address = f"/numbers/targets/{at.target.public_id}"
            row = next(row for row in rows if address in row)
            for text in (row, browser.get(address).text):
                assert f">{at.actual_words}<" in text, at.title
                assert at.percent is None or f"{at.percent}%" in text, at.title
            if at.period == year and not at.target.where and at.target.measure == "M02":
                assert at.percent == 99
                assert "99% of the target" in overview
