"""How much of where an answer comes from stays with it."""

import random
from collections import Counter

from lms.workforce.outcomes.crowds import Kind, kept

MAY, JULY, OCTOBER = 202605, 202607, 202510


def test_alone_in_a_month_is_one_of_a_quarter_or_a_year_or_of_no_course() -> None:
    alone: Kind = (7, MAY, "female", "25-34")
    assert kept(alone, {alone: 1}, 5) == (None, OCTOBER, None, None)
    quarter = {alone: 1, (7, MAY - 1, "male", "15-24"): 4}
    assert kept(alone, quarter, 5) == (7, MAY - 1, None, None)
    year = {alone: 1, (7, JULY, "male", "15-24"): 4}
    assert kept(alone, year, 5) == (7, OCTOBER, None, None)


def test_sex_and_age_stay_within_the_month_only() -> None:
    women: dict[Kind, int] = {(7, MAY, "female", "25-34"): 3, (7, MAY, "female", "35-44"): 2}
    assert kept((7, MAY, "female", "25-34"), women, 5) == (7, MAY, "female", None)
    apart: dict[Kind, int] = {(7, MAY, "female", "25-34"): 3, (7, JULY, "female", "25-34"): 2}
    assert kept((7, MAY, "female", "25-34"), apart, 5) == (7, OCTOBER, None, None)


def test_nobody_hides_behind_those_who_stay_finer() -> None:
    asked: dict[Kind, int] = {(7, MAY, "female", "25-34"): 6, (7, MAY, "male", "25-34"): 1}
    assert kept((7, MAY, "male", "25-34"), asked, 5) == (None, OCTOBER, None, None)


def test_whatever_names_a_course_names_enough_people() -> None:
    dice = random.Random(5)
    for _n in range(200):
        kinds = [
            (7, month, sex, age)
            for month in (202510, 202511, 202602, MAY, JULY)
            for sex in ("female", "male", None)
            for age in ("15-24", "25-34")
        ]
        asked: dict[Kind, int] = {kind: dice.choice((0, 0, 1, 2, 7)) for kind in kinds}
        places: Counter[Kind] = Counter()
        for kind, number in asked.items():
            if number:
                places[kept(kind, asked, 5)] += number
        assert all(number >= 5 for place, number in places.items() if place[0] is not None)
        assert sum(places.values()) == sum(asked.values())
