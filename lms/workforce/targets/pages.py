"""The page of one target: its way month by month, as a table and as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from markupsafe import Markup

from lms.i18n import gettext as _
from lms.workforce.asking import Cell
from lms.workforce.charts import Item, Series, line
from lms.workforce.periods import month_name
from lms.workforce.targets import queries
from lms.workforce.targets.models import Target, TargetEvidence
from lms.workforce.targets.standing import Standing, standing


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
    standing: Standing
    evidence: Sequence[TargetEvidence]

    @classmethod
    def of(cls, target: Target) -> Self:
        return cls(standing(target), queries.evidence(target))

    @property
    def target(self) -> Target:
        return self.standing.target

    @property
    def months(self) -> list[Month]:
        """Empty where a month says nothing: always, a month itself, rates and means."""
        at = self.standing
        if not at.months:
            return []
        lines = []
        for n, month in enumerate(at.period.months):
            lines.append(
                Month(
                    name=month_name(month),
                    alone=_cell(at, at.months[n]) if n < len(at.sums) else "–",
                    reached=at.said(at.sums[n]) if n < len(at.sums) else "–",
                    planned=at.said(at.plan[n]),
                    before=_cell(at, at.before[n]) if at.before else "–",
                    is_running=n == len(at.sums) - 1 and not at.is_over,
                )
            )
        return lines

    @property
    def chart(self) -> Markup | None:
        """What was reached against the plan."""
        at = self.standing
        if not at.sums:
            return None
        names = [month_name(month) for month in at.period.months]
        reached = [
            Item(name, at.said(at.sums[n]), float(at.sums[n]))
            if n < len(at.sums)
            else Item(name, "–")
            for n, name in enumerate(names)
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
