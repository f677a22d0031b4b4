"""What charts are drawn from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

MOST_STEPS = 5


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


@dataclass(frozen=True)
class Scale:
    """What an axis reaches from and to, and the marks on it with their words."""

    low: float
    high: float
    marks: Sequence[tuple[float, str]]

    def share(self, value: float) -> float:
        """Where on the axis, between 0 and 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def scale_for(values: Iterable[float], write: Callable[[float], str]) -> Scale:
    """From nought, or below where numbers are, in three to six even steps."""
    known = [*values, 0.0]
    low, high = min(known), max(known)
    if low == high:
        high = low + 1
    span = high - low
    step = next(s for s in _steps(span) if span / s <= MOST_STEPS)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    last = max(last, first + 1)
    marks = [(n * step, write(n * step)) for n in range(first, last + 1)]
    return Scale(first * step, last * step, marks)


def _steps(span: float) -> Iterator[float]:
    """1, 2, 5, 10, 20 … times the tenth part of the span's power of ten."""
    base = 10.0 ** (floor(log10(span)) - 1)
    while True:
        for factor in (1, 2, 5):
            yield factor * base
        base *= 10


def largest(items: Sequence[Item]) -> float:
    """The greatest number told, at least a little above nought."""
    return max([i.value for i in items if i.value is not None and not i.hidden] + [1e-9])


def level(value: float | None, most: float) -> int:
    """Which of the five steps of colour; 0 for nothing."""
    if value is None or value <= 0:
        return 0
    return min(5, 1 + int(5 * value / most * 0.9999))
