"""Every pair of shown cells, every line and every published sum, over 5,000 people."""

from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np
import pytest

from lms.workforce.dimensions import ALL
from lms.workforce.disclosing import Control
from lms.workforce.disclosing.hierarchy import canonical, summed
from lms.workforce.periods import Period
from tests.workforce.disclosing.people import YEARS, Cell, People, periods

LEAST = 5
Asked = tuple[tuple[str, ...], Period]


@pytest.fixture(scope="module")
def people() -> People:
    return People()


@pytest.fixture(scope="module")
def control(people: People) -> Control:
    return Control(people.count, LEAST, YEARS)


def wider_than(dims: tuple[str, ...], period: Period) -> Iterable[Asked]:
    """All tables in which the cells of this one lie in wider cells."""
    when: Period | None = period
    while when is not None:
        for size in range(len(dims) + 1):
            for names in combinations(dims, size):
                yield names, when
        when = when.parent


def pairs_of(people: People, control: Control, dims: tuple[str, ...], period: Period) -> int:
    """Check each shown cell against each shown one in which it lies; how many pairs those were."""
    counts = people.count(dims, period)
    hidden = control.hidden(dims, period)
    shown = [(cell, n) for cell, n in counts.items() if ALL not in cell and cell not in hidden]
    assert all(n >= LEAST for _cell, n in shown)
    pairs = 0
    for names, when in wider_than(dims, period):
        wide, closed = people.count(names, when), control.hidden(names, when)
        places = [dims.index(name) for name in names]
        for cell, n in shown:
            around = tuple(cell[place] for place in places)
            if around not in closed:
                pairs += 1
                less = wide[around] - n
                assert less == 0 or less >= LEAST, (dims, str(period), cell, names, str(when))
    return pairs


def some(people: People, most: int, number: int) -> list[Asked]:
    """All tables over up to two dimensions, and a fixed sample of those over three."""
    two = [(dims, period) for dims in people.sets(2) for period in periods()[:9]]
    three = [
        (dims, period)
        for dims in people.sets(most)
        if len(dims) == most
        for period in periods()[:9]
    ]
    chosen = np.random.default_rng(3).permutation(len(three))[:number]
    return two + [three[n] for n in chosen]


def test_no_two_published_cells_differ_by_a_few_people(people: People, control: Control) -> None:
    pairs = sum(pairs_of(people, control, *asked) for asked in some(people, 3, 12))
    assert pairs > 40_000


def test_districts_and_provinces_do_not_give_each_other_away(
    people: People, control: Control
) -> None:
    for finer, wider in (("district", "province"), ("course", "institution")):
        for other in (None, "sex", "skill"):
            for period in periods()[:9]:
                small = tuple(sorted({finer} | ({other} if other else set())))
                large = tuple(sorted({wider} | ({other} if other else set())))
                check_nested(people, control, (finer, wider), small, large, period)


def check_nested(
    people: People,
    control: Control,
    pair: tuple[str, str],
    small: tuple[str, ...],
    large: tuple[str, ...],
    period: Period,
) -> None:
    lies_in = {f: w for f, w in people.count(tuple(sorted(pair)), periods()[0]) if f != ALL != w}
    counts, hidden = people.count(small, period), control.hidden(small, period)
    wide, closed = people.count(large, period), control.hidden(large, period)
    for cell, n in counts.items():
        values = dict(zip(small, cell, strict=True))
        finer = values.pop(pair[0])
        if cell in hidden or finer in (ALL, "na"):
            continue
        around = values | {pair[1]: lies_in[finer]}
        key = tuple(around[name] for name in large)
        if key not in closed:
            assert wide[key] == n or wide[key] - n >= LEAST, (cell, key)


def test_no_line_can_be_completed(people: People, control: Control) -> None:
    """The total less what is shown: two unknown parts at least, together not a few people."""
    lines = 0
    for dims, period in some(people, 3, 8):
        if canonical(dims) != dims:
            continue
        counts, hidden = people.count(dims, period), control.hidden(dims, period)
        for axis, name in enumerate(dims):
            if any(name in summed(other, dims) for other in dims):
                continue
            values = [v for (v,) in people.count((name,), periods()[0]) if v != ALL]
            totals = {c for c in counts if c[axis] == ALL and c.count(ALL) == 1}
            for total in totals - hidden:
                line = [(*total[:axis], v, *total[axis + 1 :]) for v in values]
                secret = [cell for cell in line if cell in hidden]
                lines += bool(secret)
                shown = sum(counts.get(cell, 0) for cell in line if cell not in hidden)
                if shown < counts[total]:  # else they overlap, and there is no rest
                    check_line(counts, secret, len(line))
    assert lines > 300


def check_line(counts: Mapping[Cell, int], secret: list[Cell], length: int) -> None:
    numbers = [counts.get(cell, 0) for cell in secret]
    if not numbers or min(numbers) >= LEAST:
        return
    assert len(secret) >= 2
    assert sum(numbers) >= LEAST or len(secret) == length
    assert 0 in numbers or sum(numbers) > len(secret) or len(secret) == length


def test_what_a_cell_is_does_not_depend_on_who_asked_first(people: People) -> None:
    dims, period = ("district", "sex"), YEARS[0]
    first = Control(people.count, LEAST, YEARS)
    second = Control(people.count, LEAST, YEARS)
    second.hidden(("age_band", "district", "sex"), Period.parse("2569-06"))
    large = second.hidden(("age_band", "district", "sex"), period)
    assert first.hidden(dims, period) == second.hidden(dims, period)
    assert {(d, s) for a, d, s in large if a == ALL} == first.hidden(dims, period)


@pytest.mark.soak
def test_every_pair_of_every_table(people: People, control: Control) -> None:
    tables = [(dims, period) for dims in people.sets(3) for period in periods()]
    assert sum(pairs_of(people, control, *asked) for asked in tables) > 1_000_000
