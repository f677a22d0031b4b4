"""Places in a text, and the text cut at them."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from courses.assignments.annotations import paragraph_place, paragraphs, place


@dataclass(frozen=True)
class Comment:
    start: int
    stop: int


texts = st.text(st.sampled_from("กขค ab\n👍"), max_size=60)
spans = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=6)


@given(texts, spans)
def test_nothing_of_the_text_is_lost_or_moved(text: str, wanted: list[tuple[int, int]]) -> None:
    comments = [Comment(*found) for a, b in wanted if (found := place(text, min(a, b), max(a, b)))]
    made = paragraphs(text, comments)
    assert [p.text for p in made] == [line for line in text.split("\n") if line.strip()]
    for paragraph in made:
        at = paragraph.start
        for segment in paragraph.segments:
            for number in range(1, len(comments) + 1):
                comment = comments[number - 1]
                inside = comment.start < at + len(segment.text) and at < comment.stop
                assert (number in segment.comments) == inside
            at += len(segment.text)
    ended = [n for p in made for n in p.ending]
    assert sorted(ended) == list(range(1, len(comments) + 1))


def test_a_place_is_trimmed_and_never_empty() -> None:
    assert place("ab  cd", 2, 4) is None
    assert place("ab  cd", 1, 99) == (1, 6)
    assert place("ab", 5, 9) is None
    assert place("ab", -3, 1) == (0, 1)


def test_paragraphs_are_counted_without_empty_lines() -> None:
    assert paragraph_place("หนึ่ง\n\nสอง", 2) == (7, 10)
    assert paragraph_place("หนึ่ง", 2) is None
