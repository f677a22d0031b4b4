"""Published numbers and arithmetic on them, in which what is hidden stays hidden: pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from lms.workforce.asking import HIDDEN, NOTHING, Cell

Key = tuple[str, ...]
Z = 1.959964
FEW = 30
ZERO = Cell(0)


@dataclass(frozen=True)
class Figures:
    """Cells by their codes in the order of the question; any other cell is `rest`."""

    cells: Mapping[Key, Cell] = field(default_factory=dict)
    rest: Cell = ZERO
    notes: tuple[str, ...] = ()

    def __getitem__(self, key: Key) -> Cell:
        return self.cells.get(key, self.rest)

    def noted(self, *notes: str) -> "Figures":
        return replace(self, notes=(*self.notes, *notes))

    def joined(self, other: "Figures", made: Callable[[Cell, Cell], Cell]) -> "Figures":
        """`made` of every pair of cells; hidden where either is."""
        return Figures(
            {key: _both(self[key], other[key], made) for key in _keys(self, other)},
            _both(self.rest, other.rest, made),
            (*self.notes, *other.notes),
        )

    def over(self, whole: "Figures") -> "Figures":
        """The share of the whole, with Wilson's interval; nothing to tell where the whole is none."""
        return self.joined(whole, share)

    def plus(self, other: "Figures") -> "Figures":
        return self.joined(other, _sum)

    def times(self, factor: int) -> "Figures":
        return self.joined(self, lambda cell, _same: replace(cell, value=_number(cell) * factor))

    def within(self, other: "Figures") -> "Figures":
        """The same, hidden where the other is."""
        return self.joined(other, lambda cell, _other: cell)

    def valued(self, values: Mapping[Key, Cell], rest: Cell = ZERO) -> "Figures":
        """Other numbers of the same people: shown where the people are."""
        return self.joined(Figures(values, rest), lambda _people, cell: cell)


def _keys(*figures: Figures) -> Iterator[Key]:
    seen: set[Key] = set()
    for figure in figures:
        for key in figure.cells:
            if key not in seen:
                seen.add(key)
                yield key


def _both(one: Cell, other: Cell, made: Callable[[Cell, Cell], Cell]) -> Cell:
    if one.hidden or other.hidden:
        return HIDDEN
    return made(one, other)


def _number(cell: Cell) -> int:
    return int(cell.value or 0)


def _sum(one: Cell, other: Cell) -> Cell:
    value = _number(one) + _number(other)
    return Cell(value, people=value)


def share(part: Cell, whole: Cell) -> Cell:
    """A fraction of the whole, to a tenth of a per cent."""
    n = _number(whole)
    if n == 0:
        return NOTHING
    k = _number(part)
    low, high = wilson(k, n)
    return Cell(rounded(Decimal(k) / n, 3), people=n, low=low, high=high)


def wilson(k: float, n: float) -> tuple[Decimal, Decimal]:
    """The ends of the 95 % interval of the share k of n."""
    p = min(k / n, 1.0)
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return rounded(Decimal(low), 3), rounded(Decimal(high), 3)


def mean(total: Decimal, squares: Decimal | None, n: int, places: int) -> Cell:
    """A mean, with the normal interval where the sum of squares is known and n > 1."""
    if n == 0:
        return NOTHING
    middle = total / n
    if squares is None or n < 2:
        return Cell(rounded(middle, places), people=n)
    variance = max(Decimal(0), (squares - total * middle) / (n - 1))
    half = Decimal(Z) * (variance / n).sqrt()
    return Cell(
        rounded(middle, places),
        people=n,
        low=rounded(middle - half, places),
        high=rounded(middle + half, places),
    )


def rounded(value: Decimal, places: int) -> Decimal:
    """Half away from zero, as people round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def are_few(cell: Cell) -> bool:
    """Whether a rate or a mean stands on few people."""
    return cell.people is not None and cell.value is not None and cell.people < FEW
