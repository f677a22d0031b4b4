"""Arithmetic on published numbers: what is hidden stays hidden."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lms.workforce.asking import HIDDEN, Cell
from lms.workforce.measures.figures import Figures, are_few, mean, wilson

A, B, C = ("a",), ("b",), ("c",)


def people(**numbers: int | None) -> Figures:
    """None is hidden."""
    cells = {(name,): HIDDEN if n is None else Cell(n, people=n) for name, n in numbers.items()}
    return Figures(cells)


def test_a_rate_with_a_hidden_part_is_hidden() -> None:
    rate = people(a=None, b=5, c=5).over(people(a=10, b=None, c=8))
    assert rate[A].hidden
    assert rate[B].hidden
    assert rate[C].value == Decimal("0.625")


def test_a_share_of_nobody_is_nothing() -> None:
    rate = people().over(people(a=0))
    assert rate[A].value is None
    assert not rate[A].hidden
    assert people().over(people())[B].value is None


def test_a_row_that_is_not_there_is_nought() -> None:
    assert people()[A] == Cell(0)
    assert people(a=5).over(people(a=50))[A].value == Decimal("0.100")


def test_a_sum_is_hidden_where_a_part_is() -> None:
    both = people(a=5, b=None).plus(people(a=6, b=7))
    assert both[A].value == 11
    assert both[B].hidden


def test_other_numbers_of_the_same_people_are_hidden_with_them() -> None:
    hours = people(a=None, b=6).valued({A: Cell(Decimal(3)), B: Cell(Decimal(12))})
    assert hours[A].hidden
    assert hours[B].value == Decimal(12)
    assert people(b=None).times(3)[B].hidden


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert wilson(8, 10) == (Decimal("0.490"), Decimal("0.943"))
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(k: int, n: int) -> None:
    low, high = wilson(min(k, n), n)
    assert 0 <= low <= Decimal(min(k, n)) / n + Decimal("0.001")
    assert Decimal(min(k, n)) / n - Decimal("0.001") <= high <= 1


def test_a_mean_has_the_normal_interval() -> None:
    cell = mean(Decimal(300), Decimal(23000), 4, 1)  # 60, 70, 80, 90
    assert (cell.value, cell.people) == (Decimal("75.0"), 4)
    assert cell.low == Decimal("62.3")
    assert cell.high == Decimal("87.7")


def test_a_rate_of_under_thirty_people_is_marked() -> None:
    rate = people(a=5, b=5).over(people(a=29, b=30))
    assert are_few(rate[A])
    assert not are_few(rate[B])
