"""The plan, what was reached, the forecast and how a target stands."""

from decimal import Decimal

from lms.workforce.targets.path import (
    Forecast,
    Status,
    estimated,
    forecast,
    planned,
    planned_now,
    status,
)

D = Decimal


def test_an_even_plan_asks_for_the_same_every_month() -> None:
    assert planned(D(1200), 12)[2] == 300
    assert planned(D(1200), 12)[-1] == 1200


def test_shares_need_not_add_up_to_a_hundred() -> None:
    assert planned(D(90), 3, [1, 0, 2]) == [30, 30, 90]


def test_the_middle_of_a_month_asks_for_half_of_it() -> None:
    plan = planned(D(120), 12)
    assert planned_now(plan, D("2.5")) == 25
    assert planned_now(plan, D(0)) == 0
    assert planned_now(plan, D(12)) == 120


def test_the_pace_ends_at_the_number_that_was_counted() -> None:
    assert estimated(D(10), [D(6), D(6)]) == [5, 10]
    assert estimated(D(10), [D(4), None, None]) == [4, 7, 10]
    assert estimated(D(0), [D(0), D(0)]) == [0, 0]


def test_the_forecast_adds_the_pace_of_the_last_three_months() -> None:
    made = forecast([D(10), D(20), D(30), D(50)], D(4), 12)
    assert made == Forecast(D(157), D(130), D(210))


def test_the_same_part_of_the_year_before_counts_too() -> None:
    before = planned(D(240), 12)
    made = forecast([D(10), D(20), D(30)], D(3), 12, before)
    assert made == Forecast(D(120), D(120), D(120))


def test_without_a_full_month_there_is_no_forecast() -> None:
    assert forecast([D(3)], D("0.6"), 12) is None


def test_how_a_target_stands() -> None:
    on = {"has_begun": True, "is_over": False}
    assert status(D(100), D(100), D(50), **on) is Status.REACHED
    assert status(D(100), D(48), D(50), **on) is Status.ON_PLAN
    assert status(D(100), D(47), D(50), **on) is Status.BEHIND
    assert status(D(100), None, D(50), **on) is Status.UNKNOWN
    assert status(D(100), D(99), D(100), has_begun=True, is_over=True) is Status.MISSED
    assert status(D(100), None, D(0), has_begun=False, is_over=False) is Status.TO_COME
    assert status(D("0.1"), D("0.2"), D(0), **on, is_ceiling=True) is Status.BEHIND
