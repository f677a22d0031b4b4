"""Small numbers stay hidden, and no subtraction brings them back."""

import itertools
import random

import pytest

from lms.workforce.counting import Cell, Touch, count, month_of, months_of, year_of
from lms.workforce.disclosure import hidden, is_safe
from lms.workforce.models import ALWAYS, EVERYWHERE, Measure

LEAST = 5


def people(numbers: dict[tuple[int, int], int]) -> dict[Cell, int]:
    """Enrolled people by (institution, month), nobody twice: the worst case for subtraction."""
    person = itertools.count(1)
    return dict(
        count(
            Touch(next(person), Measure.ENROLLED, place, month)
            for (place, month), n in numbers.items()
            for _ in range(n)
        )
    )


def test_a_fiscal_year_begins_in_october() -> None:
    assert (year_of(202609), year_of(202610)) == (2569, 2570)
    assert [months_of(2570)[0], months_of(2570)[-1]] == [202610, 202709]
    assert {year_of(month) for month in months_of(2570)} == {2570}


def test_a_month_is_bangkoks() -> None:
    from datetime import UTC, datetime

    assert month_of(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == 202610


def test_a_person_counts_once_in_every_total() -> None:
    twice = [Touch(1, Measure.ENROLLED, place, 202611) for place in (7, 8)]
    counted = count([*twice, Touch(1, Measure.ENROLLED, 7, 202612)])
    assert counted[Cell(Measure.ENROLLED, EVERYWHERE, 2570)] == 1
    assert counted[Cell(Measure.ENROLLED, 7, 2570)] == 1
    assert counted[Cell(Measure.ENROLLED, EVERYWHERE, ALWAYS)] == 1


def test_a_small_number_is_hidden_and_another_goes_with_it() -> None:
    concealed = hidden(people({(1, 202611): 3, (1, 202612): 9, (1, 202701): 40}), LEAST)
    assert Cell(Measure.ENROLLED, 1, 202611) in concealed
    assert Cell(Measure.ENROLLED, 1, 202612) in concealed


def test_large_numbers_are_all_shown() -> None:
    large = people({(i, m): 20 for i in (1, 2) for m in (202610, 202611)})
    assert hidden(large, LEAST) == frozenset()


@pytest.mark.parametrize(
    "unknown", [[3], [1, 1], [4, 4], [1, 5], [2, 3]], ids=lambda u: "+".join(map(str, u))
)
def test_a_sum_that_gives_the_parts_away_is_not_safe(unknown: list[int]) -> None:
    assert not is_safe(unknown, LEAST)


@pytest.mark.parametrize("seed", range(40))
def test_every_hidden_small_number_could_be_any_small_number(seed: int) -> None:
    """Each line read as an equation leaves the whole range from 1 to 4 open."""
    dice = random.Random(seed)
    months = months_of(2570)[:4]
    numbers = {(i, m): dice.choice([0, 1, 2, 4, 6, 11, 30]) for i in (1, 2, 3) for m in months}
    counted = people(numbers)
    concealed = hidden(counted, LEAST)
    assert all(cell in concealed for cell, n in counted.items() if 0 < n < LEAST)
    for total, parts in lines(counted, months):
        unknown = [counted[part] for part in parts if part in concealed]
        if total in concealed:
            assert unknown
        elif unknown:
            assert possible(unknown) == {1, 2, 3, 4} or all(n >= LEAST for n in unknown)
            assert len(unknown) > 1


def lines(counted: dict[Cell, int], months: list[int]) -> list[tuple[Cell, list[Cell]]]:
    def cell(place: int, period: int) -> Cell:
        return Cell(Measure.ENROLLED, place, period)

    rows = [(cell(i, 2570), [cell(i, m) for m in months]) for i in (0, 1, 2, 3)]
    columns = [(cell(0, p), [cell(i, p) for i in (1, 2, 3)]) for p in (*months, 2570)]
    return [
        (total, there)
        for total, parts in rows + columns
        if (there := [part for part in parts if counted.get(part)])
    ]


def possible(unknown: list[int]) -> set[int]:
    """What the first small one could be, for who knows the sum and which ones are small."""
    small = [n for n in unknown if n < LEAST]
    if not small:
        return set()
    large, together = len(unknown) - len(small), sum(unknown)
    found = set()
    for guess in itertools.product(range(1, LEAST), repeat=len(small)):
        rest = together - sum(guess)
        if rest == 0 if large == 0 else rest >= large * LEAST:
            found.add(guess[0])
    return found
