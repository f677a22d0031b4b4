"""What stands in the address."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from courses.catalogue.wish import Wish

KNOWN = {"level": {"basic", "advanced"}, "mode": {"online"}}


def read(*pairs: tuple[str, str]) -> Wish:
    return Wish.read(MultiDict(pairs), KNOWN)


def test_what_nobody_knows_is_left_out() -> None:
    wish = read(
        ("level", "basic"), ("level", "wizard"), ("color", "red"), ("sort", "x"), ("page", "-1")
    )
    assert wish == Wish(chosen={"level": ("basic",)})


def test_a_choice_is_added_and_taken_away() -> None:
    wish = read(("q", "เอไอ"), ("level", "basic"), ("page", "3"))
    assert (
        wish.toggled("mode", "online").query()
        == "?q=%E0%B9%80%E0%B8%AD%E0%B9%84%E0%B8%AD&level=basic&mode=online"
    )
    assert wish.toggled("level", "basic").chosen == {}
    assert wish.without_filters().query().startswith("?q=")


def test_without_words_there_is_no_best_match() -> None:
    assert (read(("sort", "relevance")).order, read(("q", "x")).order) == ("newest", "relevance")
    assert "relevance" not in read().sorts


@given(
    st.lists(
        st.tuples(st.sampled_from(["q", "level", "sort", "page", "mode"]), st.text()), max_size=6
    )
)
def test_every_address_has_an_answer(pairs: list[tuple[str, str]]) -> None:
    wish = read(*pairs)
    assert 1 <= wish.page <= 99999
    assert len(wish.q) <= 200
