"""Targets of the small world: passed by far, missed, and a hair's breadth from being reached."""

from collections.abc import Sequence
from decimal import Decimal

from lms.clock import now
from lms.db import db
from lms.institutions.models import Role
from lms.workforce.measures import MEASURES, Unit
from lms.workforce.periods import Period
from lms.workforce.targets.models import Target
from tests import make
from tests.workforce.measures.by_sql import people

FEMALE = (("district", "3001"), ("sex", "female"))


def add() -> None:
    """One for each number that is counted, of this year and the last in turn."""
    year, who = Period.now(now()), make.member(Role.ANALYST).id
    for n, measure in enumerate(MEASURES.values()):
        if measure.unit is not Unit.TARGETS:
            where = (("institution", "PLACE0"),) if "institution" in measure.dimensions else ()
            number = Decimal("0.4" if measure.unit is Unit.RATE else 7)
            _set(who, measure.code, (year.before, year)[n % 2], where, number)
    for period in (year.before, year):
        nearly = people("active", (), (), period)[()] + Decimal("0.04")
        _set(who, "M02", period, (), nearly)
    _set(who, "M05", year.before, FEMALE, Decimal(3))


def _set(
    who: int, code: str, period: Period, where: Sequence[tuple[str, str]], number: Decimal
) -> None:
    conditions = "&".join(f"{name}={value}" for name, value in where)
    db.session.add(
        Target(programme="nrru", measure=code, conditions=conditions, period=str(period),
               number=number, created_by_id=who, changed_at=now())
    )  # fmt: skip
