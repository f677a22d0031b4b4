"""What came together so far, against every period and every wider cell beside which it stands."""

from itertools import combinations, pairwise

import pytest

from lms.workforce.dimensions import ALL
from lms.workforce.disclosing import Control
from lms.workforce.disclosing.running import parts_so_far
from lms.workforce.periods import Period, PeriodKind
from tests.workforce.disclosing.people import YEARS, Cell, People, periods

LEAST = 5
Dims = tuple[str, ...]
TABLES: list[Dims] = [
    (), ("district",), ("institution",), ("sex",), ("skill",), ("age_band", "institution"),
    ("age_band", "sex"), ("course", "sex"),
]  # fmt: skip
PARTS = [part for year in YEARS for part in parts_so_far(year)]


@pytest.fixture(scope="module")
def people() -> People:
    return People(5000)


@pytest.fixture(scope="module", params=[False, True], ids=["once", "cohorts"])
def control(people: People, request: pytest.FixtureRequest) -> Control:
    return Control(people.count, LEAST, YEARS, has_cohorts=request.param)


def shown(people: People, control: Control, dims: Dims, period: Period) -> dict[Cell, int]:
    closed = control.hidden(dims, period)
    return {c: n for c, n in people.count(dims, period).items() if c not in closed and ALL not in c}


def lies_in(inner: Period, outer: Period) -> bool:
    return bool(inner.months) and all(outer.holds(month) for month in inner.months)


def differ_by_nobody_or_enough(
    people: People, control: Control, dims: Dims, inner: Period, outer: Period
) -> None:
    """Each shown cell of a period against it, and every wider cell, in a period around that one."""
    mine = shown(people, control, dims, inner)
    assert all(n >= LEAST for n in mine.values())
    for size in range(len(dims) + 1):
        for places in combinations(range(len(dims)), size):
            known = shown(people, control, tuple(dims[p] for p in places), outer)
            for cell, n in mine.items():
                more = known.get(tuple(cell[p] for p in places), n) - n
                assert more == 0 or more >= LEAST, (cell, str(inner), places, str(outer))


@pytest.mark.parametrize("dims", TABLES)
def test_no_difference_is_a_few_people(people: People, control: Control, dims: Dims) -> None:
    """What came together so far, within every period around it and around every one inside."""
    for part in PARTS:
        for other in (*PARTS, *periods()):
            if lies_in(part, other):
                differ_by_nobody_or_enough(people, control, dims, part, other)
            if other not in PARTS and lies_in(other, part):
                differ_by_nobody_or_enough(people, control, dims, other, part)


def test_who_came_again_is_nobody_or_enough(people: People) -> None:
    control = Control(people.count, LEAST, YEARS, has_cohorts=True)
    for dims in TABLES:
        for year in YEARS:
            for last, then in pairwise(year.months):
                asked = (
                    Period.so_far(year, last),
                    Period.of_month(then),
                    Period.so_far(year, then),
                )
                if PeriodKind.SO_FAR in {period.kind for period in asked}:
                    earlier, alone, both = (shown(people, control, dims, p) for p in asked)
                    for cell in set(earlier) & set(alone) & set(both):
                        again = earlier[cell] + alone[cell] - both[cell]
                        assert again == 0 or again >= LEAST, (cell, str(asked[2]))


@pytest.mark.parametrize("dims", [("sex",), ("age_band", "sex"), ("district",)])
def test_no_line_can_be_completed(people: People, control: Control, dims: Dims) -> None:
    """Of those that are not shown there are two at least, and together not a few people."""
    for part in PARTS:
        closed = [cell for cell in control.hidden(dims, part) if ALL not in cell]
        counts = people.count(dims, part)
        totals = shown(people, control, dims[:-1], part)
        for total in totals:
            rest = [counts.get(cell, 0) for cell in closed if cell[:-1] == total]
            assert not rest or (len(rest) > 1 and sum(rest) >= LEAST), (total, str(part))


def test_what_belongs_together_is_hidden_together(people: People) -> None:
    control, seen = Control(people.count, LEAST, YEARS), set()
    for year in YEARS:
        for cell in people.count(("district",), year):
            states = {cell in control.hidden(("district",), p) for p in parts_so_far(year)}
            assert len(states) == 1, cell
            seen |= states
    assert seen == {True, False}
