"""How much of where an answer comes from may stay with it. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from lms.errors import found
from lms.workforce.periods import Period, year_of

Kind = tuple[int | None, int, str | None, str | None]  # offering, month, sex, age band


def kept(kind: Kind, asked: Mapping[Kind, int], least: int) -> Kind:
    """The finest crowd of at least `least` who were asked; a wider time is named by its first month.

    Who stays in a finer crowd is not counted in a wider one: their answers are not there to hide
    behind.
    """
    left = dict(asked)
    for wider in LADDER:
        crowds: Counter[Kind] = Counter()
        for one, number in left.items():
            crowds[wider(one)] += number
        if crowds[wider(kind)] >= least:
            return wider(kind)
        left = {one: number for one, number in left.items() if crowds[wider(one)] < least}
    return None, _year(kind[1]), None, None


@cache
def _quarter(month: int) -> int:
    return found(Period.of_month(month).parent).month


@cache
def _year(month: int) -> int:
    return Period.of_year(year_of(month)).month


LADDER: tuple[Callable[[Kind], Kind], ...] = (
    lambda kind: kind,
    lambda kind: (*kind[:3], None),
    lambda kind: (*kind[:2], None, None),
    lambda kind: (kind[0], _quarter(kind[1]), None, None),
    lambda kind: (kind[0], _year(kind[1]), None, None),
)
