"""What the answers come to: raw counts and weighted shares, which disclosure control still has to see."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sqlalchemy as sa
from sqlalchemy import select

from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.workforce.dimensions import ALL, NOT_STATED
from lms.workforce.outcomes.models import OutcomeAnswer, OutcomeInvitation
from lms.workforce.outcomes.questions import facts
from lms.workforce.outcomes.weights import Stratum, weights
from lms.workforce.periods import Period
from lms.workforce.rollups.cube import cube

Cell = tuple[str, ...]
LOOKS_EVERY = 300
Offered = Mapping[int, Mapping[str, tuple[str, ...]]]
_kept: Cache[tuple[int, Period, int, int], "Wave"] = Cache(200, seconds=2 * LOOKS_EVERY)


@dataclass(frozen=True)
class Outcome:
    """What one cell comes to; not fit to be shown before disclosure control has seen it.

    `told` and `yes` count answers by fact, `shares` are weighted, `worth` is how many answers of
    equal weight would be as exact.
    """

    invited: int
    answered: int
    told: Mapping[str, int]
    yes: Mapping[str, int]
    shares: Mapping[str, Fraction]
    worth: Mapping[str, float]


@dataclass(frozen=True)
class Told:
    """One answer as numbers need it."""

    offering_id: int
    sex: str | None
    age_band: str | None
    facts: Mapping[str, bool]
    weight: Fraction


@dataclass(frozen=True)
class Wave:
    """Everything that was asked and answered after so many months, by completions of a period."""

    asked: Mapping[tuple[int, str | None, str | None], int]
    answers: Sequence[Told]


def wave_of(wave: int, period: Period, least: int, stamp: int) -> Wave:
    """As of a stretch of five minutes (`stamp`), so that counts and shares fit each other."""
    return _kept.get((wave, period, least, stamp), lambda: _read(wave, period, least))


def stamp_now() -> int:
    return int(now().timestamp()) // LOOKS_EVERY


def outcomes(
    dims: tuple[str, ...], period: Period, wave: int, least: int, stamp: int
) -> Mapping[Cell, Outcome]:
    """Every cell over `dims` with all margins; the month of completion decides the period."""
    found_in: dict[Cell, list[Told]] = {}
    invited: Counter[Cell] = Counter()
    rows, offered = wave_of(wave, period, least, stamp), _offered()
    for (offering, sex, age), count in rows.asked.items():
        for cell in _cells(offered, dims, offering, sex, age):
            invited[cell] += count
    for told in rows.answers:
        for cell in _cells(offered, dims, told.offering_id, told.sex, told.age_band):
            found_in.setdefault(cell, []).append(told)
    return {cell: _outcome(invited[cell], found_in.get(cell, [])) for cell in {*invited, *found_in}}


def counts(
    dims: tuple[str, ...],
    period: Period,
    wave: int,
    least: int,
    stamp: int,
    fact: str,
    *,
    says: bool,
) -> Mapping[Cell, int]:
    """How many answers in every cell say yes (or no) to a fact: what disclosure control asks."""
    counted: Counter[Cell] = Counter()
    offered = _offered()
    for told in wave_of(wave, period, least, stamp).answers:
        if told.facts.get(fact) is says:
            counted.update(_cells(offered, dims, told.offering_id, told.sex, told.age_band))
    return counted


def invitations(
    dims: tuple[str, ...], period: Period, wave: int, least: int, stamp: int
) -> Mapping[Cell, int]:
    """How many were asked in every cell."""
    counted: Counter[Cell] = Counter()
    offered = _offered()
    for (offering, sex, age), count in wave_of(wave, period, least, stamp).asked.items():
        for cell in _cells(offered, dims, offering, sex, age):
            counted[cell] += count
    return counted


def silent(
    dims: tuple[str, ...], period: Period, wave: int, least: int, stamp: int
) -> Mapping[Cell, int]:
    """How many of those asked in every cell have not answered; for dimensions of courses."""
    asked = Counter(invitations(dims, period, wave, least, stamp))
    for says in (True, False):
        asked.subtract(counts(dims, period, wave, least, stamp, "uses", says=says))
    return {cell: count for cell, count in asked.items() if count > 0}


def _outcome(invited: int, rows: Sequence[Told]) -> Outcome:
    told: Counter[str] = Counter()
    yes: Counter[str] = Counter()
    weight: dict[str, Fraction] = {}
    weight_yes: dict[str, Fraction] = {}
    squares: dict[str, Fraction] = {}
    for row in rows:
        for fact, is_so in row.facts.items():
            told[fact] += 1
            yes[fact] += is_so
            weight[fact] = weight.get(fact, Fraction(0)) + row.weight
            weight_yes[fact] = weight_yes.get(fact, Fraction(0)) + row.weight * is_so
            squares[fact] = squares.get(fact, Fraction(0)) + row.weight**2
    shares = {fact: weight_yes[fact] / weight[fact] for fact in weight if weight[fact]}
    worth = {fact: float(weight[fact] ** 2 / squares[fact]) for fact in shares}
    return Outcome(invited, len(rows), told, yes, shares, worth)


def _cells(
    offered: Offered, dims: tuple[str, ...], offering: int, sex: str | None, age: str | None
) -> Iterator[Cell]:
    personal = {"sex": (sex or NOT_STATED,), "age_band": (age or NOT_STATED,)}
    values = {**offered.get(offering, {}), **personal}
    yield from product(*((*values.get(name, (NOT_STATED,)), ALL) for name in dims))


def _offered() -> Offered:
    """What was offered, by the values of its dimensions."""
    with db.engines["read"].connect() as connection:
        known = cube().store.offered(connection)
    return {number: offered.values for number, offered in known.items()}


def _read(wave: int, period: Period, least: int) -> Wave:
    within = [OutcomeInvitation.wave == wave]
    given = [OutcomeAnswer.wave == wave]
    if period.months:
        within.append(OutcomeInvitation.month.in_(period.months))
        given.append(OutcomeAnswer.month.in_(period.months))
    alike = (OutcomeInvitation.offering_id, OutcomeInvitation.sex, OutcomeInvitation.age_band)
    with db.engines["read"].connect() as connection:
        asked = {
            (row[0], row[1], row[2]): int(row[3])
            for row in connection.execute(
                select(*alike, sa.func.count()).where(*within).group_by(*alike)
            )
        }
        rows = connection.execute(
            select(
                OutcomeAnswer.offering_id,
                OutcomeAnswer.sex,
                OutcomeAnswer.age_band,
                OutcomeAnswer.answers,
            )
            .where(*given)
            .order_by(OutcomeAnswer.id)
        ).all()
    offered = _offered()
    strata: Counter[Stratum] = Counter()
    for (offering, sex, age), count in asked.items():
        strata[_place(offered, offering), sex, age] += count
    told = [(_place(offered, row[0]), row[1], row[2]) for row in rows]
    found_weights = weights(strata, told, least)
    return Wave(
        asked,
        [
            Told(row[0], row[1], row[2], facts(row[3]), weight)
            for row, weight in zip(rows, found_weights, strict=True)
        ],
    )


def _place(offered: Offered, offering: int) -> str:
    return offered[offering]["institution"][0] if offering in offered else ""
