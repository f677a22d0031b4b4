"""Somebody who knows every published number of small tables, and how the rest must add up."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.workforce.dimensions import (
    ALL,
    TooManyDimensions,
    TooRevealing,
    UnknownDimension,
    check,
)
from lms.workforce.disclosing import Control, nested
from lms.workforce.periods import Period

LEAST = 4
MOST_GUESSED = 12
DIMS = ("age_band", "sex")
YEARS = (Period.of_year(2569), Period.of_year(2570))
ALWAYS = Period.parse("all")
Cell = tuple[str, ...]
tables = st.lists(
    st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3
).filter(lambda rows: all(map(sum, rows)) and all(map(sum, zip(*rows, strict=True))))


def counted(rows: list[list[int]], dims: tuple[str, ...]) -> Mapping[Cell, int]:
    found: dict[Cell, int] = {}
    for (a, row), (s, _none) in product(enumerate(rows), enumerate(rows[0])):
        values = {"age_band": f"a{a}", "sex": f"s{s}"}
        for cell in product(*((ALL, values[name]) for name in dims)):
            found[cell] = found.get(cell, 0) + row[s]
    return {cell: n for cell, n in found.items() if n}


def solutions(
    told: Mapping[Cell, int], secret: list[Cell], values: list[str], others: list[str]
) -> Iterator[dict[Cell, int]]:
    """All tables that fit what is published; a hidden margin tells nothing."""
    rest: dict[Cell, int] = {}
    for margin in [(a, ALL) for a in values] + [(ALL, s) for s in others]:
        if margin in told:
            parts = [c for c in told if ALL not in c and margin[0] in (ALL, c[0])]
            rest[margin] = told[margin] - sum(told[c] for c in parts if margin[1] in (ALL, c[1]))
    most = told.get((ALL, ALL), 40)
    last = {m: n for n, (a, s) in enumerate(secret) for m in ((a, ALL), (ALL, s))}

    def place(at: int, filled: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
        if at == len(secret):
            if not any(rest.values()):
                yield dict(filled)
            return
        cell = secret[at]
        margins = [m for m in ((cell[0], ALL), (ALL, cell[1])) if m in rest]
        least = max([0, *(rest[m] for m in margins if last[m] == at)])
        for n in range(least, min([most, MOST_GUESSED, *(rest[m] for m in margins)]) + 1):
            for margin in margins:
                rest[margin] -= n
            yield from place(at + 1, filled | {cell: n})
            for margin in margins:
                rest[margin] += n

    return place(0, {})


@settings(max_examples=1000, deadline=None)
@given(tables)
def test_no_small_cell_can_be_pinned(rows: list[list[int]]) -> None:
    counts = counted(rows, DIMS)
    if counts[ALL, ALL] < LEAST:
        return
    closed = Control(lambda dims, _period: counted(rows, dims), LEAST, YEARS).hidden(DIMS, ALWAYS)
    values, others = [f"a{n}" for n in range(3)], [f"s{n}" for n in range(3)]
    every: list[Cell] = list(product((*values, ALL), (*others, ALL)))
    told = {cell: counts.get(cell, 0) for cell in every if cell not in closed}
    secret = [cell for cell in every if cell in closed and ALL not in cell]
    for cell in secret:
        if 0 < counts.get(cell, 0) < LEAST:
            others_of_it = [one for one in secret if one != cell]
            guesses = (n for n in range(MOST_GUESSED + 1) if n != counts[cell])
            also = (solutions(told | {cell: n}, others_of_it, values, others) for n in guesses)
            assert any(True for found in also for _solution in found), (rows, closed, cell)


def all_of_what_is_shown(cell: Cell, counts: Mapping[Cell, int], closed: frozenset[Cell]) -> bool:
    """Everybody of a wider cell that is shown stands in this one: hiding it would hide nothing."""
    wider = {tuple(ALL if n == at else v for n, v in enumerate(cell)) for at in (0, 1)}
    return any(counts[one] == counts[cell] for one in wider - {cell} - closed)


@settings(max_examples=100, deadline=None)
@example([[0, 0, 4], [0, 0, 1], [1, 1, 3]], [[0, 0, 4], [0, 1, 1], [1, 0, 1]])
@given(tables, tables)
def test_a_year_cannot_be_taken_from_all_years(
    one: list[list[int]], other: list[list[int]]
) -> None:
    both = [[a + b for a, b in zip(x, y, strict=True)] for x, y in zip(one, other, strict=True)]
    of = {YEARS[0]: one, YEARS[1]: other, ALWAYS: both}

    def count(dims: tuple[str, ...], period: Period) -> Mapping[Cell, int]:
        return counted(of[period], dims)

    control = Control(count, LEAST, YEARS)
    always = control.hidden(DIMS, ALWAYS)
    first, second = (control.hidden(DIMS, year) for year in YEARS)
    for cell, n in counted(both, DIMS).items():
        if cell not in always:
            numbers = [counted(of[year], DIMS).get(cell, 0) for year in YEARS]
            for number, closed in zip(numbers, (first, second), strict=True):
                assert cell in closed or number in (0, n) or LEAST <= number <= n - LEAST
            told = [
                all_of_what_is_shown(cell, counted(of[year], DIMS), closed)
                for year, closed in zip(YEARS, (first, second), strict=True)
                if cell in counted(of[year], DIMS)
            ]
            if 0 not in numbers and not any(told):
                assert (cell in first) == (cell in second)


@given(st.integers(0, 60), st.lists(st.integers(0, 60), max_size=6))
def test_parts_and_their_remainders_are_nobody_or_enough(size: int, parts: list[int]) -> None:
    parts = [min(part, size) for part in parts]
    closed = nested(size, parts, 5)
    for part, shut in zip(parts, closed, strict=True):
        assert shut or (size >= 5 and not 0 < part < 5 and not 0 < size - part < 5)
    if any(closed) and size >= 5:
        assert all(closed) or sum(closed) > 1


def test_a_value_that_came_up_since_is_hidden() -> None:
    seen: dict[Cell, int] = {(ALL,): 20, ("1",): 20}

    def count(dims: tuple[str, ...], period: Period) -> Mapping[Cell, int]:
        if not dims:
            return {(): 20}
        return seen if period == ALWAYS else {**seen, ("2",): 9}

    control = Control(count, 5, YEARS)
    assert ("2",) in control.hidden(("sex",), YEARS[0])
    assert control.hidden(("sex",), Period.of_year(2599)) == {(ALL,), ("1",), ("2",)}


@pytest.mark.parametrize("other", ["district", "age_band", "sex"])
def test_disability_is_never_crossed_with_what_could_name(other: str) -> None:
    check(["disability", "institution"])
    with pytest.raises(TooRevealing):
        check(["disability", other])


def test_no_more_than_three_dimensions() -> None:
    check(["district", "sex", "skill"])
    with pytest.raises(TooManyDimensions):
        check(["district", "sex", "skill", "course"])
    with pytest.raises(UnknownDimension):
        check(["shoe_size"])
