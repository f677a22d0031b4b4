"""A whole plan from a CSV file: read, tried line by line, then set at once or not at all."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from lms.accounts.public import User
from lms.db import db
from lms.errors import DomainError, Refusals, problems_of
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import decoded, normalise
from lms.workforce.measures import MEASURES, get_measure
from lms.workforce.periods import Period
from lms.workforce.scope import Where
from lms.workforce.targets import operations, queries
from lms.workforce.targets.forms import shares_of
from lms.workforce.targets.models import Target
from lms.workforce.targets.operations import BadShares, NotPositive, Owner

COLUMNS = (
    "owner", "measure", "period", "number", "dimension_1", "value_1", "dimension_2", "value_2",
    "monthly", "title_th", "title_en", "note",
)  # fmt: skip
NEEDED = ("owner", "measure", "period", "number")
MOST_LINES = 500
MOST_BYTES = 1 << 20
EXAMPLE = (
    ("programme:digital_korat", "M05", "2570", "12000", "", "", "", "", "",
     "ผู้ได้รับวุฒิบัตรปีงบประมาณ 2570", "People certified in 2570", ""),
    ("DEPA", "M05", "2570", "1500", "district", "3021", "", "", "5,5,5,10,10,10,10,10,10,10,10,5",
     "", "", ""),
)  # fmt: skip


class NoPlan(DomainError):
    field = "file"

    @classmethod
    def without(cls, columns: list[str]) -> "NoPlan":
        return cls(
            _("These columns are missing in the first line: %(names)s", names=", ".join(columns))
        )


class TooLong(DomainError):
    message = _l("A plan has at most 500 lines.")
    field = "file"


class Empty(DomainError):
    message = _l("The file is empty.")
    field = "file"


class NoLines(Empty):
    message = _l("The file has no lines below its first one.")


class NotReadable(DomainError):
    message = _l("This is not a CSV file in UTF-8 or Thai (Windows) letters.")
    field = "file"


@dataclass(frozen=True)
class Line:
    """One line of the file and what would become of it; `problems` are in the reader's words."""

    number: int
    values: dict[str, str]
    title: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    problems: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.problems and self.before is None

    @property
    def is_same(self) -> bool:
        return not self.problems and self.before == self.after


def read(content: bytes) -> str:
    """The text of an uploaded file."""
    if len(content) > MOST_BYTES:
        raise TooLong
    try:
        return decoded(content)
    except ValueError as wrong:
        raise NotReadable from wrong


def example() -> bytes:
    """A file to begin with."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(EXAMPLE)
    return ("\ufeff" + out.getvalue()).encode()


def set_all(
    text: str, owner_of: Callable[[str], Owner], *, bind: Callable[[Where], Where], by: User
) -> list[Line]:
    """Set or change every target of the file, in the caller's transaction; look at the problems.

    A dry run is the same, rolled back.
    """
    lines = _lines(text)
    return [_set(number, values, owner_of, bind, by) for number, values in lines]


def _lines(text: str) -> list[tuple[int, dict[str, str]]]:
    try:
        reader = csv.reader(io.StringIO(text), strict=True)
        rows = [[normalise(cell) for cell in row] for row in reader]
    except csv.Error as broken:
        raise NotReadable from broken
    if not any(any(row) for row in rows):
        raise Empty
    head = [name.strip().lower() for name in rows[0]]
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise NoPlan.without(missing)
    lines = [
        (number, dict(zip(head, row, strict=False)))
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]
    if not lines:
        raise NoLines
    if len(lines) > MOST_LINES:
        raise TooLong
    return lines


def _set(
    number: int,
    values: dict[str, str],
    owner_of: Callable[[str], Owner],
    bind: Callable[[Where], Where],
    by: User,
) -> Line:
    try:
        with db.session.begin_nested():
            target, before = _put(values, owner_of, bind, by)
    except DomainError as refusal:
        return Line(number, values, problems=problems_of(refusal))
    return Line(number, values, str(target.title), before, target.number)


def _put(
    values: dict[str, str],
    owner_of: Callable[[str], Owner],
    bind: Callable[[Where], Where],
    by: User,
) -> tuple[Target, Decimal | None]:
    wrong = Refusals()
    owner = wrong.take(lambda: owner_of(values.get("owner", "")))
    measure, period = values.get("measure", "").capitalize(), values.get("period", "")
    where = _question(measure, period, _pairs(values), bind, wrong)
    typed = _typed(values, measure, period, wrong)
    wrong.settle()
    assert owner is not None
    assert where is not None
    known = queries.same(
        owner.institution, owner.programme, measure, queries.conditions_of(where), _same(period)
    )
    if known is not None:
        before = known.number
        return operations.change_target(known, **typed, by=by), before
    made = operations.set_target(owner, measure=measure, period=period, where=where, **typed, by=by)
    return made, None


def _pairs(values: dict[str, str]) -> Where:
    pairs = ((values.get(f"dimension_{n}", ""), values.get(f"value_{n}", "")) for n in (1, 2))
    return tuple(pair for pair in pairs if pair[0])


def _question(
    measure: str, period: str, pairs: Where, bind: Callable[[Where], Where], wrong: Refusals
) -> Where | None:
    """What is counted, each part of it looked at by itself before they are put together."""
    found = len(wrong.found)
    wrong.take(lambda: get_measure(measure))
    wrong.take(lambda: Period.parse(period))
    for name, value in pairs:
        wrong.take(partial(operations.check_value, name, value))
    if len(wrong.found) > found:
        return None
    where = wrong.take(lambda: bind(pairs))
    if where is not None:
        wrong.take(lambda: operations.asked(measure, period, where))
    return where


def _typed(values: dict[str, str], measure: str, period: str, wrong: Refusals) -> dict[str, Any]:
    """The number, the months and the words of a line."""
    number = wrong.take(lambda: _number(values.get("number", "")))
    monthly = wrong.take(lambda: _monthly(values.get("monthly", ""), period))
    if number is not None and measure in MEASURES:
        wrong.take(lambda: operations.checked_number(measure, number))
    when = Refusals().take(lambda: Period.parse(period))
    if monthly and when is not None:
        wrong.take(lambda: operations.checked_shares(when, monthly))
    return {
        "number": number,
        "monthly": monthly,
        "title": Localised(values.get("title_th", "")[:200], values.get("title_en", "")[:200]),
        "note": values.get("note", "")[:1000],
    }


def _same(period: str) -> str:
    try:
        return str(Period.parse(period))
    except DomainError:
        return period


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "").rstrip("% "))
    except InvalidOperation as wrong:
        raise NotPositive from wrong


def _monthly(text: str, period: str) -> list[int] | None:
    if not text:
        return None
    try:
        return shares_of(text)
    except ValueError as wrong:
        when = Refusals().take(lambda: Period.parse(period))
        raise BadShares.of(len(when.months) if when else 12) from wrong
