"""Watched intervals: what counts, what is refused, and how little is stored."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning import intervals
from courses.learning.intervals import BadReport, add, coverage, from_text, merge, seconds, to_text

DURATION = 300
edges = st.integers(0, DURATION)
spans = st.tuples(edges, edges).map(lambda pair: (min(pair), max(pair)))
several = st.lists(spans, max_size=12)


def covered(parts):
    return {second for start, end in parts for second in range(start, end)}


@given(several)
def test_merging_keeps_every_second_and_adds_none(parts):
    merged = merge(parts)
    assert covered(merged) == covered(parts)
    assert seconds(parts) == len(covered(parts))
    assert merge(merged) == merged
    assert all(before[1] < after[0] for before, after in pairwise(merged))


@given(several)
def test_storage_gives_back_what_was_stored(parts):
    merged = merge(parts)
    assert from_text(to_text(merged)) == merged


def test_storage_is_compact_and_bounded():
    assert to_text(((0, 15), (40, 62))) == "[0,15,40,62]"
    assert from_text(None) == from_text("") == ()
    scattered = [(n * 2, n * 2 + 1) for n in range(200)]
    kept = add((), scattered, duration=36000, since_last=1000)
    assert len(kept) == intervals.MAX_SPANS
    assert len(to_text([(35000 + 2 * n, 35001 + 2 * n) for n in range(100)])) <= 1201


@given(several, several)
def test_watching_never_takes_away_and_never_invents(before, claim):
    watched = merge(before)
    after = add(watched, claim, duration=DURATION, since_last=1000)
    assert covered(after) == covered(watched) | covered(claim)
    assert coverage(after, DURATION) >= coverage(watched, DURATION)


@given(several, several, st.floats(0, 60))
def test_nobody_watches_faster_than_two_and_a_half_times(before, claim, elapsed):
    watched = merge(before)
    after = add(watched, claim, duration=DURATION, since_last=elapsed)
    assert seconds(after) - seconds(watched) <= math.ceil(elapsed * 2.5)
    assert covered(after) <= covered(watched) | covered(claim)


def test_a_claim_counts_from_its_beginning():
    assert add((), [[0, 100], [200, 250]], duration=300, since_last=20) == ((0, 50),)
    assert add((), [[0, 30], [200, 250]], duration=300, since_last=20) == ((0, 30), (200, 220))
    assert add((), [[0, 10]], duration=300, since_last=0) == ()
    assert add((), [[0, 10]], duration=300, since_last=-5) == ()


@given(
    st.lists(st.tuples(st.integers(0, 20000), st.integers(1, 3)), max_size=150),
    st.integers(0, 19000),
)
def test_the_bound_never_lowers_the_sum(parts, start):
    duration = 20003
    watched = add((), [(s, s + n) for s, n in parts], duration=duration, since_last=10**6)
    after = add(watched, [(start, start + 2)], duration=duration, since_last=10)
    assert len(after) <= intervals.MAX_SPANS
    assert seconds(after) >= seconds(watched)


def test_of_too_many_intervals_the_longest_stay():
    scattered = [(n * 2, n * 2 + 1) for n in range(100)]
    watched = add((), scattered, duration=3600, since_last=1000)
    after = add(watched, [(3000, 3050)], duration=3600, since_last=60)
    assert (3000, 3050) in after
    assert seconds(after) == 149


def test_hundred_percent_is_every_second():
    assert coverage([(0, 300)], 300) == 100
    assert coverage([(0, 299)], 300) == 99
    assert coverage([(0, 400)], 300) == 100
    assert coverage([(0, 10)], 0) == 0


def test_fractions_join_and_an_overshoot_ends_at_the_end():
    report = [[0, 14.6], [14.6, 29.9], [290, 301.4]]
    assert add((), report, duration=300, since_last=100) == ((0, 30), (290, 300))


@pytest.mark.parametrize(
    "claims",
    [
        None, "0-10", {"0": 10}, [5], [[1]], [[1, 2, 3]], [["0", "10"]], [[-1, 10]], [[10, 5]], [[0, 303]],
        [[0, float("nan")]], [[0, float("inf")]], [[False, True]], [[None, 1]], [[0, 1]] * 201, [[0, 10**400]],
    ],
    ids=range(16),
)  # fmt: skip
def test_nonsense_is_refused(claims):
    with pytest.raises(BadReport):
        add((), claims, duration=300, since_last=60)
