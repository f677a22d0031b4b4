"""A published table as it is kept, and back again as a sheet in any language."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from lms.clock import now
from lms.errors import DomainError
from lms.i18n import LOCALES, current_locale, speaking
from lms.i18n.dates import to_bangkok
from lms.workforce.asking import Cell, Question, Table
from lms.workforce.formats import Sheet, sheet_over_time
from lms.workforce.measures import ask, get_measure, least
from lms.workforce.opendata.drift import steady
from lms.workforce.opendata.registry import Dataset
from lms.workforce.periods import Period
from lms.workforce.rollups.cube import cube


@dataclass(frozen=True)
class Made:
    """One dataset counted now."""

    code: str
    as_of: datetime
    content: dict[str, Any]
    digest: str


def made(dataset: Dataset, before: Mapping[str, Any]) -> Made | None:
    """Every number by `ask()`; none where no period is over in which anything was counted.

    What was published `before` of a period stays: two states that differ by one person would tell
    about that person. For the same reason a wider period leaves out what the parts of it that stay
    would give away.
    """
    periods = dataset.periods(cube().years(), to_bangkok(now()).date())
    known = {_name(kept["args"], kept["least"]): kept for kept in before.get("tables", ())}
    tables = [
        known.get(_name(question.args(), least())) or _kept(question, known.values())
        for question in _questions(dataset, periods)
    ]
    if not tables:
        return None
    content = {"tables": tables}
    cells = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    as_of = max(datetime.fromisoformat(table["as_of"]) for table in tables)
    return Made(dataset.code, as_of, content, hashlib.sha256(cells).hexdigest())


def _name(args: Mapping[str, str], few: int) -> str:
    return json.dumps([args, few], sort_keys=True)


def _questions(dataset: Dataset, periods: Sequence[Period]) -> Iterable[Question]:
    """Those that the measures have an answer for."""
    for period in periods:
        for code in dataset.codes:
            question = Question(code, period, dataset.by)
            try:
                get_measure(code).check(question)
            except DomainError:
                continue
            yield question


def _kept(question: Question, before: Iterable[dict[str, Any]]) -> dict[str, Any]:
    parts = [_table(kept) for kept in before if kept["args"] | _when(question) == question.args()]
    inside = [part for part in parts if question.period.months and part.question.period.months
              and set(part.question.period.months) < set(question.period.months)]  # fmt: skip
    table, notes = steady(ask(question), [(part, ask(part.question)) for part in inside]), {}
    for locale in LOCALES:
        with speaking(locale):
            notes[locale] = list(ask(question).notes)
    return {
        "args": question.args(),
        "cells": [[list(key), _cell(cell)] for key, cell in table.cells.items()],
        "total": _cell(table.total),
        "as_of": table.as_of.isoformat(),
        "least": table.least,
        "notes": notes,
    }


def _when(question: Question) -> dict[str, str]:
    return {"period": question.args()["period"]}


def sheet(dataset: Dataset, content: dict[str, Any]) -> Sheet:
    """As it was published, in the language that is spoken now."""
    tables = [_table(kept) for kept in content["tables"]]
    made_sheet = sheet_over_time(tables, (), str(dataset.title))
    periods = list(dict.fromkeys(table.question.period for table in tables))
    return replace(made_sheet, period=f"{periods[0].title} – {periods[-1].title}")


def years(content: dict[str, Any]) -> list[int]:
    """The fiscal years that it is about."""
    found = {Period.parse(kept["args"]["period"]).year for kept in content["tables"]}
    return sorted(found - {0})


def _table(kept: dict[str, Any]) -> Table:
    return Table(
        question=Question.of(kept["args"]),
        cells={tuple(key): _read(cell) for key, cell in kept["cells"]},
        total=_read(kept["total"]),
        as_of=datetime.fromisoformat(kept["as_of"]),
        least=kept["least"],
        notes=tuple(kept["notes"].get(current_locale(), ())),
    )


def _cell(cell: Cell) -> dict[str, Any]:
    """Decimals as text, so that they come back as they were."""
    if cell.hidden:
        return {"hidden": True}
    told = {"value": cell.value, "people": cell.people, "low": cell.low, "high": cell.high}
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in told.items()
        if value is not None
    }


def _read(kept: dict[str, Any]) -> Cell:
    return Cell(
        value=_number(kept.get("value")),
        hidden=bool(kept.get("hidden")),
        people=kept.get("people"),
        low=_decimal(kept.get("low")),
        high=_decimal(kept.get("high")),
    )


def _number(value: Any) -> Decimal | int | None:
    return Decimal(value) if isinstance(value, str) else value


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
