"""Doubts about captions, by letters that take room."""

import pytest

from courses.content.captions import Cue
from courses.content.readability import Doubt, advice, letters


@pytest.mark.parametrize(
    ("text", "count"), [("ที่นี่", 2), ("น้ำ", 2), ("กำลัง", 4), ("ab\nc", 3), ("เก๋ง", 3), ("", 0)]
)
def test_marks_above_and_below_do_not_count(text: str, count: int) -> None:
    assert letters(text) == count


@pytest.mark.parametrize(
    ("cues", "language", "doubts"),
    [
        ([Cue(0, 4, "สวัสดีครับ")], "th", []),
        ([Cue(0, 1, "ก" * 18)], "th", [Doubt.FAST]),
        ([Cue(0, 1, "a" * 18)], "en", []),
        ([Cue(0, 5, "ก" * 36)], "th", [Doubt.LONG_LINE]),
        ([Cue(0, 4, "ก\nข\nค")], "th", [Doubt.MANY_LINES]),
        ([Cue(0, 0.5, "ก")], "th", [Doubt.SHORT]),
        ([Cue(0, 9, "ก")], "th", [Doubt.LONG]),
        ([Cue(0, 3, "ก"), Cue(2, 4, "ข")], "th", [Doubt.OVERLAP]),
        ([Cue(0, 3, "ก"), Cue(20, 22, "ข")], "th", [Doubt.LATE]),
    ],
)
def test_what_a_reader_would_stumble_over_is_said(
    cues: list[Cue], language: str, doubts: list[Doubt]
) -> None:
    assert [each.doubt for each in advice(cues, language, duration=10)] == doubts
