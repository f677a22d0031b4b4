"""What every file is made of: headings, columns and lines in one reader's language. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from lms.i18n import dates
from lms.i18n import gettext as _
from lms.workforce.asking import Cell
from lms.workforce.dimensions import ALL

NOTHING_WORDS = "–"
PERIOD_HEAD = "period"


@dataclass(frozen=True)
class Head:
    """What the lines are named by: a dimension, or the period."""

    code: str
    title: str


@dataclass(frozen=True)
class Column:
    """One measure in one period; `period` is empty where the lines say it.

    A share is kept as a fraction and read in per cent: 0.741 is 74.1%.
    """

    measure: str
    title: str
    unit: str
    period: str = ""
    period_title: str = ""
    definition: str = ""
    places: int = 0
    is_share: bool = False
    period_code: str = ""

    @property
    def is_whole(self) -> bool:
        return self.places == 0

    @property
    def label(self) -> str:
        return f"{self.title} · {self.period_title}" if self.period else self.title


@dataclass(frozen=True)
class Line:
    """Cells in the order of the columns, named by codes and titles in the order of the heads."""

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """Lines come in the order of the lists; `total` is counted, never added up, or there is none."""

    title: str
    locale: str
    heads: tuple[Head, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: tuple[Cell, ...]
    period: str
    as_of: datetime
    least: int
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def every_line(self) -> Iterator[Line]:
        """The lines, and the total, where there is one, as the last."""
        yield from self.lines
        if self.total:
            yield self.total_line

    @property
    def total_line(self) -> Line:
        """`*` stands for all."""
        width = len(self.heads)
        words = (total_words(), *("",) * (width - 1)) if width else ()
        return Line((ALL,) * width, words, self.total)

    @property
    def is_over_time(self) -> bool:
        """Each line is about a period of its own."""
        return any(head.code == PERIOD_HEAD for head in self.heads)

    @property
    def has_hidden(self) -> bool:
        return any(cell.hidden for line in self.every_line for cell in line.cells)

    @property
    def intervals(self) -> tuple[bool, ...]:
        """Which columns have an interval anywhere."""
        cells = [line.cells for line in self.every_line]
        return tuple(
            any(each[n].low is not None for each in cells) for n in range(len(self.columns))
        )

    @property
    def as_of_words(self) -> str:
        return dates.moment(self.as_of, self.locale)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What a reader has to know of the whole table, label and words."""
        return [
            (_("Period"), self.period),
            *self.filters,
            (_("As of"), self.as_of_words),
            (_("Smallest number of people that is told"), str(self.least)),
        ]

    @property
    def definitions(self) -> list[tuple[str, str]]:
        """Each measure once: code and title, and what is counted."""
        return list({f"{c.measure} {c.title}": c.definition for c in self.columns}.items())

    @property
    def remarks(self) -> list[str]:
        """The notes, and how to read what is missing."""
        hidden = [hidden_note()] if self.has_hidden else []
        return [*self.notes, *hidden, *([overlap_note()] if self.total else [])]


def total_words() -> str:
    return _("In all, each person once")


def hidden_words() -> str:
    return _("Not shown")


def hidden_note() -> str:
    return _(
        "“Not shown”: the number is small, or a small one could be worked out from it. "
        "This protects people."
    )


def overlap_note() -> str:
    return _(
        "Lines need not add up to the total: who belongs to two of them counts once in each "
        "and once in the total."
    )


def shown(cell: Cell, column: Column, locale: str) -> str:
    """A cell as people read it: 18,240 · 74.1% · Not shown · –."""
    if cell.hidden:
        return hidden_words()
    if cell.value is None:
        return NOTHING_WORDS
    return written(cell.value, column, locale)


def written(value: Decimal | int, column: Column, locale: str) -> str:
    if column.is_share:
        return f"{value * 100:,.1f}%"
    if column.is_whole:
        return dates.number(value, locale)
    return f"{value:,.{column.places}f}"


def interval(cell: Cell, column: Column, locale: str) -> str:
    """71.0%–77.2%, where the measure has one."""
    if cell.hidden or cell.low is None or cell.high is None:
        return ""
    return f"{written(cell.low, column, locale)}–{written(cell.high, column, locale)}"
