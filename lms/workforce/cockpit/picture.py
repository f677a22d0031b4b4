"""What a panel shows: a chart, the same numbers as a table, and what has to be known of them. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel.support import LazyProxy
from markupsafe import Markup

from lms.i18n import Localised
from lms.workforce.asking import Question
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.wording import Shown

Address = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A row of the table; `adds` is the filter that following it adds, `group` what it is one of."""

    title: str | Localised
    cells: tuple[Shown, ...]
    adds: tuple[str, str] | None = None
    institution: str = ""
    group: str = ""

    @property
    def is_nothing(self) -> bool:
        """Nobody is in it: worth a line only where every value is listed."""
        return not any(cell.is_hidden or cell.order for cell in self.cells)


@dataclass(frozen=True)
class Head:
    """A column; `sort` is what the address says to order by it."""

    title: str | LazyProxy
    sort: str = ""


@dataclass(frozen=True)
class Sheet:
    """The numbers of a panel as a table; the first head names the lines."""

    caption: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
    sorted_by: str = ""

    @property
    def has_few(self) -> bool:
        lines = (*self.lines, self.total) if self.total else self.lines
        return any(cell.is_few for line in lines for cell in line.cells)

    @property
    def told(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.is_nothing)


@dataclass(frozen=True)
class Link:
    """A way on; `args` belong to the same page."""

    title: str
    args: Address
    is_here: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawn panel; `refusal` says why there is nothing to see.

    `questions` (and `series`) lead to the files, `files` names the kinds of a panel that makes its
    own; `coarser` leads to a period in which less is hidden.
    """

    title: str
    sheet: Sheet | None = None
    charts: tuple[Markup, ...] = ()
    questions: tuple[Question, ...] = ()
    series: str = ""
    files: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    choices: tuple[Link, ...] = ()
    coarser: Link | None = None
    more: Link | None = None
    refusal: str = ""
    is_table: bool = False
    has_hidden: bool = False
    least: int = 0


@dataclass(frozen=True)
class Panel:
    """A part of the overview that is also a page of its own.

    `takes` names what its own address may say besides the filters, with what it is by itself.
    """

    name: str
    title: LazyProxy
    about: LazyProxy
    draw: Callable[[Look, Address], Picture]
    takes: tuple[str, ...] = ()
    is_early: bool = False
    is_wide: bool = False
    for_everybody_only: bool = False
