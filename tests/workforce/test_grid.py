"""A grid says the same as the cells it was made of, however it is cut."""

from lms.workforce.dimensions import ALL
from lms.workforce.grid import Grid

CELLS = {
    ("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 4,
    ("a", ALL): 3, ("b", ALL): 4, (ALL, "x"): 5, (ALL, "y"): 2, (ALL, ALL): 7,
}  # fmt: skip


def grid() -> Grid[int]:
    return Grid.of(("one", "two"), CELLS)


def test_it_is_a_mapping_of_what_is_there() -> None:
    assert grid() == CELLS
    assert ("b", "y") not in grid()
    assert grid().get(("c", "x")) is None
    assert len(Grid.of((), {(): 3})) == 1
    assert Grid.of(("one",), {}) == {}


def test_one_value_of_a_dimension_or_its_margin() -> None:
    assert grid().at(("two",), {"one": "a"}) == {("x",): 1, ("y",): 2, (ALL,): 3}
    assert grid().at(("two",), {}) == {("x",): 5, ("y",): 2, (ALL,): 7}
    assert grid().at((), {"one": "b", "two": "x"}) == {(): 4}
    assert grid().at(("two",), {"one": "nobody"}) == {}


def test_dimensions_come_in_the_order_that_is_asked_for() -> None:
    turned = grid().at(("two", "one"), {})
    assert turned == {(y, x): n for (x, y), n in CELLS.items()}


def test_other_values_leave_room_for_those_that_are_not_here() -> None:
    array = grid().on((("b", "c"), ("x",)))
    assert array.tolist() == [[4, 4], [0, 0], [5, 7]]


def test_values_are_taken_together() -> None:
    together = grid().grouped("one", "all", lambda _value: "both")
    assert together == {
        ("both", "x"): 5, ("both", "y"): 2, ("both", ALL): 7,
        (ALL, "x"): 5, (ALL, "y"): 2, (ALL, ALL): 7,
    }  # fmt: skip
