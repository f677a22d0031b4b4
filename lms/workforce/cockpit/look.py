"""What the reader looks at: a period and filters, as the address says and the scope allows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from lms.workforce.asking import PERIOD, Question
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.periods import Period
from lms.workforce.scope import INSTITUTION, Scope, Where
from lms.workforce.values import meant


@dataclass(frozen=True)
class Look:
    """The filters of a page; `where` already holds the institution that is forced on the reader."""

    scope: Scope
    period: Period
    where: Where = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, args: Mapping[str, str], scope: Scope, moment: datetime) -> Self:
        """As an address asks; without a period it is the fiscal year of `moment`."""
        asked = args.get(PERIOD, "").strip()
        period = Period.parse(asked) if asked else Period.now(moment)
        values = {name: args[name].strip() for name in DIMENSIONS if args.get(name, "").strip()}
        now = {name: meant(name, value) for name, value in scope.bind(values.items())}
        Question("", period, where=tuple((name, of.value) for name, of in now.items()))
        return cls(
            scope,
            period,
            tuple((name, of.value) for name, of in now.items()),
            tuple(of.note for of in now.values() if of.note),
        )

    @property
    def filters(self) -> dict[str, str]:
        return dict(self.where)

    @property
    def removable(self) -> dict[str, str]:
        """The filters that the reader set, without the institution that is forced."""
        return {n: v for n, v in self.where if self.scope.everywhere or n != INSTITUTION}

    @property
    def institution(self) -> str:
        """The one institution that the page is about; empty where it is about more."""
        return self.filters.get(INSTITUTION, "")

    def args(self) -> dict[str, Any]:
        """The address of this look; the institution of somebody with one goes without saying."""
        silent = not self.scope.everywhere and len(self.scope.institutions) == 1
        said = self.removable if silent else self.filters
        return {PERIOD: str(self.period), **said}

    def adding(self, name: str, value: str) -> dict[str, Any]:
        return {**self.args(), name: value}

    def dropping(self, name: str) -> dict[str, Any]:
        return {key: value for key, value in self.args().items() if key != name}

    def at(self, period: Period) -> "Look":
        return replace(self, period=period)

    def question(
        self, measure: str, by: Iterable[str] = (), period: Period | None = None
    ) -> Question:
        """A measure of these people, divided; a filter by what divides it is left aside."""
        by = tuple(by)
        kept = tuple((name, value) for name, value in self.where if name not in by)
        asked = Question(measure, period or self.period, by, kept)
        return self.scope.narrow(asked, self.institution or None)
