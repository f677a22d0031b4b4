"""Numbers for a panel: what can be told, and in words why the rest cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lms.errors import DomainError
from lms.workforce.asking import NOTHING, Cell, Question, Table
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Head, Line, Sheet
from lms.workforce.cockpit.wording import Shown, shown
from lms.workforce.measures import ask
from lms.workforce.measures.registry import Measure, Unit, get_measure
from lms.workforce.periods import Period
from lms.workforce.values import value_title

Key = tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The answer to one question, or why there is none."""

    measure: Measure
    question: Question | None = None
    table: Table | None = None
    refusal: str = ""

    def __getitem__(self, key: Key) -> Cell:
        if self.table is None:
            return NOTHING
        return self.table.cells.get(key, NOTHING) if key else self.table.total

    def shown(self, *key: str) -> Shown:
        return shown(self[key], self.measure)

    @property
    def total(self) -> Cell:
        return self[()]

    @property
    def keys(self) -> tuple[Key, ...]:
        return self.table.rows if self.table else ()

    @property
    def hidden(self) -> int:
        """How many cells are not shown."""
        return sum(cell.hidden for cell in self.table.cells.values()) if self.table else 0

    @property
    def has_hidden(self) -> bool:
        return self.table is not None and self.table.has_hidden


def tell(look: Look, measure: str, by: Sequence[str] = (), period: Period | None = None) -> Told:
    """Ask for a measure of what the reader looks at; a refusal is an answer too."""
    which = get_measure(measure)
    try:
        question = look.question(measure, by, period)
        table = ask(question)
        said = tuple(note for note in table.notes if note not in look.notes)  # above all panels
        return Told(which, question, replace(table, notes=said))
    except DomainError as refusal:
        return Told(which, refusal=str(refusal))


def refusals(*told: Told) -> tuple[str, ...]:
    """Why columns are missing, each reason once."""
    return tuple(dict.fromkeys(one.refusal for one in told if one.refusal))


def remarks(*told: Told) -> tuple[str, ...]:
    """What the measures say of themselves, each once."""
    every = (note for one in told if one.table for note in one.table.notes)
    return tuple(dict.fromkeys(every))


def questions(*told: Told) -> tuple[Question, ...]:
    return tuple(one.question for one in told if one.question and one.table)


def least(*told: Told) -> int:
    return max((one.table.least for one in told if one.table), default=0)


def keys(*told: Told) -> list[Key]:
    """Every line that one of them has, in the order of the first."""
    return list(dict.fromkeys(key for one in told for key in one.keys))


def sheet(
    caption: str,
    by: str,
    told: Sequence[Told],
    heads: Iterable[Head],
    total: str,
    *,
    only_rates: bool = False,
) -> Sheet:
    """One dimension down, a measure a column; following a line's name adds it as a filter.

    `only_rates`: of the intervals just those of rates are told, for tables that compare at a glance.
    """

    def cell(one: Told, *key: str) -> Shown:
        words = one.shown(*key)
        plain = only_rates and one.measure.unit is not Unit.RATE
        return replace(words, interval="") if plain else words

    lines = tuple(
        Line(
            value_title(by, key[0]),
            tuple(cell(one, *key) for one in told),
            (by, key[0]),
            key[0] if by == "institution" else "",
        )
        for key in keys(*told)
    )
    last = Line(total, tuple(cell(one) for one in told))
    return Sheet(caption, tuple(heads), lines, last)
