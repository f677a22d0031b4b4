"""What charts are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One number with the words it is written in; `hidden`: it exists and is not told."""

    label: str
    text: str
    value: float | None = None
    hidden: bool = False
    href: str = ""
    low: float | None = None
    high: float | None = None
    is_few: bool = False
    aim: float | None = None


@dataclass(frozen=True)
class Series:
    """Numbers in the order of the names below a line; the first series is the one that is meant."""

    label: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Tile:
    """A place in the grid that stands for the map of a province, counted from one."""

    column: int
    row: int
    item: Item


@dataclass(frozen=True)
class Shape:
    """A place by its outline: the data of an SVG path."""

    path: str
    item: Item


def largest(items: Sequence[Item]) -> float:
    """The greatest number told, at least a little above nought."""
    return max([i.value for i in items if i.value is not None and not i.hidden] + [1e-9])


def level(value: float | None, most: float) -> int:
    """Which of the five steps of colour; 0 for nothing."""
    if value is None or value <= 0:
        return 0
    return min(5, 1 + int(5 * value / most * 0.9999))
