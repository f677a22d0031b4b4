"""`ask()`: the one way from a question to numbers that may leave the house."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import product
from math import prod
from typing import TypeVar

from flask import current_app

from lms.caching import Cache
from lms.clock import now
from lms.config import Config
from lms.errors import DomainError
from lms.i18n import current_locale
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import to_bangkok
from lms.workforce.asking import Cell, Question, Table
from lms.workforce.dimensions import ALL, NOT_STATED
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import FEW, Figures, Key, are_few
from lms.workforce.measures.registry import Measure, Unit, get_measure
from lms.workforce.rollups.cube import Cube, cube
from lms.workforce.values import is_long, meant, order, values

T = TypeVar("T")
_tables: Cache[tuple[Question, int, int, str], Table] = Cache(2000, seconds=60)
TRIES = 5
PROVINCES = {"district": "province", "training_district": "training_province"}
MOST_CELLS = 1_000_000
ESTIMATES = frozenset({Unit.RATE, Unit.POINTS, Unit.INDEX, Unit.SCORE})


class TooFine(DomainError):
    message = _l(
        "These dimensions together have too many cells: leave one out, or take a coarser one, such"
        " as the province instead of the district."
    )


def least() -> int:
    """The smallest number of people that is shown."""
    config: Config = current_app.extensions["thaksa_config"]
    return config.smallest_count


def ask(question: Question) -> Table:
    """The published table: counted, under disclosure control, with what must be said beside it."""
    measure = get_measure(question.measure)
    measure.check(question)
    asked, notes = _meant(question)
    now_cube = cube()
    _check_size(now_cube, asked)
    for _try in range(TRIES):
        edit = now_cube.edit
        key = (asked, edit, least(), current_locale())
        table = _tables.get(key, lambda: _answer(measure, asked, now_cube))
        if now_cube.edit == edit:
            break
        _tables.forget(key)  # counted while the roll-ups moved on
    return replace(table, notes=(*notes, *table.notes)) if notes else table


def settled(known: Cube, count: Callable[[Cube], T]) -> tuple[T, datetime]:
    """What was counted while the roll-ups stood still, and as of when."""
    for _try in range(TRIES):
        edit, as_of = known.edit, known.as_of
        found = count(known)
        if known.edit == edit:
            break
    return found, as_of


def _check_size(now_cube: Cube, question: Question) -> None:
    """Every cell over the dimensions is decided before one is shown: there may not be millions."""
    cells = prod(len(now_cube.values(name)) for name in question.dimensions)
    if cells > MOST_CELLS:
        raise TooFine


def _meant(question: Question) -> tuple[Question, tuple[str, ...]]:
    """The same question with what replaced the values that are no more."""
    found = [(name, meant(name, value)) for name, value in question.where]
    where = tuple((name, value.value) for name, value in found)
    return replace(question, where=where), tuple(value.note for _name, value in found if value.note)


def _answer(measure: Measure, question: Question, now_cube: Cube) -> Table:
    today = to_bangkok(now()).date()
    figures = measure.function(Ask(question, now_cube, least(), today))
    cells = {key: figures[key] for key in _rows(question, figures)} if question.by else {}
    total = figures[(ALL,) * len(question.by)]
    table = Table(
        question=question,
        cells=cells,
        total=total,
        as_of=now_cube.as_of,
        least=least(),
        notes=figures.notes,
    )
    return replace(table, notes=(*table.notes, *_notes(measure, table)))


def _rows(question: Question, figures: Figures) -> list[Key]:
    """The rows in the order of the lists: all values of short lists, of others those in use."""
    used = [key for key, cell in figures.cells.items() if ALL not in key and not _is_empty(cell)]
    orders = [_order(name, {key[n] for key in used}) for n, name in enumerate(question.by)]
    if any(is_long(name) for name in question.by):
        return sorted(
            used, key=lambda key: [places[v] for places, v in zip(orders, key, strict=True)]
        )
    columns = []
    for n, name in enumerate(question.by):
        there = {key[n] for key in used}
        listed = {value for value, _title in values(name) if value != NOT_STATED}
        columns.append(sorted(_within(question, name, listed) | there, key=orders[n].__getitem__))
    return list(product(*columns))


def _is_empty(cell: Cell) -> bool:
    return not cell.hidden and not cell.value and not cell.people


def _order(name: str, used: set[str]) -> dict[str, tuple[bool, int, str]]:
    """Where values stand: as in their list, then others, “not stated” last."""
    places = order(name)
    return {
        value: (value == NOT_STATED, places.get(value, len(places)), value)
        for value in {*places, *used}
    }


def _within(question: Question, name: str, listed: set[str]) -> set[str]:
    """Of the districts only those of the province that is asked for."""
    province = dict(question.where).get(PROVINCES.get(name, ""))
    return {code for code in listed if province is None or code.startswith(province)}


def _notes(measure: Measure, table: Table) -> list[str]:
    """What must be said beside the numbers."""
    notes = []
    shown = [table.total, *table.cells.values()]
    if any(cell.hidden for cell in shown):
        notes.append(
            _(
                "Numbers of fewer than %(count)s people are not shown, nor those from which they"
                " could be worked out.",
                count=table.least,
            )
        )
    if measure.unit in ESTIMATES and any(are_few(cell) for cell in shown):
        notes.append(
            _(
                "Rates and means of fewer than %(count)s people vary much by chance: compare them"
                " with care.",
                count=FEW,
            )
        )
    if measure.unit is Unit.PEOPLE and table.question.by:
        notes.append(_("The same person can stand in several rows; in the total each counts once."))
    return notes
