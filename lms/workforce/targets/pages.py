"""The page of one target: its way month by month, as a table and as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from markupsafe import Markup

from lms.i18n import gettext as _
from lms.workforce.asking import NOTHING, Cell
from lms.workforce.charts import Item, Series, line
from lms.workforce.measures import least
from lms.workforce.periods import month_name
from lms.workforce.targets import queries
from lms.workforce.targets.counting import so_far, standing
from lms.workforce.targets.models import Target, TargetEvidence
from lms.workforce.targets.standing import Standing


@dataclass(frozen=True)
class Month:
    """One line of the way: all as people read it."""

    name: str
    alone: str
    reached: str
    planned: str
    before: str
    is_running: bool = False


@dataclass(frozen=True)
class TargetPage:
    """`reached`: the numbers from the beginning of the period to each month that has begun."""

    standing: Standing
    evidence: Sequence[TargetEvidence]
    reached: tuple[Cell, ...]

    @classmethod
    def of(cls, target: Target) -> Self:
        at = standing(target)
        return cls(at, queries.evidence(target), so_far(at))

    @property
    def target(self) -> Target:
        return self.standing.target

    @property
    def months(self) -> list[Month]:
        """Empty where a month says nothing: always, a month itself, rates and means."""
        at = self.standing
        if not at.months:
            return []
        return [
            Month(
                name=month_name(month),
                alone=_cell(at, at.months[n]) if n < len(self.reached) else "–",
                reached=_cell(at, self.reached[n]) if n < len(self.reached) else "–",
                planned=at.said(at.plan[n]),
                before=_cell(at, at.before[n]) if at.before else "–",
                is_running=n == len(self.reached) - 1 and not at.is_over,
            )
            for n, month in enumerate(at.period.months)
        ]

    @property
    def has_hidden(self) -> bool:
        return any(cell.hidden for cell in self.reached)

    @property
    def has_gaps(self) -> bool:
        """Some of them are not counted at all."""
        return any(cell.value is None and not cell.hidden for cell in self.reached)

    @property
    def least(self) -> int:
        return least()

    @property
    def chart(self) -> Markup | None:
        """What was reached against the plan."""
        at = self.standing
        if not any(cell.value is not None for cell in self.reached):
            return None
        names = [month_name(month) for month in at.period.months]
        to_come = [NOTHING] * (len(names) - len(self.reached))
        reached = [
            _item(at, name, cell)
            for name, cell in zip(names, (*self.reached, *to_come), strict=True)
        ]
        plan = [
            Item(name, at.said(due), float(due)) for name, due in zip(names, at.plan, strict=True)
        ]
        return line(
            at.title, names, [Series(_("Reached so far"), reached), Series(_("Plan so far"), plan)]
        )

    @property
    def due_words(self) -> str:
        """What the plan asks for by today."""
        return self.standing.said(self.standing.due.quantize(Decimal("0.001")))


def _cell(at: Standing, cell: Cell) -> str:
    return _("Not shown") if cell.hidden else at.said(cell.value)


def _item(at: Standing, name: str, cell: Cell) -> Item:
    value = None if cell.value is None else float(cell.value)
    return Item(name, _cell(at, cell), value, cell.hidden)
