"""Disclosure control of counts, asked again and again and kept per edit of the roll-ups."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lms.caching import Cache
from lms.workforce.disclosing import Control, Decided
from lms.workforce.periods import Period
from lms.workforce.rollups.cube import Cube
from lms.workforce.rollups.models import Kind

Count = Callable[[tuple[str, ...], Period], Mapping[tuple[str, ...], int]]
_controls: Cache[tuple[str, int, int], Control] = Cache(100)


@dataclass(frozen=True)
class Counted:
    """How people are counted, under a name."""

    name: str
    count: Count


def decided(
    cube: Cube, counted: Counted, dimensions: tuple[str, ...], period: Period, least: int
) -> Decided:
    """The cells over sorted `dimensions`, and which of them may not be shown."""
    control = _controls.get(
        (counted.name, cube.edit, least),
        lambda: Control(
            counted.count, least, cube.years(), has_cohorts=counted.name == Kind.ACTIVE.name
        ),
    )
    return control.decided(dimensions, period)
