"""The question for a number and the table that answers it: what every way out shares. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Self

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.dimensions import ALL, DIMENSIONS, TooManyDimensions, check
from lms.workforce.periods import BadPeriod, Period

MOST_BY = 2
PERIOD = "period"
MEASURE = "measure"
BY = "by"


class FilteredTwice(DomainError):
    message = _l("A dimension is either a filter or divides the table, not both.")


class NoSuchChoice(DomainError):
    """Names what was asked for and what could be."""

    @classmethod
    def of(cls, name: str, value: str, choices: Iterable[str]) -> Self:
        text = _(
            "“%(value)s” cannot be chosen for “%(name)s”. It takes: %(choices)s.",
            value=value[:40],
            name=name,
            choices=", ".join(choices),
        )
        return cls(text, field=name)


def one_of(args: Mapping[str, str], name: str, choices: Sequence[str]) -> str:
    """What an address chooses under a name, the first where it is silent; refuses anything else."""
    asked = args.get(name) or choices[0]
    if asked not in choices:
        raise NoSuchChoice.of(name, asked, choices)
    return asked


@dataclass(frozen=True)
class Question:
    """A measure, divided by up to two dimensions, of those who fit the filters, in a period."""

    measure: str
    period: Period
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        names = [*self.by, *(name for name, _value in self.where)]
        check(names)
        if len(self.by) > MOST_BY:
            raise TooManyDimensions
        if len(set(names)) < len(names):
            raise FilteredTwice
        object.__setattr__(self, "where", tuple(sorted(self.where)))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Those of the table and of the filters, in one order for everybody."""
        return tuple(sorted({*self.by, *(name for name, _value in self.where)}))

    def cell(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """The cell over `dimensions` that stands under `key` (codes in the order of `by`)."""
        values = dict(self.where) | dict(zip(self.by, key, strict=True))
        return tuple(values.get(name, ALL) for name in self.dimensions)

    @classmethod
    def of(cls, args: Mapping[str, str], measure: str = "", period: Period | None = None) -> Self:
        """What an address asks for: measure=M05&by=district,sex&period=2570&institution=RMUTI."""
        asked = args.get(PERIOD, "")
        if not asked and period is None:
            raise BadPeriod
        return cls(
            measure=args.get(MEASURE) or measure,
            period=Period.parse(asked) if asked or period is None else period,
            by=tuple(name for name in args.get(BY, "").split(",") if name),
            where=tuple((name, args[name]) for name in DIMENSIONS if args.get(name)),
        )

    def args(self) -> dict[str, str]:
        """The address that asks for it."""
        return {
            MEASURE: self.measure,
            PERIOD: str(self.period),
            **({BY: ",".join(self.by)} if self.by else {}),
            **dict(self.where),
        }


@dataclass(frozen=True)
class Cell:
    """One published number; `low` and `high` are the ends of its 95 % interval.

    Hidden: it exists and is not told. None without being hidden: there is nothing to tell.
    """

    value: Decimal | int | None
    hidden: bool = False
    people: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None


NOTHING = Cell(None)
HIDDEN = Cell(None, hidden=True)


@dataclass(frozen=True)
class Table:
    """The answer: cells by their codes in the order of `question.by`, in the order of the lists."""

    question: Question
    cells: Mapping[tuple[str, ...], Cell]
    total: Cell
    as_of: datetime
    least: int
    notes: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self.cells)

    @property
    def has_hidden(self) -> bool:
        return self.total.hidden or any(cell.hidden for cell in self.cells.values())
