"""Somebody who knows every published number of small tables, and how the rest must add up."""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
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
from lms.workforce.disclosing.equations import worked_out
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


@pytest.mark.parametrize("other", ["district", "age_band", "sex", "course", "run", "employer"])
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


class Learners:
    """Enrolments: who (with what they are like) completed which course in which institution."""

    def __init__(self, done: list[tuple[str, str, str]]) -> None:
        self.done = [(f"p{n}", who, course, place) for n, (who, course, place) in enumerate(done)]

    def again(self, who: int, course: str, place: str) -> None:
        """Somebody completes one more."""
        person, sex, *_rest = self.done[who]
        self.done.append((person, sex, course, place))

    def people(self, dims: tuple[str, ...], period: Period) -> Mapping[Cell, int]:
        return {cell: len(set(who)) for cell, who in self._cells(dims).items()}

    def completions(self, dims: tuple[str, ...], period: Period) -> Mapping[Cell, int]:
        return {cell: len(who) for cell, who in self._cells(dims).items()}

    def _cells(self, dims: tuple[str, ...]) -> dict[Cell, list[str]]:
        found: dict[Cell, list[str]] = {}
        for person, sex, course, place in self.done:
            values = {"sex": sex, "course": course, "institution": place}
            # Of a course one skill; what courses are by else does not matter here.
            values |= {"skill": f"s{course[-1]}"}
            told = ((values.get(name, "na"), ALL) for name in dims)
            for cell in product(*told):
                found.setdefault(cell, []).append(person)
        return found


def test_what_adds_up_exactly_hides_more_than_people_do() -> None:
    """60 − 40 − 17 certificates would be those of the three in the small course."""
    learners = Learners([("f", "c1", "A")] * 30 + [("m", "c2", "A")] * 15 + [("f", "c3", "A")] * 3)
    for who in range(10):
        learners.again(who, "c2", "A")
        learners.again(who + 30, "c1", "A")
    people = Control(learners.people, 5, YEARS)
    done = Control(learners.completions, 5, YEARS, people=people)
    assert people.hidden(("course",), ALWAYS) == {("c3",)}
    closed = done.hidden(("course",), ALWAYS)
    assert ("c3",) in closed
    assert len(closed) == 2
    assert (ALL,) not in closed


def test_of_a_few_it_is_not_told_that_some_value_is_empty() -> None:
    """Else the one cell that is not nought says what the only learner is like."""
    learners = Learners([("f", "c1", "A")] * 20 + [("m", "c1", "A")] * 20 + [("f", "c2", "B")])
    closed = Control(learners.people, 5, YEARS).hidden(("course", "sex"), ALWAYS)
    assert {("c2", ALL), ("c2", "f"), ("c2", "m")} <= closed
    other = Learners([("f", "c1", "A")] * 20 + [("m", "c1", "A")] * 20 + [("m", "c2", "B")])
    assert Control(other.people, 5, YEARS).hidden(("course", "sex"), ALWAYS) == closed


def test_of_the_few_who_learned_it_is_not_told_that_nobody_completed() -> None:
    learned = Learners([("f", "c1", "A")] * 20 + [("m", "c2", "B")] * 3)
    completed = Learners([("f", "c1", "A")] * 12)
    known = Control(learned.people, 5, YEARS)
    control = Control(completed.people, 5, YEARS, among=known, ever=known)
    grid = control.decided(("institution",), ALWAYS)
    assert ("A",) not in grid.closed
    assert ("c2",) not in control.decided(("course",), ALWAYS).counts

    def with_value(dims: tuple[str, ...], period: Period) -> Mapping[Cell, int]:
        later = period != YEARS[0]
        return Learners([*[("f", "c1", "A")] * 12, *[("m", "c2", "B")] * (9 * later)]).people(
            dims, period
        )

    control = Control(with_value, 5, YEARS, among=known)
    assert ("B",) in control.hidden(("institution",), YEARS[0])  # nobody of the three
    assert ("B",) not in control.hidden(("institution",), YEARS[1])


