"""The figures are those of the textbooks, worked out by hand or by another way of counting."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.statistics import (
    Flag,
    Gain,
    Item,
    Paper,
    Test,
    gain,
    item,
    pauses,
    whole,
)

# Ten people, four questions: the columns are questions 1 to 4.
SHEET = [
    (1, 1, 1, 1),
    (1, 1, 1, 0),
    (1, 1, 1, 0),
    (1, 1, 0, 1),
    (1, 1, 0, 0),
    (1, 0, 1, 0),
    (1, 1, 0, 0),
    (1, 0, 0, 0),
    (0, 0, 0, 1),
    (0, 0, 0, 0),
]


def test_of(sheet: list[tuple[float, ...]]) -> Test:
    papers = [Paper({n: float(share) for n, share in enumerate(row, 1)}) for row in sheet]
    return Test(dict.fromkeys(range(1, len(sheet[0]) + 1), 1.0), papers)


def pearson(x: list[float], y: list[float]) -> float:
    """By the computational formula, not by deviations."""
    n = len(x)
    top = n * sum(a * b for a, b in zip(x, y, strict=True)) - sum(x) * sum(y)
    left = n * sum(a * a for a in x) - sum(x) ** 2
    right = n * sum(b * b for b in y) - sum(y) ** 2
    return float(top / (left * right) ** 0.5)


test_of.__test__ = False  # type: ignore[attr-defined]


def test_p_is_the_share_of_right_answers() -> None:
    assert [item(n, [test_of(SHEET)]).p for n in (1, 2, 3, 4)] == [0.8, 0.6, 0.4, 0.3]


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    # Question 2 by hand: rests 3 2 2 2 1 2 1 1 1 0; right ones' mean 11/6, wrong ones' 1,
    # standard deviation of the rests sqrt(0.65): r = (11/6 - 1) / sqrt(0.65) * sqrt(0.6 * 0.4).
    by_hand = (11 / 6 - 1) / 0.65**0.5 * (0.6 * 0.4) ** 0.5
    assert isclose(item(2, [test_of(SHEET)]).discrimination or 0, by_hand, abs_tol=1e-12)
    for n in (1, 2, 3, 4):
        x = [float(row[n - 1]) for row in SHEET]
        rest = [float(sum(row) - row[n - 1]) for row in SHEET]
        assert isclose(item(n, [test_of(SHEET)]).discrimination or 0, pearson(x, rest))


def test_the_upper_and_the_lower_groups_are_compared() -> None:
    """Totals 4 3 3 3 2 2 2 1 1 0; groups of 2.7: 4 and 1.7 of the three with 3; 0 and both with 1
    in part (0.85 each)."""
    upper, lower = (1 + 1.7) / 2.7, (0.85 * 0 + 0.85 * 0) / 2.7
    assert isclose(item(2, [test_of(SHEET)]).upper_lower or 0, upper - lower)
    upper, lower = (1 + 1.7 * 1 / 3) / 2.7, 0.85 / 2.7
    assert isclose(item(4, [test_of(SHEET)]).upper_lower or 0, upper - lower)


def test_kr20_by_hand() -> None:
    """Sum of pq: 0.16 + 0.24 + 0.24 + 0.21 = 0.85; variance of the totals: 1.29."""
    figures = whole(test_of(SHEET))
    assert isclose(figures.reliability or 0, 4 / 3 * (1 - 0.85 / 1.29))
    assert figures.is_kr20
    assert figures.mean == 52.5
    assert figures.middle == 50
    assert isclose(figures.deviation or 0, 25 * (12.9 / 9) ** 0.5)
    assert figures.histogram == (1, 0, 2, 0, 0, 3, 0, 3, 0, 1)


def test_partial_credit_and_weights_make_it_alpha() -> None:
    sheet = [(0.5, 1.0), *[(1.0, 1.0)] * 5, *[(0.0, 0.0)] * 4]
    test = Test({1: 2.0, 2: 1.0}, test_of(sheet).papers)
    figures = whole(test)
    assert not figures.is_kr20
    assert figures.mean == pytest.approx(100 * (2 + 5 * 3) / 30)


def test_a_pre_test_beside_a_post_test_does_not_raise_discrimination() -> None:
    weak = test_of([(0, 0), (0, 0), (0, 1), (1, 0), (0, 0)])
    strong = test_of([(1, 1), (1, 1), (1, 0), (0, 1), (1, 1)])
    pooled = item(1, [weak, strong]).discrimination
    assert pooled is not None
    assert isclose(pooled, -0.25)
    assert (item(1, [test_of([tuple(p.earned.values()) for t in (weak, strong) for p in t.papers])])
            .discrimination or 0) > 0.1  # fmt: skip


def test_nothing_is_said_of_nine_papers() -> None:
    nine = test_of(SHEET[:9])
    assert item(1, [nine]) == Item(9)
    assert whole(nine).mean is None
    assert gain([(40, 80)] * 9) == Gain(9)


def test_where_everybody_is_right_nothing_is_told_apart() -> None:
    figures = item(1, [test_of([(1, 1)] * 6 + [(1, 0)] * 6)])
    assert (figures.p, figures.discrimination, figures.upper_lower) == (1, None, 0)
    assert figures.flags == (Flag.TOO_EASY,)
    assert whole(test_of([(1, 1)] * 12)).reliability is None


def test_a_question_that_the_best_get_wrong_is_flagged() -> None:
    sheet = [(0.0, 1.0, 1.0)] * 6 + [(1.0, 0.0, 0.0)] * 5
    assert item(1, [test_of(sheet)]).flags == (Flag.NEGATIVE,)
    assert Flag.TOO_HARD in item(1, [test_of([(0.0, 1.0)] * 9 + [(1.0, 0.0)])]).flags


def test_options_that_nobody_picks_are_dead() -> None:
    papers = [
        Paper({1: float(n < 8), 2: float(n < 6)}, {1: ("a",) if n < 8 else ("b",)})
        for n in range(12)
    ]
    figures = item(1, [Test({1: 1, 2: 1}, papers)], options=("a", "b", "c"), correct=("a",))
    a, b, c = figures.options
    assert (round(a.share, 3), a.upper, b.lower) == (0.667, 1.0, 1.0)
    assert (c.share, c.is_dead, a.is_dead) == (0.0, True, False)
    assert Flag.DEAD_OPTION in figures.flags


def test_the_gain_counts_the_same_people() -> None:
    figures = gain([(40, 70)] * 8 + [(40, 40), (40, 30)])
    assert (figures.before, figures.after) == (40, 63)
    assert figures.normalised == pytest.approx(23 / 60)
    assert (figures.risen, figures.same, figures.fallen) == (8, 1, 1)


def test_time_is_the_pause_before_an_answer() -> None:
    assert pauses(100, [(2, 190), (1, 130), (3, 9000)]) == {1: 30, 2: 60}


def test_times_of_too_few_are_not_shown() -> None:
    papers = [Paper({1: n % 2, 2: 1.0}, seconds={1: 30.0} if n < 9 else {}) for n in range(20)]
    assert item(1, [Test({1: 1, 2: 1}, papers)]).seconds is None
    papers = [Paper({1: n % 2, 2: 1.0}, seconds={1: float(n)}) for n in range(11)]
    assert item(1, [Test({1: 1, 2: 1}, papers)]).seconds == 5


@given(st.lists(st.tuples(*[st.sampled_from((0.0, 0.25, 0.5, 1.0))] * 3), min_size=10, max_size=40))
def test_figures_stay_where_they_belong(sheet: list[tuple[float, ...]]) -> None:
    test = test_of(sheet)
    for question in (1, 2, 3):
        figures = item(question, [test])
        assert 0 <= (figures.p or 0) <= 1
        assert -1 <= (figures.discrimination or 0) <= 1
        assert -1 - 1e-9 <= (figures.upper_lower or 0) <= 1 + 1e-9
    overall = whole(test)
    assert sum(overall.histogram) == len(sheet)
    assert (overall.reliability or 0) <= 1 + 1e-9
