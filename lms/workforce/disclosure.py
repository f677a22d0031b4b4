"""No published number names a person: small ones are hidden, and what would give them away: pure.

People of several parts overlap, so a total is at most the sum of its parts. Where nobody overlaps
it is the sum, and a reader could subtract: every total is therefore treated as one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lms.workforce.counting import Cell, months_of, year_of
from lms.workforce.models import ALWAYS, EVERYWHERE


@dataclass(frozen=True)
class Line:
    """Numbers that add up, at most, to a total that is published beside them."""

    total: Cell
    parts: tuple[Cell, ...]


def hidden(people: Mapping[Cell, int], least: int) -> frozenset[Cell]:
    """The cells that may not be shown: below `least`, or the way to one below it."""
    concealed = {cell for cell, n in people.items() if 0 < n < least}
    lines = list(_lines(people))
    changed = True
    while changed:
        changed = False
        for line in lines:
            while (more := _to_conceal(line, people, concealed, least)) is not None:
                concealed.add(more)
                changed = True
    return frozenset(concealed)


def _to_conceal(
    line: Line, people: Mapping[Cell, int], concealed: Collection[Cell], least: int
) -> Cell | None:
    """The next cell that has to go, so that this line gives nothing away."""
    unknown = [people[cell] for cell in line.parts if cell in concealed]
    if bool(unknown) if line.total in concealed else not unknown or is_safe(unknown, least):
        return None
    shown = [cell for cell in line.parts if cell not in concealed]
    return min(shown, key=lambda cell: (people[cell], cell), default=line.total)


def is_safe(unknown: Collection[int], least: int) -> bool:
    """Whether hidden numbers stay unknown to somebody who knows their sum and which are small.

    A small one may be anything from 1 to `least` - 1, another anything from `least` up.
    """
    small = sum(n < least for n in unknown)
    large, together = len(unknown) - small, sum(unknown)
    room_above = together - small - large * least
    room_below = large > 0 or together <= 1 + (small - 1) * (least - 1)
    return len(unknown) > 1 and room_above >= least - 1 and room_below


def _lines(people: Mapping[Cell, int]) -> Iterator[Line]:
    """Months of a year, years of all time, institutions of everywhere."""
    counted = {cell for cell, n in people.items() if n}
    for measure in sorted({cell.measure for cell in counted}):
        of = [cell for cell in counted if cell.measure == measure]
        places = sorted({cell.institution_id for cell in of})
        periods = sorted({cell.period for cell in of})
        years = sorted({year_of(p) for p in periods if p > 9999})
        for place in places:
            for year in years:
                yield from _line(counted, Cell(measure, place, year), [
                    Cell(measure, place, month) for month in months_of(year)
                ])  # fmt: skip
            yield from _line(counted, Cell(measure, place, ALWAYS), [
                Cell(measure, place, year) for year in years
            ])  # fmt: skip
        for period in periods:
            yield from _line(counted, Cell(measure, EVERYWHERE, period), [
                Cell(measure, place, period) for place in places if place != EVERYWHERE
            ])  # fmt: skip


def _line(counted: Collection[Cell], total: Cell, parts: list[Cell]) -> Iterator[Line]:
    there = tuple(cell for cell in parts if cell in counted)
    if there and total in counted:
        yield Line(total, there)
