"""Setting targets, changing and withdrawing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import to_bangkok
from lms.institutions.public import Institution
from lms.workforce.asking import Question
from lms.workforce.dimensions import check
from lms.workforce.measures import Unit, get_measure
from lms.workforce.measures.days import day_after
from lms.workforce.periods import Period
from lms.workforce.targets import queries
from lms.workforce.targets.models import Target
from lms.workforce.values import UnknownValue, known

MOST_CONDITIONS = 2
LARGEST = Decimal(10) ** 12


class NotPositive(DomainError):
    message = _l("Write a number above 0.")
    field = "number"


class NotWhole(DomainError):
    message = _l("Write a whole number: this measure counts, and there are no halves.")
    field = "number"


class TooLarge(DomainError):
    message = _l("This number is too large.")
    field = "number"


class MoreThanAll(DomainError):
    message = _l("A rate is at most 100 per cent.")
    field = "number"


class PeriodIsOver(DomainError):
    message = _l("This period is over: a target is set before its period ends.")
    field = "period"


class TooManyConditions(DomainError):
    message = _l("A target names at most two dimensions.")
    field = "second"


class NoTargetsOfTargets(DomainError):
    message = _l("This number is made of targets: choose one that is counted.")
    field = "measure"


class AlreadySet(DomainError):
    message = _l("This owner has a target for exactly this number already: change that one.")
    field = "number"


class BadShares(DomainError):
    """Names how many months there are."""

    field = "monthly"

    @classmethod
    def of(cls, months: int) -> "BadShares":
        return cls(
            _(
                "Write one whole number for each of the %(count)s months, separated by commas,"
                " or leave it empty for an even plan.",
                count=months,
            )
        )


@dataclass(frozen=True)
class Owner:
    """An institution, or a programme by its code."""

    institution: Institution | None = None
    programme: str | None = None


def set_target(
    owner: Owner,
    *,
    measure: str,
    period: str,
    number: Decimal,
    where: Sequence[tuple[str, str]] = (),
    monthly: Sequence[int] | None = None,
    title: Localised | None = None,
    note: str = "",
    by: User,
) -> Target:
    """One target for each owner, measure, values and period."""
    question = asked(measure, period, where)
    if is_over(question.period, now()):
        raise PeriodIsOver
    target = Target(
        institution=owner.institution,
        programme=owner.programme,
        measure=measure,
        conditions=queries.conditions_of(question.where),
        period=str(question.period),
        number=checked_number(measure, number),
        monthly=checked_shares(question.period, monthly),
        title=title or Localised(),
        note=note,
        created_by_id=by.id,
        changed_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(target)
    except IntegrityError as clash:
        raise AlreadySet from clash
    audit.record("target.set", target, by=by, **_told(target))
    queries.forget_aims()
    return target


def change_target(
    target: Target,
    *,
    number: Decimal,
    monthly: Sequence[int] | None = None,
    title: Localised | None = None,
    note: str = "",
    by: User,
) -> Target:
    """Another number, plan or name; what it counts stays, so that the record is about one thing."""
    before = str(target.number)
    new = checked_number(target.measure, number)
    if target.number != new and is_over(Period.parse(target.period), now()):
        raise PeriodIsOver
    target.number = new
    target.monthly = checked_shares(Period.parse(target.period), monthly)
    target.title, target.note, target.changed_at = title or Localised(), note, now()
    audit.record("target.changed", target, by=by, before=before, **_told(target))
    queries.forget_aims()
    return target


def withdraw_target(target: Target, *, by: User) -> None:
    """It counts no more; the row and its papers stay."""
    if target.withdrawn_at is None:
        target.withdrawn_at = now()
        audit.record("target.withdrawn", target, by=by)
        queries.forget_aims()


def restore_target(target: Target, *, by: User) -> None:
    """Back as it was, unless somebody has set the same in the meantime."""
    if target.withdrawn_at is None:
        return
    try:
        with db.session.begin_nested():
            target.withdrawn_at = None
    except IntegrityError as clash:
        raise AlreadySet from clash
    audit.record("target.restored", target, by=by)
    queries.forget_aims()


def is_over(period: Period, moment: datetime) -> bool:
    return bool(period.months) and to_bangkok(moment).date() >= day_after(period)


def asked(measure: str, period: str, where: Sequence[tuple[str, str]]) -> Question:
    """What the actual number will be asked for by: refused here if it never can be."""
    chosen = get_measure(measure)
    if chosen.unit is Unit.TARGETS:
        raise NoTargetsOfTargets
    if len(where) > MOST_CONDITIONS:
        raise TooManyConditions
    try:
        parsed = Period.parse(period)
    except DomainError as bad:
        raise type(bad)(field="period") from bad
    question = Question(measure, parsed, where=tuple(where))
    for name, value in question.where:
        check_value(name, value)
    try:
        chosen.check(question)
    except DomainError as refusal:
        raise type(refusal)(str(refusal), field=_field(refusal.field)) from refusal
    return question


def check_value(name: str, value: str) -> None:
    """Refuse a dimension that is none, and a value that it does not have."""
    check([name])
    if not known(name, value):
        raise UnknownValue(str(UnknownValue.of(name, value)), field="first")


def _field(name: str | None) -> str:
    return "period" if name == "period" else "first"


def checked_number(measure: str, number: Decimal) -> Decimal:
    """As it is kept: a rate is typed in per cent and kept as a fraction."""
    if not number.is_finite() or number <= 0:
        raise NotPositive
    if number > LARGEST:
        raise TooLarge
    asked = get_measure(measure)
    if asked.unit is not Unit.RATE:
        if not asked.places and number != number.to_integral_value():
            raise NotWhole
        return round(number, 3)
    if number > 100:
        raise MoreThanAll
    return round(number / 100, 3)


def checked_shares(period: Period, monthly: Sequence[int] | None) -> list[Any] | None:
    if not monthly:
        return None
    if len(monthly) != len(period.months) or min(monthly) < 0 or not 0 < sum(monthly) < 10**9:
        raise BadShares.of(len(period.months))
    return list(monthly)


def _told(target: Target) -> Mapping[str, Any]:
    return {
        "measure": target.measure,
        "where": target.conditions,
        "period": target.period,
        "number": str(target.number),
        "programme": target.programme,
    }
