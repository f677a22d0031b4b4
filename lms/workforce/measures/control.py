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
    """How people are counted, under a name; or what they did, of whom is then `people`.

    People overlap, what they did adds up exactly: so the one may hide more than the other. They
    are `among` others of the same period, and of those who `ever` came.
    """

    name: str
    count: Count
    people: "Counted | None" = None
    among: "Counted | None" = None
    ever: "Counted | None" = None


def decided(
    cube: Cube, counted: Counted, dimensions: tuple[str, ...], period: Period, least: int
) -> Decided:
    """The cells over sorted `dimensions`, and which of them may not be shown."""
    return _control(cube, counted, least).decided(dimensions, period)


def _control(cube: Cube, counted: Counted, least: int) -> Control:
    def make() -> Control:
        behind = {
            name: _control(cube, other, least)
            for name in ("people", "among", "ever")
            if (other := getattr(counted, name))
        }
        has_cohorts = counted.name == Kind.ACTIVE.name
        return Control(counted.count, least, cube.years(), has_cohorts=has_cohorts, **behind)

    return _controls.get((counted.name, cube.edit, least), make)