def test_lines_together_do_not_give_a_cell_away() -> None:
    """Two in every line, and yet the one between both pairs follows from three lines and two."""
    rows = [[2, 9, 0, 0], [9, 2, 3, 0], [0, 0, 2, 9], [0, 0, 9, 9]]
    counts = counted(rows, DIMS)
    closed = Control(lambda dims, _period: counted(rows, dims), 5, YEARS).hidden(DIMS, ALWAYS)
    secret = sorted(cell for cell in closed if ALL not in cell)
    lines: dict[Cell, int] = {}
    told = []
    for at, cell in enumerate(secret):
        for line in ((cell[0], ALL), (ALL, cell[1])):
            if line not in closed:
                told.append((lines.setdefault(line, len(lines)), at))
    equation, place = np.array(told).T
    followed = worked_out(equation, place)
    assert not [secret[at] for at in followed if 0 < counts.get(secret[at], 0) < 5]


@given(st.integers(2, 5), st.integers(2, 5), st.integers(0, 2**25 - 1), st.integers(0, 2**10 - 1))
def test_what_follows_from_equations_is_what_linear_algebra_says(
    high: int, wide: int, cells: int, lines: int
) -> None:
    there = [
        (n, r, c) for n, (r, c) in enumerate(product(range(high), range(wide))) if cells >> n & 1
    ]
    pairs = [(r, n) for n, r, _c in there if lines >> r & 1]
    pairs += [(5 + c, n) for n, _r, c in there if lines >> (5 + c) & 1]
    if not pairs:
        return
    equation, cell = np.array(pairs).T
    known = sorted({n for _e, n in pairs})
    system = np.zeros((10, len(known)))
    system[equation, [known.index(n) for n in cell]] = 1
    _u, size, rows = np.linalg.svd(system)
    free = rows[int((size > 1e-9).sum()) :]
    fixed = [n for at, n in enumerate(known) if not np.abs(free[:, at]).max(initial=0) > 1e-9]
    assert worked_out(equation, cell).tolist() == fixed


def test_a_skill_and_its_courses_do_not_give_each_other_away() -> None:
    """Which courses teach a skill stands in the catalogue."""
    learners = Learners([("f", "c1", "A")] * 10 + [("m", "x1", "B")] * 2 + [("m", "c2", "A")] * 30)
    control = Control(learners.people, 5, YEARS)
    closed = control.hidden(("course",), ALWAYS)
    assert ("x1",) in closed
    assert ("c1",) in closed  # with the skill, 12, it would tell of two
    assert ("s1",) not in control.hidden(("skill",), ALWAYS)


def test_what_was_decided_with_another_threshold_is_not_taken_over() -> None:
    rows = [[7, 3, 9], [8, 9, 30], [20, 40, 12]]
    few = [
        Control(lambda dims, _period: counted(rows, dims), least, YEARS).hidden(DIMS, ALWAYS)
        for least in (2, 5, 10)
    ]
    assert not few[0]
    assert ("a0", "s1") in few[1]
    assert len(few[2]) > len(few[1])


def test_a_sensitive_value_is_not_divided_by_what_could_name() -> None:
    def count(dims: tuple[str, ...], _period: Period) -> Mapping[Cell, int]:
        found: dict[Cell, int] = {}
        for group, sex in product(("disabled", "elderly", "farmer"), ("f", "m")):
            values = {"target_group": group, "sex": sex}
            for cell in product(*((values[name], ALL) for name in dims)):
                found[cell] = found.get(cell, 0) + 50
        return found

    control = Control(count, 5, YEARS)
    closed = control.hidden(("sex", "target_group"), ALWAYS)
    assert {("f", "disabled"), ("m", "disabled")} <= closed
    assert len([cell for cell in closed if ALL not in cell]) == 4  # else the rest would tell
    assert not control.hidden(("target_group",), ALWAYS)
