"""A blueprint is filled whenever the bank can fill it, and two forms share as little as they can."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes.blueprints import (
    BadBlueprint,
    Candidate,
    Row,
    available,
    draw,
    draw_pair,
    read,
)

TAGS = ("ข่าวลวง", "รหัสผ่าน", "ลิงก์")
LEVELS = ("easy", "medium", "hard")


def bank(*described: tuple[str, str], start: int = 1) -> list[Candidate]:
    return [
        Candidate(number, frozenset(tags.split()), level)
        for number, (tags, level) in enumerate(described, start)
    ]


candidates = st.lists(
    st.builds(
        lambda tags, level: (frozenset(tags), level),
        st.sets(st.sampled_from(TAGS), max_size=2),
        st.sampled_from(LEVELS),
    ),
    max_size=9,
).map(lambda them: [Candidate(n, tags, level) for n, (tags, level) in enumerate(them, 1)])
rows = st.lists(
    st.builds(Row, st.integers(1, 3), st.sampled_from(("", *TAGS)), st.sampled_from(("", *LEVELS))),
    min_size=1,
    max_size=3,
)


def most(wanted: list[Row], known: list[Candidate], times: int = 1) -> int:
    """How many slots can be filled, tried out by brute force (Hall's deficiency over rows)."""
    best = sum(row.count for row in wanted)
    deficiency = 0
    for size in range(1, len(wanted) + 1):
        for some in itertools.combinations(wanted, size):
            reach = sum(any(row.suits(one) for row in some) for one in known) * times
            deficiency = max(deficiency, sum(row.count for row in some) - reach)
    return best - deficiency


@given(rows, candidates, st.integers(0, 2**31))
@settings(max_examples=300, deadline=None)
def test_as_many_are_drawn_as_any_drawing_could(
    wanted: list[Row], known: list[Candidate], seed: int
) -> None:
    drawing = draw(wanted, known, seed)
    by_id = {one.id: one for one in known}
    assert len(drawing.questions) == len(set(drawing.questions)) == most(wanted, known)
    for row, questions in zip(wanted, drawing.rows, strict=True):
        assert len(questions) <= row.count
        assert all(row.suits(by_id[question]) for question in questions)
    lacking = sum(short.wanted - short.found for short in drawing.shortages)
    assert lacking == sum(row.count for row in wanted) - len(drawing.questions)


@given(rows, candidates, st.integers(0, 2**31))
@settings(max_examples=300, deadline=None)
def test_two_forms_have_one_structure_and_share_as_little_as_possible(
    wanted: list[Row], known: list[Candidate], seed: int
) -> None:
    pair = draw_pair(wanted, known, seed)
    by_id = {one.id: one for one in known}
    whole = sum(row.count for row in wanted)
    if most(wanted, known) < whole:
        assert pair.first.shortages
        return
    for form in (pair.first, pair.second):
        assert not form.shortages
        assert len(set(form.questions)) == len(form.questions) == whole
        for row, questions in zip(wanted, form.rows, strict=True):
            assert len(questions) == row.count
            assert all(row.suits(by_id[question]) for question in questions)
    doubled = [Row(2 * row.count, row.tag, row.difficulty) for row in wanted]
    assert len(pair.shared) == 2 * whole - most(doubled, known)


def test_the_same_seed_draws_the_same_and_another_seed_something_else() -> None:
    known = bank(*[("ลิงก์", "easy")] * 40)
    wanted = [Row(10, "ลิงก์")]
    assert draw(wanted, known, 7) == draw(wanted, list(reversed(known)), 7)
    assert draw(wanted, known, 7) != draw(wanted, known, 8)
    assert draw_pair(wanted, known, 7) == draw_pair(wanted, known, 7)


def test_a_row_that_may_take_anything_leaves_the_rare_ones_to_others() -> None:
    known = bank(("ลิงก์", "hard"), ("", "easy"))
    assert draw([Row(1), Row(1, "ลิงก์", "hard")], known, 1).rows == ((2,), (1,))


def test_a_shortage_says_which_row_and_how_many() -> None:
    known = bank(("ลิงก์", "hard"), ("ลิงก์", "hard"), ("", "easy"))
    (short,) = draw([Row(1), Row(3, "ลิงก์", "hard")], known, 1).shortages
    assert (short.row, short.wanted, short.found, short.suitable) == (1, 3, 2, 2)


def test_enough_for_two_forms_means_that_they_share_nothing() -> None:
    known = bank(*[("ลิงก์", "easy")] * 6, *[("ลิงก์ รหัสผ่าน", "hard")] * 4)
    pair = draw_pair([Row(3, "ลิงก์", "easy"), Row(2, "รหัสผ่าน")], known, 3)
    assert pair.shared == frozenset()
    assert len(pair.first.questions) == len(pair.second.questions) == 5


def test_available_counts_what_suits() -> None:
    known = bank(("ลิงก์", "easy"), ("ลิงก์", "hard"), ("รหัสผ่าน", "hard"))
    assert available([Row(1), Row(1, "ลิงก์"), Row(1, "", "hard")], known) == (3, 2, 2)


@pytest.mark.parametrize(
    "raw",
    [None, [], {}, {"rows": []}, {"rows": [1]}, {"rows": [{}]}, {"rows": [{"count": 0}]},
     {"rows": [{"count": True}]}, {"rows": [{"count": 101}]}, {"rows": [{"count": "3"}]},
     {"rows": [{"count": 3, "difficulty": "odd"}]}, {"rows": [{"count": 1}] * 31}],
)  # fmt: skip
def test_what_is_no_blueprint_is_refused(raw: object) -> None:
    with pytest.raises(BadBlueprint):
        read(raw)


def test_a_blueprint_is_read() -> None:
    raw = {"rows": [{"count": 3, "tag": "ลิงก์", "difficulty": "easy"}, {"count": 1}], "seed": 4}
    assert read(raw) == (Row(3, "ลิงก์", "easy"), Row(1))
