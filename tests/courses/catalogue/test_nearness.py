"""How near two spellings are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.nearness import edits, edits_inside, forgiven, unlikeness

some = st.text(st.sampled_from("กขคabc่ "), max_size=12)


def slow(one: str, other: str, *, inside: bool) -> int:
    """The table that everybody learns, row by row."""
    rows = [[0 if inside else at for at in range(len(other) + 1)]]
    for at, letter in enumerate(one, start=1):
        row, fresh = rows[-1], [at]
        for n, there in enumerate(other, start=1):
            fresh.append(min(row[n] + 1, fresh[-1] + 1, row[n - 1] + (letter != there)))
            swapped = at > 1 and n > 1 and one[at - 2 : at] == other[n - 1] + other[n - 2]
            if swapped:
                fresh[-1] = min(fresh[-1], rows[-2][n - 2] + 1)
        rows.append(fresh)
    return min(rows[-1]) if inside else rows[-1][-1]


@given(some, some)
def test_bits_count_as_the_table_does(one: str, other: str) -> None:
    assert edits(one, other) == slow(one, other, inside=False)
    if other:
        assert edits_inside(one, other) == slow(one, other, inside=True)


@pytest.mark.parametrize(
    ("word", "count"), [("ยา", 0), ("ข่าว", 0), ("exel", 1), ("ไพทอน", 1), ("ปัญญาประดิษ", 2)]
)
def test_short_words_are_taken_as_typed(word: str, count: int) -> None:
    assert forgiven(word) == count


def test_every_piece_must_be_near() -> None:
    assert unlikeness(["ไซเบอ"], ["รู้ทันภัยไซเบอร์"]) == 0
    assert unlikeness(["ไชเบอร์", "ประชาชน"], ["รู้ทันภัยไซเบอร์สำหรับประชาชน"]) == pytest.approx(1 / 14)
    assert unlikeness(["ไชเบอร์", "การเกษตร"], ["รู้ทันภัยไซเบอร์สำหรับประชาชน"]) is None
    assert unlikeness([], ["x"]) is None
